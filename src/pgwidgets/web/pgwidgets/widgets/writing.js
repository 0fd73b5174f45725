/**
 * Writes into a text field without disturbing its user: caret, selection, scroll and undo stay.
 *
 * Knows: text fields of HTML. Must not know: widgets, or where the text comes from.
 *
 * Setting `value` moves the caret to the end and empties the undo history. So only the difference is
 * written. If the user has typed, and so has something to undo, it is written by the command that
 * types (https://w3c.github.io/editing/docs/execCommand/, "insertText"), which keeps the history;
 * else, or where a browser does not carry out the command, by `setRangeText`.
 */

let writing = null; // the field that is written into just now

/** @returns {boolean} whether an `input` event of a field comes from here */
export function isWritten(field) {
    return writing === field;
}

/**
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @param {object[]} operation edits, all meant in what it shows
 * @param {boolean} hasHistory whether its user has something to undo
 */
export function write(field, operation, hasHistory) {
    if (operation.length === 0) return;
    const { selectionDirection, scrollLeft, scrollTop } = field;
    const ends = [field.selectionStart, field.selectionEnd];
    const places = ends.map((place) => placeAfter(place, operation));
    writing = field;
    try {
        const isUndoable = hasHistory && document.activeElement === field && !field.readOnly;
        for (const edit of operation.toReversed()) {
            if (isUndoable) writeAsTyped(field, edit);
            else field.setRangeText(edit.text, edit.start, edit.end, "preserve");
        }
    } finally {
        writing = null;
    }
    field.setSelectionRange(...places, selectionDirection);
    Object.assign(field, { scrollLeft, scrollTop });
}

function writeAsTyped(field, { start, end, text }) {
    const { value } = field;
    const wanted = value.slice(0, start) + text + value.slice(end);
    field.setSelectionRange(start, end);
    if (text) document.execCommand("insertText", false, text);
    else document.execCommand("delete");
    if (field.value === value) field.setRangeText(text, start, end, "preserve");
    else if (field.value !== wanted) field.value = wanted;
}

/**
 * Where a caret goes: with what it stands behind or in; what comes right at it goes behind it.
 * @param {number} place
 * @param {object[]} operation edits, all meant in the text before it
 */
export function placeAfter(place, operation) {
    let shift = 0;
    for (const { start, end, text } of operation) {
        const more = text.length - (end - start);
        if (end <= place && start < place) shift += more;
        else if (start < place) return Math.min(place, start + text.length) + shift;
    }
    return place + shift;
}
