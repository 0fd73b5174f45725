/**
 * What screen readers are told of trees and tables: few of their rows are in the page.
 *
 * Knows: ARIA, and private fields of pgwidgets-js's trees. Must not know: how rows are drawn.
 */

const MULTIPLE = new Set(["multiple", "multiple-cell"]);

/** @param {object} tree @param {number} count of all its rows */
export function markTree(tree, count) {
    const isTable = tree.element.classList.contains("tableview-widget");
    set(tree.element, "role", isTable ? "grid" : "treegrid");
    set(tree.element, "aria-rowcount", count + headerRows(tree));
    set(tree.element, "aria-colcount", tree._columns.length);
    set(tree.element, "aria-multiselectable", MULTIPLE.has(tree._selectionMode));
    set(tree._body, "role", "rowgroup");
}

export function markHeader(tree) {
    set(tree._header, "role", "row");
    set(tree._header, "aria-rowindex", 1);
    for (const [index, cell] of (tree._headerCells ?? []).entries()) {
        const { key } = tree._columns[index] ?? {};
        set(cell, "role", "columnheader");
        set(cell, "aria-colindex", index + 1);
        const order = tree._sortAscending ? "ascending" : "descending";
        set(cell, "aria-sort", key === tree._sortColKey ? order : "none");
    }
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
    set(cell, "aria-colindex", cell._colIndex + 1);
    set(cell, "aria-selected", tree._isCellMode() ? isSelected : null);
}

function headerRows({ _headerClip: clip }) {
    return clip.style.display === "none" ? 0 : 1;
}

/** @param {*} value null: the element has no such attribute */
function set(element, name, value) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}
