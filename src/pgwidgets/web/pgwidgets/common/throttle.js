/**
 * Runs something at most once in an interval: as soon as the running code is done if the last run
 * is long enough ago, else at the interval's end. The last request is always served.
 *
 * Knows: one timer. Must not know: what is run.
 */

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds, monotonic
 * @property {(run: () => void, delay: number) => any} later starts a timer
 * @property {(timer: any) => void} [cancel] stops what `later` started; null: nothing to stop
 * @property {(run: () => void) => void} soon runs when the running code is done
 */

/** @type {Clock} */
export const realClock = {
    now: () => performance.now(),
    later: (run, delay) => setTimeout(run, delay),
    cancel: (timer) => clearTimeout(timer),
    soon: (run) => queueMicrotask(run),
};

export class Throttle {
    #interval;
    #run;
    #clock;
    #last = -Infinity;
    #pending = false;

    /**
     * @param {number} interval milliseconds between two runs, at least
     * @param {() => void} run
     * @param {Clock} [clock]
     */
    constructor(interval, run, clock = realClock) {
        this.#interval = interval;
        this.#run = run;
        this.#clock = clock;
    }

    /** Asks for a run; several requests in one interval are one. */
    request() {
        if (this.#pending) return;
        this.#pending = true;
        const fire = () => this.#fire();
        const wait = this.#last + this.#interval - this.#clock.now();
        if (wait > 0) this.#clock.later(fire, wait);
        else this.#clock.soon(fire); // not at once: more of the same may follow in this very loop
    }

    #fire() {
        this.#pending = false;
        this.#last = this.#clock.now();
        this.#run();
    }
}
