/**
 * Line numbers and icons of an editor, each beside its line.
 *
 * pgwidgets-js makes each of them one row high. Below a line that is wrapped into several rows, or
 * has larger letters, all of them stand too high; and in a long text they drift, because the browser
 * rounds the height of a line in another way than that of a number.
 *
 * Knows: private fields of TextSource. Must not know: the server.
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
