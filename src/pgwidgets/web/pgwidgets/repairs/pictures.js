/**
 * Pictures that are set in quick succession: an older one never replaces a newer one.
 *
 * The browser decodes them at the same time, and a large one takes longer than a small one;
 * pgwidgets-js draws each when it is decoded, whatever has been drawn by then.
 *
 * Knows: how Image of pgwidgets-js loads and draws. Must not know: the server.
 */

import { around } from "../common/wrapping.js";

const SETTERS = ["set_image", "set_binary_image"];

const places = new WeakMap(); // picture -> its place in the order in which all were set
const shown = new WeakMap(); // widget -> the place of the picture that it shows
let count = 0;

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendPictures({ Image }) {
    for (const name of SETTERS) around(Image.prototype, name, (_, args, run) => noting(run));
    around(Image.prototype, "_drawImage", (widget, [picture], run) => {
        const place = places.get(picture);
        if (place < shown.get(widget)) return;
        shown.set(widget, place);
        run();
    });
}

/** The picture itself is all that loading and drawing it have in common. */
function noting(run) {
    const { Image } = globalThis;
    globalThis.Image = function () {
        const picture = new Image();
        count += 1;
        places.set(picture, count);
        return picture;
    };
    try {
        return run();
    } finally {
        globalThis.Image = Image;
    }
}
