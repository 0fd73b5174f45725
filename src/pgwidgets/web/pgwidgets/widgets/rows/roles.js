/**
 * What screen readers are told of trees and tables: few of their rows are in the page.
 *
 * Knows: ARIA, and private fields of pgwidgets-js's trees. Must not know: how rows are drawn.
 */

import { controlOf } from "./contents.js";

const MULTIPLE = new Set(["multiple", "multiple-cell"]);

/** Once its columns are known: what it is, and what its header holds. */
export function markHeader(tree, isTable) {
    set(tree.element, "role", isTable ? "grid" : "treegrid");
    set(tree.element, "aria-colcount", tree._columns.length);
    set(tree.element, "aria-multiselectable", MULTIPLE.has(tree._selectionMode));
    set(tree._header, "role", "row");
    set(tree._header, "aria-rowindex", 1);
    for (const [index, cell] of tree._headerCells.entries()) {
        set(cell, "role", "columnheader");
        set(cell, "aria-colindex", index + 1);
    }
    markOrder(tree);
}

/** By which column it is sorted. */
export function markOrder(tree) {
    const order = tree._sortAscending ? "ascending" : "descending";
    for (const [index, cell] of tree._headerCells.entries()) {
        set(cell, "aria-sort", tree._columns[index].key === tree._sortColKey ? order : "none");
    }
}

/** How many rows there are. */
export function markCount(tree, count) {
    set(tree.element, "aria-rowcount", count + headerRows(tree));
}

export function markRow(tree, row, node, isSelected) {
    const hasChildren = node.children.size > 0;
    set(row, "role", "row");
    set(row, "aria-rowindex", node.place + 1 + headerRows(tree));
    set(row, "aria-level", tree.element.getAttribute("role") === "treegrid" ? node.depth + 1 : null);
    set(row, "aria-expanded", hasChildren ? node.expanded : null);
    const isOfRows = !tree._isCellMode() && tree._selectionMode !== "none";
    set(row, "aria-selected", isOfRows ? isSelected : null);
}

export function markCell(tree, cell, isSelected) {
    set(cell, "role", "gridcell");
    set(cell, "aria-readonly", cell._isEditable || controlOf(cell) ? null : true);
    set(cell, "aria-colindex", cell._colIndex + 1);
    set(cell, "aria-selected", tree._isCellMode() ? isSelected : null);
}

let marks = 0;

/**
 * In which cell, or row, keys are: the tree keeps the keyboard. It has another name each time, or a
 * reader would not notice when the element comes to show another row.
 */
export function markActive(tree) {
    const { _cursor: cursor, _selection: selection, _active: before, _headerAt: at } = tree;
    markActiveHeader(tree);
    const header = at === null || at === undefined ? null : tree._headerCells[at];
    const node = header ? null : (tree._cellCursor ? cursor?.node : selection.findLast((row) => row.element)) ?? null;
    const row = node?.element ?? null;
    const column = tree._cellCursor && row ? cursor.colIndex : null;
    const element = header ?? row?._cells.find((cell) => cell._colIndex === column) ?? row;
    const isSame = before?.element === element && before?.node === node && before.column === column;
    if (isSame || (!before && !element)) return;
    before?.element?.removeAttribute("id");
    if (element) element.id = `pgwidgets-active-${marks += 1}`;
    tree._active = { element, node, column };
    set(tree.element, "aria-activedescendant", element?.id ?? null);
}

/** The header in which keys are is seen. */
function markActiveHeader(tree) {
    for (const [index, cell] of (tree._headerCells ?? []).entries()) {
        cell.classList.toggle("pgwidgets-keys-here", index === tree._headerAt);
    }
}

function headerRows({ _headerClip: clip }) {
    return clip.style.display === "none" ? 0 : 1;
}

/** @param {*} value null: the element has no such attribute */
function set(element, name, value) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
