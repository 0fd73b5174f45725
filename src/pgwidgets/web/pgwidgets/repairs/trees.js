/**
 * Faults of pgwidgets-js's trees and tables, mended from outside; and what ours can do besides.
 *
 * Knows: their private fields. Must not know: the server, or how rows are drawn (widgets/rows).
 */

import { mark } from "../common/aria.js";
import { colorOf, isOpaque } from "../common/colors.js";
import { after, around } from "../common/wrapping.js";

/**
 * Before the first tree is made.
 * @param {object} classes TreeView, which tables are, too
 */
export function mendTrees({ TreeView: { prototype } }) {
    after(prototype, "_buildHeader", headOnlyColumns);
    after(prototype, "_startEdit", ({ _editor }) => { _editor.size = 1; }); // CSS widens it
    around(prototype, "_resolveStyle", nameColors);
    after(prototype, "_applyCellStyle", tellGroundOf);
    prototype.set_placeholder = function (text) {
        mark(this.element, { "data-pgw-placeholder": text || null });
    };
}

/** A tree's header is only shown anew by set_columns(), and its row numbers only by other methods. */
function headOnlyColumns(tree) {
    const isShown = tree._showHeader && tree._columns.length > 0;
    tree._headerClip.style.display = isShown ? "" : "none";
    tree._syncRowNumberHeader(tree._visibleCount ?? 0);
    for (const [index, { widget }] of tree._columns.entries()) {
        if (!widget || widget === "progress") continue;
        mark(tree._headerCells[index], { "data-pgw-centered": "" }); // as what is in its cells
    }
}

/** The theme's own names of colours, as everywhere (repairs/colors.js). */
function nameColors(tree, _, run) {
    const style = run();
    if (style == null || (style.fg == null && style.bg == null)) return style;
    return { ...style, fg: colorOf(style.fg), bg: colorOf(style.bg) };
}

/** A cell on a ground of its own, and of no colour, is written in one that can be read there. */
function tellGroundOf(tree, { style, dataset }) {
    const { backgroundColor: ground, color } = style;
    if (ground === "" || color !== "" || !isOpaque(ground)) return;
    style.setProperty("--pgw-bg", ground);
    dataset.pgwOn = "";
}
