/**
 * Edits that were made at the same time, carried over one another.
 *
 * Knows: the rules of pgwidgets_proto/models/text_rebase.py, which are these: what either side
 * inserts is never deleted by the other, what both delete is deleted once, and at one place the
 * text of the first side stands first.
 * Must not know: widgets, the text itself, or the wire.
 *
 * An edit is {start, end, text}; an operation is an array of them, all meant in the text before it,
 * sorted and disjoint.
 */

/** @returns {object[]} the operation as it must be done after `over` */
export function rebase(operation, over, isFirst) {
    const moved = [];
    for (const { start, end, text } of operation) {
        if (text) {
            const place = movedPlace(start, over, isFirst);
            moved.push({ start: place, end: place, text });
        }
        for (const [from, to] of kept(start, end, over)) {
            const place = movedPlace(from, over, false);
            moved.push({ start: place, end: place + to - from, text: "" });
        }
    }
    return joined(moved);
}

/** Where an insertion goes; one that is not first goes behind what `over` inserts there. */
function movedPlace(place, over, isFirst) {
    let shift = 0;
    for (const { start, end, text } of over) {
        if (start > place) break;
        shift -= Math.min(end, place) - start;
        if (start < place || !isFirst) shift += text.length;
    }
    return place + shift;
}

/**
 * Where a place goes when a range is replaced: to the start of what is deleted around it, and then
 * to the side of its gravity of what is inserted there.
 */
export function followed(place, gravity, { start, end, text }) {
    let at = place;
    if (at > start) at = at >= end ? at - (end - start) : start;
    return at > start || (at === start && gravity === "right") ? at + text.length : at;
}

/** The parts of a range that `over` leaves there, cut where it inserts. */
function kept(start, end, over) {
    const parts = [];
    let from = start;
    for (const edit of over) {
        if (edit.start >= end || from >= end) break;
        if (edit.end <= from) continue;
        if (edit.start > from) parts.push([from, edit.start]);
        from = Math.max(from, edit.end);
    }
    if (from < end) parts.push([from, end]);
    return parts;
}

function joined(edits) {
    const found = [];
    for (const edit of edits) {
        const last = found.at(-1);
        if (last && last.start === last.end && last.end === edit.start) {
            found[found.length - 1] = { ...edit, start: last.start, text: last.text + edit.text };
        } else if (last && last.end === edit.start && !edit.text) {
            found[found.length - 1] = { ...last, end: edit.end };
        } else if (edit.start < edit.end || edit.text) {
            found.push(edit);
        }
    }
    return found;
}

/** @returns {string} what a text becomes by an operation */
export function applied(text, operation) {
    return operation.reduceRight(
        (whole, { start, end, text: part }) => whole.slice(0, start) + part + whole.slice(end),
        text,
    );
}

/** The smallest edit that makes one text of another, or null. Never cuts a character in half. */
export function editBetween(before, after) {
    if (before === after) return null;
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && before[start] === after[start]) start += 1;
    if (isInsideCharacter(before, start) || isInsideCharacter(after, start)) start -= 1;
    let same = 0;
    while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
    const cut = (text) => isInsideCharacter(text, text.length - same);
    if (cut(before) || cut(after)) same -= 1;
    return {
        start,
        end: before.length - same,
        text: after.slice(start, after.length - same),
    };
}

/** Whether an offset is between the two halves of a surrogate pair. */
export function isInsideCharacter(text, offset) {
    const isLow = (text.charCodeAt(offset) & 0xfc00) === 0xdc00;
    return isLow && (text.charCodeAt(offset - 1) & 0xfc00) === 0xd800;
}

/**
 * One edit as several that come to the same, one after another, since the server bounds what one
 * message may have.
 * @param {number} start
 * @param {number} end
 * @param {string} text
 * @param {number} most code units in each, at least 2
 * @returns {{start: number, end: number, text: string}[]}
 */
export function editInParts(start, end, text, most) {
    const parts = [];
    let at = 0;
    do {
        let next = Math.min(at + most, text.length);
        if (isInsideCharacter(text, next)) next -= 1;
        parts.push({ start: start + at, end: at ? start + at : end, text: text.slice(at, next) });
        at = next;
    } while (at < text.length);
    return parts;
}

/** One side of a text that two sides edit at once: this side's edits that the other has not yet. */
export class Line {
    #isFirst;
    #pending = [];

    /** @param {boolean} isFirst whether this side's text stands first: not here, but there */
    constructor(isFirst = false) {
        this.#isFirst = isFirst;
    }

    /** This side did something, and told the other under this number. */
    did(number, operation) {
        this.#pending.push({ number, operation });
    }

    /** The other side has everything up to this number. */
    knows(number) {
        this.#pending = this.#pending.filter((pending) => pending.number > number);
    }

    /** @returns {object[]} what the other side did, as it is in this side's text */
    receive(operation) {
        let received = operation;
        for (const pending of this.#pending) {
            const before = pending.operation;
            pending.operation = rebase(before, received, this.#isFirst);
            received = rebase(received, before, !this.#isFirst);
        }
        return received;
    }

    /** @returns {number} where a place in the other side's text is in this side's */
    moved(place, gravity = "right") {
        return this.#pending.reduce(
            (at, { operation }) => operation.reduceRight(
                (here, edit) => followed(here, gravity, edit),
                at,
            ),
            place,
        );
    }
}
