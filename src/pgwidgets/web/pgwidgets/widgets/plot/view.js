/**
 * Which part of a plot is seen: the limits of each axis.
 *
 * Knows: which limits were set, and what axes without any follow. Must not know: pixels, drawing.
 */

import { padded, panned, zoomed } from "./scales.js";

const ROOM = 0.05; // above and below the lines
const LEAST_FILLED = 0.7; // of what an axis shows: below, it is made to fit anew

export class View {
    limits = {}; // by axis, where any were set
    extent = null; // the least and the greatest place of all lines
    window = null; // how much of x is followed
    #span = null; // how much of it its user wants to be followed
    #shown = {}; // by y axis, what was shown last

    /** @returns {boolean} whether a user sees something else than all there is */
    get isMoved() {
        return Object.keys(this.limits).length > 0 || this.#span !== null;
    }

    /**
     * @param {boolean} isLog
     * @param {number} pixels that x has, if it is known: a window goes on by whole ones
     * @returns {?[number, number]} of x; null: there is nothing to see
     */
    x(isLog, pixels = 0) {
        if (this.limits.x) return this.limits.x;
        if (this.extent === null) return null;
        const [low, high] = this.extent;
        if (this.window !== null && !isLog) {
            const span = this.#span ?? this.window;
            const step = span / pixels;
            const end = step < Infinity ? Math.ceil(high / step - 1e-3) * step : high;
            return [end - span, end];
        }
        return low === high ? padded([low, high], isLog, ROOM) : [low, high];
    }

    /**
     * @param {string} axis of y
     * @param {boolean} isLog
     * @param {() => ?[number, number]} bounds tells the least and greatest value that is seen
     */
    y(axis, isLog, bounds) {
        if (this.limits[axis]) return this.limits[axis];
        const found = bounds();
        const before = this.#shown[axis];
        if (found === null) return before?.limits ?? (isLog ? [1, 10] : [0, 1]);
        // An axis that follows every point of noise is never still.
        if (before && before.isLog === isLog && isFilled(before.limits, found, isLog)) return before.limits;
        this.#shown[axis] = { isLog, limits: padded(found, isLog, ROOM) };
        return this.#shown[axis].limits;
    }

    pan(axis, range, isLog, share) {
        this.limits[axis] = panned(range, isLog, share);
    }

    /** What follows a window goes on to do so, and shows more or less. */
    zoom(axis, range, isLog, factor, share) {
        const isFollowed = axis === "x" && !this.limits.x && this.window !== null && !isLog;
        const limits = zoomed(range, isLog, factor, isFollowed ? 1 : share);
        if (isFollowed) this.#span = limits[1] - limits[0];
        else this.limits[axis] = limits;
    }

    set(axis, limits) {
        if (limits === null) this.fit(axis);
        else this.limits[axis] = limits;
        if (axis === "x") this.#span = null;
    }

    /** Follows all again. */
    fit(axis) {
        if (axis === undefined) this.limits = {};
        else delete this.limits[axis];
        if (axis === undefined || axis === "x") this.#span = null;
        this.#shown = {};
    }
}

function isFilled([low, high], [least, greatest], isLog) {
    const even = (value) => (isLog ? Math.log10(value) : value);
    if (least < low || greatest > high) return false;
    return even(greatest) - even(least) >= (even(high) - even(low)) * LEAST_FILLED;
}
