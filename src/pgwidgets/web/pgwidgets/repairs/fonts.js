/**
 * The default font, for all widgets, and registered fonts, of which the page holds each only once.
 *
 * Knows: which parts of a font page.css can be told of, and what tells faces from each other.
 * Must not know: messages, widgets.
 *
 * pgwidgets-js gives the default font to the page's body, and many of its style sheets then name a
 * font of their own. Attributes of the root element tell page.css which parts are set, so that
 * those that are not stay as the style sheets have them.
 */

import { around } from "../common/wrapping.js";

const PARTS = ["family", "size", "weight", "style"];

const DESCRIPTORS = ["family", "weight", "style", "stretch", "unicodeRange"];

/**
 * @param {Element} root the document's root element
 * @param {?{family: string, size?: number, weight?: string, style?: string}} font null: none is set
 */
export function markDefaultFont(root, font) {
    for (const part of PARTS) root.toggleAttribute(`data-pgwidgets-font-${part}`, font?.[part] != null);
}

/**
 * Has a face take the place of the one like it: each rebuild of a page registers all fonts again.
 * @param {FontFaceSet} fonts the document's
 */
export function keepOneFaceEach(fonts) {
    around(fonts, "add", (_, [face], run) => {
        for (const other of [...fonts]) {
            if (DESCRIPTORS.every((name) => other[name] === face[name])) fonts.delete(other);
        }
        return run();
    });
}
