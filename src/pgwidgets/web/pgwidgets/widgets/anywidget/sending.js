/**
 * Long texts in parts, so that none is longer than the server takes.
 *
 * Knows: how long a part may be. Must not know: what is in a text.
 */

export const LONGEST = 128 * 1024;

/**
 * @param {string} text
 * @param {number} [longest] characters of a part
 * @returns {string[]} the text itself, or its parts
 */
export function parts(text, longest = LONGEST) {
    const found = [];
    for (let at = 0; at < text.length || at === 0; at += longest) {
        found.push(text.slice(at, at + longest));
    }
    return found;
}
