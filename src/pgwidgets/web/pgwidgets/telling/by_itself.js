/**
 * What is told though no user has done anything, such as a place that changes as a list grows.
 *
 * Knows: whether that is being told just now. Must not know: what it is, or how it is told.
 */

let depth = 0;

/**
 * @param {() => *} tell tells of it
 * @returns {*} what that gives
 */
export function byItself(tell) {
    depth += 1;
    try {
        return tell();
    } finally {
        depth -= 1;
    }
}

/** @returns {boolean} whether what is told now is nobody's doing */
export function isByItself() {
    return depth > 0;
}
