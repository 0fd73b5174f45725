/**
 * The default font, made to reach all widgets.
 *
 * Knows: which parts of a font page.css can be told of. Must not know: messages, widgets.
 *
 * pgwidgets-js gives the default font to the page's body, and many of its style sheets then name a
 * font of their own. Attributes of the root element tell page.css which parts are set, so that
 * those that are not stay as the style sheets have them.
 */

const PARTS = ["family", "size", "weight", "style"];

/**
 * @param {Element} root the document's root element
 * @param {?{family: string, size?: number, weight?: string, style?: string}} font null: none is set
 */
export function markDefaultFont(root, font) {
    for (const part of PARTS) root.toggleAttribute(`data-pgwidgets-font-${part}`, font?.[part] != null);
}
