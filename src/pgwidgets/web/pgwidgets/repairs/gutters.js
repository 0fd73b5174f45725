/**
 * What stands beside the lines of an editor, beside them.
 *
 * pgwidgets-js makes each number and icon one row high: a line that is broken into several rows, or
 * has larger letters in it, has those of all lines below it stray; and so does, by and by, what the
 * browser rounds in another way for a line than for a number.
 *
 * Knows: private fields of TextSource. Must not know: anything of ours.
 */

import { after } from "../common/wrapping.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendGutters({ TextSource }) {
    // It is called whenever the lines, or the room for them, have changed.
    after(TextSource.prototype, "_syncScrollbars", standBeside);
}

function standBeside({ _edit: edit, _numberGutter: numbers, _iconGutter: icons }) {
    const heights = [...edit.children].map((line) => line.getBoundingClientRect().height);
    const usual = heights.reduce((least, height) => Math.min(least, height), Infinity);
    if (usual === 0) return; // it is not shown
    for (const gutter of [numbers, icons]) {
        gutter.style.setProperty("--pgwidgets-row", `${usual}px`);
        for (const [index, { style }] of [...gutter.children].entries()) {
            const height = heights[index] > usual ? `${heights[index]}px` : "";
            if (style.height !== height) style.height = height;
        }
    }
}
