/**
 * Reports that no user caused, such as a scroll position that changes because a list grows.
 *
 * Knows: whether such a report is being made now. Must not know: its content, or how it is sent.
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
