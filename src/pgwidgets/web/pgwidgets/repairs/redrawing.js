/**
 * Trees and tables that change while a user edits a cell, or presses the mouse on a row.
 *
 * pgwidgets-js replaces the elements of all rows at every change. A cell that is being edited then
 * keeps a text that is half typed, of which the server is not told; the next keys have no effect;
 * and a mouse button is released on another element than it was pressed on, which is no click.
 *
 * Knows: private fields of its trees. Must not know: the server.
 */

import { realClock } from "../common/throttle.js";
import { around } from "../common/wrapping.js";

/**
 * What must come to its end in the very element in which it began: each kind by itself, because one
 * may begin while the other is under way. Where a press opens a context menu, that may keep the end
 * to itself.
 */
const ACTS = Object.freeze({
    press: { beginning: "pointerdown", ends: ["pointerup", "pointercancel", "contextmenu"] },
    composition: { beginning: "compositionstart", ends: ["compositionend"] },
});

const SCROLLERS = ["scroll_to_path", "scroll_to_end", "set_scroll_position"];

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Window} [page] where its user acts; there is none under Node.js
 * @param {import("../common/throttle.js").Clock} [clock]
 */
export function mendRedrawing({ TreeView }, page = globalThis.window, clock = realClock) {
    const { prototype } = TreeView;
    const acts = new Map(); // kind -> what the user is in the middle of: {element}
    const waiting = new Map(); // tree that is drawn when that has ended -> then scrolls it, or null

    for (const [kind, { beginning, ends }] of Object.entries(ACTS)) {
        page?.addEventListener(beginning, ({ button = 0, isPrimary = true, target }) => {
            if (button === 0 && isPrimary) acts.set(kind, { element: target });
        }, { capture: true });
        for (const end of ends) {
            page?.addEventListener(end, ({ isPrimary = true }) => {
                if (!isPrimary) return; // a second finger makes no click
                const act = acts.get(kind);
                clock.later(() => letGo(kind, act), 0); // after the click
            }, { capture: true });
        }
    }

    function letGo(kind, act) {
        if (acts.get(kind) === act) acts.delete(kind); // else another has begun since
        for (const tree of [...waiting.keys()]) drawAtLast(tree);
    }

    function isBusy(tree) {
        return [...acts.values()].some(({ element }) => tree._body.contains(element));
    }

    function drawAtLast(tree) {
        if (!tree._destroyed && isBusy(tree)) return;
        const scroll = waiting.get(tree);
        waiting.delete(tree);
        if (tree._destroyed) return;
        tree._renderAll();
        scroll?.();
    }

    around(prototype, "_renderAllNow", (tree, _, run) => {
        if (!isBusy(tree)) keepKeyboard(tree, run);
        else if (!waiting.has(tree)) waiting.set(tree, null);
    });
    around(prototype, "clear", (tree, _, run) => keepKeyboard(tree, run));
    for (const method of SCROLLERS) {
        around(prototype, method, (tree, args, run) => {
            if (waiting.has(tree)) {
                if (tree._body.contains(acts.get("press")?.element)) {
                    acts.delete("press"); // what its user acts on moves away
                }
                drawAtLast(tree);
            }
            if (!waiting.has(tree)) return run();
            // Text is being composed in it: the rows to scroll to are not there yet.
            waiting.set(tree, () => tree[method](...args));
            return undefined;
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
