/**
 * How long to wait before the next attempt to connect.
 *
 * Knows: how long ago the connection was lost. The first attempt follows at once, or nearly; in the
 * first minute there is one every half a second to a second, since the line is mostly back within
 * it, and a user sits there and waits; then they become rare. All waits are drawn at random, so
 * that the browsers of a restarted server do not all return at once.
 * Must not know: timers, sockets.
 */

import { realClock } from "../common/throttle.js";

const FIRST = 250; // ms within which the first attempt follows
const MINUTE = 60_000; // ms of a loss in which attempts are frequent
const FREQUENT = 1_000; // ms between two of these, and half of it at least
const RARE = 10_000; // ms between two later ones, and half of it at least
const MOST_DOUBLINGS = Math.ceil(Math.log2(RARE / FREQUENT));

export class Backoff {
    #random;
    #now;
    #failures = 0;
    #doublings = 0;
    #lostAt = 0;

    /**
     * @param {object} [options]
     * @param {() => number} [options.random] draws from [0, 1)
     * @param {() => number} [options.now] milliseconds, monotonic
     */
    constructor({ random = Math.random, now = realClock.now } = {}) {
        this.#random = random;
        this.#now = now;
    }

    /** @returns {number} milliseconds to wait; each call counts one more failure */
    next() {
        this.#failures += 1;
        if (this.#failures === 1) {
            this.#lostAt = this.#now();
            return this.#doublings > 0 ? this.#drawn() : this.#random() * FIRST;
        }
        if (!this.isEarly) this.#doublings += 1;
        return this.#drawn();
    }

    /** @returns {boolean} whether the line is likely to be back soon */
    get isEarly() {
        return this.#doublings === 0 && (this.#failures === 0 || this.#now() - this.#lostAt < MINUTE);
    }

    /** There is no hurry: from now on attempts are rare. */
    slowDown() {
        this.#doublings = MOST_DOUBLINGS;
    }

    /** The server has let us in: the next loss starts from the beginning. */
    reset() {
        this.#failures = 0;
        this.#doublings = 0;
    }

    #drawn() {
        const longest = Math.min(RARE, FREQUENT * 2 ** this.#doublings);
        return longest * (0.5 + this.#random() / 2);
    }
}
