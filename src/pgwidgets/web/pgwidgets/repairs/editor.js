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

/**
 * Before the first editor is made.
 * @param {object} classes TextSource
 */
export function mendEditor({ TextSource }) {
    const { prototype } = TextSource;
    mendGutters({ TextSource });
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
