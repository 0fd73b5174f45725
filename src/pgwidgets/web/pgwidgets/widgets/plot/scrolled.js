/**
 * What of a picture of lines can be kept when the next one is drawn.
 *
 * Knows: where lines have moved, and what has come to them. Must not know: canvases, colours.
 *
 * Lines that grow move to the left, and only their ends are new; lines that are dragged come into
 * sight at one side. Where that is by whole pixels of the screen, the picture of before is moved, and
 * a strip of it is drawn.
 */

const SLACK = 0.02; // pixels by which it may be beside a whole one

/**
 * @typedef {object} Picture
 * @property {string} key what is the same wherever the picture has moved to
 * @property {number} low where it begins, as the scale of places divides it evenly
 * @property {number} factor pixels of the screen for a unit of that
 * @property {number} width pixels of the screen
 * @property {number} reach pixels of the screen by which a line is beside its points
 * @property {{run: number, count: number, first: number, last: number}[]} lines of each which run of
 *   data it shows, how many points of it there were so far, and the first and the last place, divided
 *   evenly
 */

/**
 * @typedef {object} Plan
 * @property {number} shift pixels by which what there is moves to the left
 * @property {number} from where the strip begins that is drawn
 * @property {number} to where it ends
 */

/**
 * @param {?Picture} before
 * @param {Picture} now
 * @returns {?Plan} null: all is drawn
 */
export function planned(before, now) {
    if (before === null || before.key !== now.key) return null;
    const moved = (now.low - before.low) * now.factor;
    const shift = Math.round(moved);
    const { width, reach } = now;
    if (!(Math.abs(moved - shift) <= SLACK) || Math.abs(shift) >= width) return null;
    const pixel = (place) => (place - now.low) * now.factor;
    let changed = Infinity;
    for (const [index, line] of now.lines.entries()) {
        const old = before.lines[index];
        if (line.run !== old.run) return null;
        // What is gone must be out of sight.
        if (line.first !== old.first && pixel(line.first) > reach) return null;
        if (line.count !== old.count) changed = Math.min(changed, pixel(old.last));
    }
    const side = 2 * reach;
    if (shift < 0) return changed < width + reach ? null : { shift, from: 0, to: Math.min(width, side - shift) };
    const begin = Math.floor(Math.min(shift > 0 ? width - shift : Infinity, changed));
    const from = begin >= width + reach ? width : Math.min(width, Math.max(0, begin - side));
    return { shift, from, to: width };
}
