/**
 * What keys do in trees and tables, as ARIA's patterns of grids say it.
 *
 * Arrows, Page Up and Down, Home and End go from row to row or from cell to cell, with Shift they select
 * on the way; Tab leaves. An editor, and a control that has the keyboard, have their own keys.
 *
 * Knows: private members of pgwidgets-js's trees. Must not know: how rows are drawn, or the server.
 */

import { controlOf } from "./contents.js";
import { placesInSight } from "./sight.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const ROW_MODES = new Set(["single", "multiple"]);
const EDITING = new Set(["Enter", "F2", "Delete", "Backspace"]);

/**
 * Where a key goes.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean}} event
 * @param {{place: number, column: number}} from
 * @param {object} grid
 * @param {number} grid.count how many rows there are
 * @param {number[]} grid.columns those that are shown, by their indexes
 * @param {number} grid.page how many rows a page has
 * @returns {?{place: number, column: number}} null: it is no such key
 */
export function goal({ key, ctrlKey, metaKey }, { place, column }, { count, columns, page }) {
    const isFar = Boolean(ctrlKey || metaKey);
    const within = (number, end) => Math.max(0, Math.min(end - 1, number));
    const at = Math.max(0, columns.findLastIndex((index) => index <= column));
    const to = (row, index) => ({
        place: within(row, count), column: columns[within(index, columns.length)] ?? 0,
    });
    const [down, right] = ARROWS[key] ?? [0, 0];
    if (down !== 0) return to(isFar ? down * count : place + down, at);
    if (right !== 0) return to(place, isFar ? right * columns.length : at + right);
    if (key === "PageDown") return to(place + page, at);
    if (key === "PageUp") return to(place - page, at);
    if (key === "Home") return to(isFar ? 0 : place, 0);
    if (key === "End") return to(isFar ? count : place, columns.length);
    return null;
}

/**
 * @param {object} tree
 * @param {KeyboardEvent} event
 * @returns {boolean} whether nobody else is to heed it
 */
export function heedsKey(tree, event) {
    if (event.key === "Tab") return true; // the browser's: it leaves
    if (event.altKey || isOfClipboard(event)) return false;
    if (event.key === "Escape" && event.target !== tree.element) tree.element.focus();
    if (tree._headerAt !== null) return inHeader(tree, event);
    const { length: count } = tree._getVisibleNodes();
    if (event.key === "ArrowUp" && !event.ctrlKey && !event.metaKey && !event.shiftKey && goesToHeader(tree, count)) {
        event.preventDefault();
        return true;
    }
    if (count === 0) return false;
    if (isOfAll(event) && tree._selectEvery()) {
        event.preventDefault();
        return true;
    }
    tree._rows.settle();
    if (tree._cellCursor) return inCells(tree, event, count);
    return ROW_MODES.has(tree._selectionMode) ? inRows(tree, event, count) : scrolls(tree, event);
}

function isOfClipboard({ key, ctrlKey, metaKey }) {
    return (ctrlKey || metaKey) && ["c", "x", "v"].includes(key.toLowerCase());
}

function isOfAll({ key, ctrlKey, metaKey, shiftKey }) {
    return (ctrlKey || metaKey) && !shiftKey && key.toLowerCase() === "a";
}

// --- in the header ------------------------------------------------------------------------------

/** From the first row keys go up to the header, where it sorts. @returns {boolean} whether they have */
function goesToHeader(tree, count) {
    const columns = tree._shownColumns;
    const isThere = tree._sortable && columns.length > 0 && tree._headerClip.style.display !== "none";
    const { place = 0, column = 0 } = tree._keysAt ?? {};
    if (!isThere || (count > 0 && (place > 0 || tree._keysAt === null))) return false;
    tree._goToHeader(columns.findLast((index) => index <= column) ?? columns[0]);
    return true;
}

function inHeader(tree, event) {
    const { key } = event;
    const columns = tree._shownColumns;
    const at = Math.max(0, columns.indexOf(tree._headerAt));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: columns.length - 1 }[key];
    if (to !== undefined) tree._goToHeader(columns[Math.max(0, Math.min(columns.length - 1, to))]);
    else if (key === "Enter" || key === " ") tree._onHeaderClick(tree._columns[tree._headerAt].key);
    else if (key === "ArrowDown" || key === "Escape") {
        const column = tree._headerAt;
        tree._goToHeader(null);
        if (key === "ArrowDown" && tree._getVisibleNodes().length > 0) tree._goTo(0, column);
    } else if (key !== "ArrowUp") return true; // no cell is edited from here
    event.preventDefault();
    return true;
}

/** @returns {number} how many rows to go to the next page: one stays in sight */
function pageOf(tree) {
    return Math.max(1, placesInSight(tree).length - 1);
}

/** @returns {number} the row at which keys begin where they have not been */
function firstPlace(tree) {
    const { _rows: rows } = tree;
    const selected = tree._selection.findLast((row) => rows.has(row));
    return selected?.place ?? placesInSight(tree)[0] ?? 0;
}

// --- from cell to cell ------------------------------------------------------------------------

function inCells(tree, event, count) {
    const columns = tree._shownColumns;
    const from = tree._keysAt;
    const start = from ?? { place: firstPlace(tree), column: columns[0] ?? 0 };
    const wanted = goal(event, start, { count, columns, page: pageOf(tree) });
    if (wanted) {
        event.preventDefault();
        // The first arrow only shows where keys are.
        if (!from && event.key in ARROWS) tree._reveal(start.place, start.column);
        else tree._goTo(wanted.place, wanted.column, event.shiftKey);
        return true;
    }
    const isTyped = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
    if (!isTyped && !EDITING.has(event.key)) return true;
    if (!from) tree._setCursor(tree._getVisibleNodes()[start.place], start.column, { silent: true });
    const { node, colIndex } = tree._cursor ?? {};
    if (!node || from?.isAwaited) {
        event.preventDefault();
        return true; // that row is yet to come
    }
    return takesControl(tree, event, tree._cellElement(node, colIndex));
}

/** The control of a cell where keys are is pressed by the space bar, and entered by Enter or F2. */
function takesControl(tree, event, cell) {
    const control = cell && controlOf(cell);
    if (!control || ![" ", "Enter", "F2"].includes(event.key)) return false;
    event.preventDefault();
    if (control.disabled) return true;
    if (control.tagName === "SELECT") control.focus();
    else if (control.tagName === "BUTTON" || event.key === " ") control.click();
    return true;
}

// --- from row to row --------------------------------------------------------------------------

function inRows(tree, event, count) {
    const nodes = tree._getVisibleNodes();
    const from = tree._keysAt;
    if (from && !from.isAwaited && opensOrCloses(tree, event, nodes[from.place])) return true;
    const place = from?.place ?? firstPlace(tree);
    const wanted = goal(withoutColumns(event), { place, column: 0 }, {
        count, columns: [0], page: pageOf(tree),
    });
    if (!wanted) return false;
    event.preventDefault();
    const isFirst = !from && event.key in ARROWS;
    tree._goTo(isFirst ? place : wanted.place, 0, event.shiftKey);
    return true;
}

/** Home and End are the first and the last row where there are no cells to go to. */
function withoutColumns({ key, ctrlKey, metaKey }) {
    if (key === "ArrowLeft" || key === "ArrowRight") return { key: "" };
    return { key, ctrlKey: ctrlKey || metaKey || key === "Home" || key === "End" };
}

/** Where an arrow opens or closes a row, pgwidgets-js does it; from an open one it goes inside. */
function opensOrCloses(tree, event, node) {
    if (event.key !== "ArrowRight" || !node.expanded || node.children.size === 0) return false;
    event.preventDefault();
    tree._goTo(node.place + 1, 0, false);
    return true;
}

/** Where nothing is selected by rows, keys scroll. */
function scrolls(tree, event) {
    const { key } = event;
    const { _viewport: view, _body: body } = tree;
    const { offsetHeight: row = 0 } = body.firstElementChild ?? {};
    const steps = {
        ArrowDown: row, ArrowUp: -row, PageDown: view.clientHeight, PageUp: -view.clientHeight,
        Home: -Infinity, End: Infinity,
    };
    if (!(key in steps)) return false;
    event.preventDefault();
    const end = body.scrollHeight - view.clientHeight;
    view.scrollTop = Math.max(0, Math.min(end, view.scrollTop + steps[key]));
    tree._syncFromScroll();
    return true;
}
