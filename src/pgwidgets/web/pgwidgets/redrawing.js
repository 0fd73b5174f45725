/**
 * Trees and tables that are drawn anew while their user is busy with them.
 *
 * pgwidgets-js makes all rows anew at every change, whoever made it. Of what was typed in a cell
 * by then, half a text is entered, which the server is not told; the next keys go nowhere; and a
 * button of the mouse is let go on another row than it was pressed on, which is no click.
 *
 * Knows: private fields of its trees. Must not know: anything of ours.
 */

import { around, before } from "./wrapping.js";

// What must come to its end in the very element in which it began: a press, and a composition of
// text. Where a press opens a context menu, that may keep the end to itself.
const BEGINNINGS = ["pointerdown", "compositionstart"];
const ENDS = ["pointerup", "pointercancel", "contextmenu", "compositionend"];

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Window} [page] where its user acts; there is none under Node.js
 */
export function mendRedrawing({ TreeView }, page = globalThis.window) {
    const { prototype } = TreeView;
    const waiting = new Set(); // trees that are drawn when it has ended
    let busy = null; // the element

    for (const beginning of BEGINNINGS) {
        page?.addEventListener(beginning, ({ button = 0, target }) => {
            if (button === 0) busy = target;
        }, { capture: true });
    }
    for (const end of ENDS) {
        page?.addEventListener(end, () => setTimeout(letGo), { capture: true }); // after the click
    }

    function letGo() {
        busy = null;
        for (const tree of [...waiting]) drawAtLast(tree);
    }

    function drawAtLast(tree) {
        waiting.delete(tree);
        if (!tree._destroyed) tree._renderAll();
    }

    around(prototype, "_renderAllNow", (tree, _, run) => {
        if (busy && tree._body.contains(busy)) waiting.add(tree);
        else keepKeyboard(tree, run);
    });
    around(prototype, "clear", (tree, _, run) => keepKeyboard(tree, run));
    for (const method of ["scroll_to_path", "scroll_to_end", "set_scroll_position"]) {
        before(prototype, method, (tree) => {
            if (!waiting.has(tree)) return;
            busy = null; // what its user acts on moves away
            drawAtLast(tree);
        });
    }
}

/** Has rows made anew; the keyboard stays in the cell where it is, and with it an edit. */
function keepKeyboard(tree, run) {
    const { _editor: editor, _editInfo: edit } = tree;
    const { activeElement: focused } = document;
    const place = tree._body.contains(focused) ? placeOf(focused) : null;
    const selection = editor && [editor.selectionStart, editor.selectionEnd];
    tree._editor = tree._editInfo = null; // losing the focus would enter it
    run();
    if (editor) takeOver(tree, editor, edit);
    if (!place) return;
    const heir = focused === editor ? editor : cellAt(tree, place)?.querySelector(focused.localName);
    heir?.focus({ preventScroll: true });
    if (focused === editor) editor.setSelectionRange(...selection);
}

/** Puts an edit into the cell that has taken its cell's place; without one it has ended. */
function takeOver(tree, editor, edit) {
    const { node, cell: { _colKey: key } } = edit;
    const cell = cellAt(tree, { node, key });
    if (!cell) return;
    cell.replaceChildren(editor);
    const { _colIndex: colIndex } = cell;
    const oldValue = node.values?.[key] ?? ""; // shown if the edit is given up
    Object.assign(tree, { _editor: editor, _editInfo: { ...edit, cell, colIndex, oldValue } });
}

function placeOf(element) {
    return {
        node: element.closest(".treeview-row")?._node,
        key: element.closest(".treeview-cell")?._colKey,
    };
}

/** @returns {?Element} the cell that shows this; null if none does */
function cellAt(tree, { node, key }) {
    if (!node || !tree._body.contains(node.element)) return null;
    const cells = [...node.element.querySelectorAll(".treeview-cell")];
    return cells.find((cell) => cell._colKey === key) ?? null;
}
