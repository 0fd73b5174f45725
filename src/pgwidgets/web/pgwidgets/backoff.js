/**
 * How long to wait before the next attempt to connect.
 *
 * Knows: exponential back-off with full jitter: each wait is drawn evenly from zero up to a
 * ceiling that doubles, so that the browsers of a restarted server do not all return at once.
 * Must not know: timers, sockets.
 */

export class Backoff {
    #base;
    #cap;
    #random;
    #failures = 0;

    /**
     * @param {object} [options]
     * @param {number} [options.base] first ceiling, in milliseconds
     * @param {number} [options.cap] largest ceiling, in milliseconds
     * @param {() => number} [options.random] draws from [0, 1)
     */
    constructor({ base = 250, cap = 10_000, random = Math.random } = {}) {
        this.#base = base;
        this.#cap = cap;
        this.#random = random;
    }

    /** @returns {number} milliseconds to wait; each call counts one more failure */
    next() {
        const ceiling = Math.min(this.#cap, this.#base * 2 ** this.#failures);
        this.#failures += 1;
        return this.#random() * ceiling;
    }

    /** There is no hurry: from now on each wait is drawn from the largest range. */
    slowDown() {
        this.#failures = Math.max(this.#failures, Math.ceil(Math.log2(this.#cap / this.#base)));
    }

    /** The server has let us in: the next loss starts from the beginning. */
    reset() {
        this.#failures = 0;
    }
}
