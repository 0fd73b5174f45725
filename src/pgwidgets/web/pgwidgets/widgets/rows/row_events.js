/**
 * What users do in rows: one listener for all of them.
 *
 * Knows: private methods of pgwidgets-js's trees, and the class names of its style sheet. Must not
 * know: how rows are drawn.
 */

import { changeOf, columnOfControl } from "./contents.js";

const listening = new WeakSet(); // of trees

/** Has the rows of a tree hear what is done in them; once. */
export function listenTo(tree) {
    if (listening.has(tree)) return;
    listening.add(tree);
    const { _body: body } = tree;
    const within = (hear) => (event) => {
        const row = event.target.closest(".treeview-row");
        if (!row || event.target === tree._editor) return;
        if (!tree._rows.has(row._node)) return; // it has gone, and is yet to be drawn so
        hear(tree, event, row._node, event.target.closest(".treeview-cell"));
    };
    body.addEventListener("click", within(clicked));
    body.addEventListener("dblclick", within(doubleClicked));
    body.addEventListener("change", within(changed));
    const point = pointing(tree);
    body.addEventListener("pointerover", ({ target }) => point(target.closest(".treeview-cell")));
    body.addEventListener("pointerleave", () => point(null));
}

/** @returns {(cell: ?Element) => void} to be told on which cell the pointer is, which has a title */
function pointing(tree) {
    let pointed = null;
    return (cell) => {
        if (cell === pointed) return;
        const both = [pointed, cell];
        pointed = cell;
        for (const each of both) {
            if (!each) continue;
            each._isPointed = each === cell;
            tree._rows.pointed(each);
        }
    };
}

function clicked(tree, event, node, cell) {
    const column = columnOfControl(event.target);
    if (column && column.widget !== "progress") {
        event.stopPropagation();
        if (column.widget !== "button") return;
        const { values } = node;
        tree.make_callback("cell_action", tree._pathOfNode(node), values || {}, column.key);
        return;
    }
    const { classList } = event.target;
    if (classList.contains("treeview-toggle-active")) {
        event.stopPropagation();
        toggled(tree, node);
        return;
    }
    if (cell && tree._cellCursor) {
        tree.element.focus();
        tree._setCursor(node, cell._colIndex);
    }
    if (!tree._isCellMode()) {
        tree._onRowClick(event, node);
    } else if (cell) {
        event.stopPropagation();
        tree._onCellClick(event, node, cell._colIndex);
    } else if (classList.contains("treeview-rownum")) {
        event.stopPropagation();
        tree._onRowNumberClick(event, node);
    }
}

function toggled(tree, node) {
    node.expanded = !node.expanded;
    tree._renderAll();
    const action = node.expanded ? "expanded" : "collapsed";
    tree.make_callback(action, node.values, tree._pathOfNode(node));
}

function doubleClicked(tree, event, node, cell) {
    if (cell?._isEditable) {
        event.stopPropagation();
        tree._startEdit(node, cell._colIndex, cell);
    } else {
        tree.make_callback("activated", node.values, tree._pathOfNode(node), cell?._colKey ?? null);
    }
}

function changed(tree, { target }, node, cell) {
    const column = columnOfControl(target);
    if (!column || !cell) return;
    const { was, is } = changeOf(target, tree._cellValue(node, cell._colIndex));
    node.values ??= {};
    node.values[column.key] = is;
    tree._rows.valueChanged(node, column.key);
    tree.make_callback("cell_edited", tree._pathOfNode(node), column.key, was, is);
}
