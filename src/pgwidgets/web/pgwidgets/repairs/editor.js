/**
 * Faults of pgwidgets-js's text editor that would break a promise of ours, mended from outside.
 *
 * Knows: private fields of TextSource. Must not know: the server, or how edits are told
 * (widgets/textsource.js).
 */

import { mark } from "../common/aria.js";
import { colorOf } from "../common/colors.js";
import { after, around, before } from "../common/wrapping.js";
import { mendGutters } from "./gutters.js";

const MOST_PLACES = 100; // where the mouse has rested, of which tips may still come

/**
 * Before the first editor is made.
 * @param {object} classes TextSource
 */
export function mendEditor({ TextSource }) {
    const { prototype } = TextSource;
    mendGutters({ TextSource });
    dropLateTips(prototype);
    before(prototype, "_render", alignGutters);
    before(prototype, "destroy", ({ _tooltipEl }) => _tooltipEl?.remove());
    around(prototype, "create_tag", (editor, args, run) => {
        args[1] = nameColors(args[1]);
        return run();
    });
    after(prototype, "_render", ({ _edit: edit, _editable: isEditable }) => {
        mark(edit, { role: "textbox", "aria-multiline": true, "aria-readonly": isEditable ? null : true });
    });
    after(prototype, "_renderIconGutter", ({ _iconGutter: gutter }) => {
        // A picture that the program has not named says nothing, and is passed over.
        for (const image of gutter.querySelectorAll("img:not([alt])")) mark(image, { alt: "" });
    });
}

/**
 * The program is asked for a tip where the mouse rests. An answer that comes when the mouse has gone on
 * would show it there, and leave it there, as nothing hides it but the mouse's next move in the editor.
 */
function dropLateTips(prototype) {
    const asked = new WeakMap(); // editor -> where the mouse rests, for which a tip was asked
    const left = new WeakMap(); // editor -> where it rested before, the oldest first
    let isTold = false; // the program hides a tip, and not the mouse
    before(prototype, "make_callback", (editor, action, line, column, text, x, y) => {
        if (action !== "tooltip") return;
        left.get(editor)?.delete(`${x} ${y}`);
        asked.set(editor, `${x} ${y}`);
    });
    before(prototype, "_hideTooltip", (editor) => {
        if (isTold || !asked.has(editor)) return;
        if (!left.has(editor)) left.set(editor, new Set());
        const places = left.get(editor).add(asked.get(editor));
        if (places.size > MOST_PLACES) places.delete(places.values().next().value);
        asked.delete(editor);
    });
    around(prototype, "_showTooltip", (editor, [, x, y], run) => {
        if (left.get(editor)?.has(`${x} ${y}`)) return;
        isTold = true;
        try {
            run();
        } finally {
            isTold = false;
        }
    });
}

/** Until set_font() an editor's gutters have a font of their own, and line numbers stray from lines. */
function alignGutters(editor) {
    for (const gutter of [editor._numberGutter, editor._iconGutter]) {
        gutter.style.fontFamily = editor._fontFamily;
        gutter.style.fontSize = `${editor._fontSize}px`;
    }
}

/** The theme's own names of colours, as everywhere (repairs/colors.js). */
function nameColors(attributes = {}) {
    const { background, foreground } = attributes;
    return {
        ...attributes,
        ...(background == null ? {} : { background: colorOf(background) }),
        ...(foreground == null ? {} : { foreground: colorOf(foreground) }),
    };
}
