/**
 * The names by which pgwidgets-js keeps selected cells: the path as JSON, a bar, the column's key.
 *
 * Knows: these names. Must not know: trees.
 */

/** In JSON quotes within a text are escaped, so this ends where the path does. */
const PATH = /^\[(?:"(?:[^"\\]|\\.)*",?)*\]/;

/** @param {string} name @returns {{path: string[], key: string}} */
export function cellOf(name) {
    const [path] = PATH.exec(name);
    return { path: JSON.parse(path), key: name.slice(path.length + 1) };
}
