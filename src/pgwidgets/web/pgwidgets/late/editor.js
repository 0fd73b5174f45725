/**
 * The text editor, which comes when the first one is made.
 *
 * Knows: of what it is made. Must not know: when that is (widgets/late.js), or what it does.
 */

import { TextBufferRef, TextSource } from "../../modules/TextSource.js";
import { mendEditor } from "../repairs/editor.js";
import { liveTextClasses } from "../widgets/textsource.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {{mend: (classes: object, Widgets: object) => void}} shared mends what is mended of all
 * @returns {{classes: Object<string, Function>, instead: Object<string, Function>}} the classes, and
 *   our own in their places
 */
export default function editorClasses(Widgets, { mend }) {
    const classes = { TextSource, TextBufferRef };
    mend(classes, Widgets);
    mendEditor(classes);
    return { classes, instead: liveTextClasses(classes) };
}
