import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";

/** What our trees and tables rely on of pgwidgets-js, though it is private there. */
const METHODS = [
    "_addNodeFromDict", "_applyCellStyle", "_applyGridTemplate", "_applySort", "_applySortToNode",
    "_buildHeader", "_cancelEdit", "_cellElement", "_cellPresent", "_cellValue", "_childrenView",
    "_clearCursorCell", "_colEditable", "_columnByKey", "_columnIndex", "_commitEdit", "_extendCellRectangle",
    "_getVisibleNodes", "_gridTemplate", "_isCellMode", "_isCellSelected", "_makeNode",
    "_moveCursorTo",
    "_nodeAtPath", "_addRowCells", "_onCellClick", "_onHeaderClick", "_onHeaderColumnSelect", "_onKeyDown", "_onRowClick", "_onRowNumberClick", "_parseColumns", "_pathOfNode", "_renderAll",
    "_resolveStyle", "_restoreCell", "_rowValues", "_scrollToNode", "_setCursor", "_setupColumnResize",
    "_sortChildren", "_startEdit", "_syncFromScroll", "_syncRowNumberHeader", "_syncScrollbars",
    "_updateCursorDisplay", "_updateSelectionDisplay", "_updateSortIndicators",
];
const FIELDS = [
    "_alternateRowColors", "_body", "_cellCursor", "_cellAnchor", "_cellSelection", "_cellStyles", "_colIndex",
    "_colKey", "_colWidths", "_columnStyles", "_columns", "_cursor", "_destroyed", "_editInfo",
    "_editor", "_header", "_headerCells", "_headerClip", "_node", "_root", "_rowStyles",
    "_selection", "_selectionMode", "_showRowNumbers", "_sortAscending", "_sortColKey", "_sortable",
    "_hScrollBar", "_tableStyle", "_vScrollBar", "_viewport", "_visibleCount",
];
/** Of what begins like that, what is our own. */
const OURS = [
    "_active", "_goToHeader", "_headerAt", "_selectEvery", "_amongNamed", "_arrive", "_await", "_awaited", "_beginRange", "_cells", "_column", "_goTo", "_goToCell", "_hasLooks", "_inUse",
    "_isApart", "_isEditable", "_isOfNamed", "_isPointed", "_kept", "_keyRow", "_keysAt", "_lineOf", "_listNodes", "_rangeAt", "_rangeStart", "_reveal",
    "_rowsBetween", "_selectRange", "_shiftStuck", "_shownColumns",
    "_widen", "_widenSoon", "_widthsDue", "_looksOf", "_makeSeen", "_parts", "_placing", "_present", "_rowAt", "_rows", "_seen", "_shape", "_showRows",
    "_showSource", "_style", "_template", "_titled", "_version",
];

const ROOM = new URL("../../src/pgwidgets/web/pgwidgets/widgets/", import.meta.url);
const LIBRARY = process.env.PGWIDGETS_JS; // where the installed one is; scripts/test-web.sh tells

const library = ["TreeView", "Callback", "Widget"]
    .map((name) => readFileSync(`${LIBRARY}/modules/${name}.js`, "utf-8")).join("\n");
const code = (source) => source.replace(/\/\*.*?\*\//gs, "").replace(/\/\/.*/g, "");

function named() {
    const files = readdirSync(new URL("rows/", ROOM)).map((name) => `rows/${name}`);
    const sources = [...files, "trees.js", "sources.js", "value_looks.js"].map((name) => readFileSync(new URL(name, ROOM), "utf-8"));
    return new Set(sources.flatMap((source) => code(source).match(/(?<![\w$])_[a-z]\w*/g) ?? []));
}

test("all private names that trees rely on are listed, and no other", () => {
    assert.deepEqual([...named()].sort(), [...METHODS, ...FIELDS, ...OURS].sort());
});

test("the installed pgwidgets-js has each of them, and none of ours", () => {
    const isMethod = (name) => new RegExp(`^    (async )?${name}\\(.*\\{`, "m").test(library);
    const isField = (name) => new RegExp(`\\w\\.${name} = `).test(library);
    assert.deepEqual(METHODS.filter((name) => !isMethod(name)), []);
    assert.deepEqual(FIELDS.filter((name) => !isField(name)), []);
    assert.deepEqual(OURS.filter((name) => new RegExp(`\\b${name}\\b`).test(library)), []);
});

test("it draws rows in one place, which our trees take over", () => {
    for (const name of ["_createRow", "_renderAllNow"]) {
        assert.equal(code(library).split(`${name}(`).length - 1, 2, `${name}: its own, and one call`);
    }
});
