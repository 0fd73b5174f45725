/**
 * What screen readers are told of trees and tables: few of their rows are in the page.
 *
 * Knows: ARIA, and private fields of pgwidgets-js's trees. Must not know: how rows are drawn.
 */

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
