/**
 * Which points the page asks the server for, and what it says that it has taken.
 *
 * Knows: the range that is seen, and for which the points are there. Must not know: the points,
 * drawing, or how anything is sent.
 *
 * More is asked for than is seen, so that what comes into sight when it is moved is there. One
 * question is under way at a time; where it has moved on meanwhile, the next one says where.
 */

import { evenly, valueOf } from "./scales.js";

const EVERY = 3; // messages that are taken before the server is told
const LARGE = 1 << 14; // numbers of a message of which it is told at once
const MARGIN = 1; // of what is seen, on each side of it
const AHEAD = 0.25; // likewise, where the end is followed
const FINER = 1.6; // how much finer than what is there it must be before it is asked for
const MOST = 8; // points for a pixel, from which fewer are asked for
const SOME = 4000;
const MOST_STREWN = 150_000; // of a line whose places do not rise, likewise
const AGAIN = 500; // ms after which the first question is asked again

export class Asking {
    ask = 0;
    #view;
    #tell;
    #taken = 0;
    #told = 0;
    #isDue = false;
    #isWaiting = false;
    #hasAnswer = false;
    #askedAt = -Infinity;
    #covered = null;

    /**
     * @param {string} view what the page calls the plot
     * @param {(look: object) => void} tell
     */
    constructor(view, tell) {
        this.#view = view;
        this.#tell = tell;
    }

    /** The server has sent something. */
    took({ ask, number }, size) {
        this.#taken = number;
        this.#hasAnswer = true;
        if (ask === this.ask) {
            this.#isDue ||= this.#isWaiting;
            this.#isWaiting = false;
        }
        this.#isDue ||= size > LARGE;
    }

    /**
     * Asks, where something is missing; and says what was taken.
     * @param {object} seen
     * @param {?[number, number]} seen.range the places that are seen; null: none are known
     * @param {?[number, number]} seen.extent of all that there are
     * @param {boolean} seen.isAll everything is seen, and what is yet to come
     * @param {boolean} seen.isFollowed what is yet to come is seen
     * @param {boolean} seen.isLog
     * @param {number} seen.width pixels
     * @param {number} seen.held the most points that are there of a line
     * @param {number} seen.strewn likewise, of a line whose places do not rise
     * @param {boolean} seen.isWhole each point of the range that was asked for is there
     * @param {number} now milliseconds
     */
    update(seen, now) {
        if (this.#isWaiting) {
            if (this.#hasAnswer || now - this.#askedAt < AGAIN) return;
            this.#send(now); // it may have been sent before anybody listened
        } else if (!this.#covers(seen)) {
            this.ask += 1;
            this.#covered = this.#wanted(seen);
            this.#isWaiting = true;
            this.#send(now);
        } else if (this.#isDue || this.#taken - this.#told >= EVERY) this.#send(now);
    }

    /** @returns {boolean} whether nothing has been answered yet */
    get isNew() {
        return !this.#hasAnswer;
    }

    #send(now) {
        const { low, high, width } = this.#covered;
        this.#askedAt = now;
        this.#told = this.#taken;
        this.#isDue = false;
        this.#tell({ view: this.#view, ask: this.ask, low, high, width, taken: this.#taken });
    }

    #covers({ range, extent, isFollowed, isLog, width, held, strewn, isWhole }) {
        const has = this.#covered;
        if (has === null || has.isLog !== isLog) return false;
        if (range === null || extent === null) return true;
        if (isFollowed && has.high !== null) return false;
        if (has.low !== null && range[0] < has.low && has.low > extent[0]) return false;
        if (has.high !== null && range[1] > has.high && has.high < extent[1]) return false;
        if (held > MOST * has.width + SOME || strewn > MOST_STREWN) return false;
        return isWhole || width / lengthOf(range, isLog) <= FINER * has.density(extent);
    }

    #wanted({ range, extent, isAll, isFollowed, isLog, width }) {
        if (range === null || isAll) return asked(null, null, width, isLog);
        const [from, to] = range.map((value) => evenly(value, isLog));
        const length = to - from;
        const low = valueOf(from - length * (isFollowed ? AHEAD : MARGIN), isLog);
        if (isFollowed || to + length * MARGIN >= evenly(extent[1], isLog)) {
            const share = isFollowed ? 1 + AHEAD : 1 + MARGIN;
            return asked(low, null, Math.ceil(width * share), isLog, length * share);
        }
        const high = valueOf(to + length * MARGIN, isLog);
        return asked(low, high, Math.ceil(width * (1 + 2 * MARGIN)), isLog, length * (1 + 2 * MARGIN));
    }
}

const lengthOf = ([low, high], isLog) => evenly(high, isLog) - evenly(low, isLog);

function asked(low, high, width, isLog, length = null) {
    // Pixels for a unit; of all there is, that is as of now. Of what is too long for a number there
    // would be none, so that nothing were ever fine enough, and it were asked for again and again.
    const density = (extent) => width / Math.min(Number.MAX_VALUE, length ?? lengthOf(extent, isLog));
    return { low, high, width, isLog, density };
}
