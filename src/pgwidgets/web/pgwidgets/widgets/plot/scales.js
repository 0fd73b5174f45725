/**
 * From values to pixels, and ranges that are moved and widened.
 *
 * Knows: scales that divide values, or their logarithms, evenly. Must not know: what is drawn.
 */

const LEAST_SHARE = 4e-14; // of a range's distance from 0: below, floats can't tell its ends apart
const MOST = 1e300;

/** @returns {number} a value in what its axis divides evenly; NaN where it can't be shown */
export const evenly = (value, isLog) => (isLog ? Math.log10(value) : value);

/** @returns {number} the value of what is divided evenly */
export const valueOf = (even, isLog) => (isLog ? 10 ** even : even);

export class Scale {
    /**
     * @param {boolean} isLog whether logarithms are divided evenly
     * @param {[number, number]} limits the values at its ends
     * @param {number} from the pixel of the first
     * @param {number} to the pixel of the second
     */
    constructor(isLog, [low, high], from, to) {
        this.isLog = isLog;
        this.limits = [low, high];
        this.low = evenly(low, isLog);
        this.factor = (to - from) / (evenly(high, isLog) - this.low);
        this.from = from;
    }

    /** @returns {number} a value in what it divides evenly */
    even(value) {
        return evenly(value, this.isLog);
    }

    pixel(value) {
        return this.from + (evenly(value, this.isLog) - this.low) * this.factor;
    }

    value(pixel) {
        return valueOf(this.low + (pixel - this.from) / this.factor, this.isLog);
    }
}

/**
 * @param {[number, number]} limits
 * @param {boolean} isLog
 * @param {number} share of their distance by which they move
 */
export function panned([low, high], isLog, share) {
    const [from, to] = [evenly(low, isLog), evenly(high, isLog)];
    const by = (to - from) * share;
    return checked([from + by, to + by], isLog) ?? [low, high];
}

/**
 * @param {[number, number]} limits
 * @param {boolean} isLog
 * @param {number} factor by which things get larger
 * @param {number} share where nothing moves: 0 is the first end, 1 the second
 */
export function zoomed([low, high], isLog, factor, share = 0.5) {
    const [from, to] = [evenly(low, isLog), evenly(high, isLog)];
    const length = to - from;
    const start = from + length * share * (1 - 1 / factor);
    return checked([start, start + length / factor], isLog) ?? [low, high];
}

/** @returns {[number, number]} a range with some room at its ends */
export function padded([low, high], isLog, share) {
    if (low === high) {
        const room = isLog ? 0 : Math.abs(low) * 0.1 || 1;
        return isLog ? [low / 2, low * 2] : [low - room, high + room];
    }
    return zoomed([low, high], isLog, 1 / (1 + 2 * share));
}

function checked([from, to], isLog) {
    const most = isLog ? 300 : MOST;
    if (!(from > -most && to < most)) return null;
    if (!(to - from > Math.max(Math.abs(from), Math.abs(to)) * LEAST_SHARE)) return null;
    return [valueOf(from, isLog), valueOf(to, isLog)];
}
