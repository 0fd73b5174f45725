/**
 * What is told when its user pauses, such as text that is being typed; and at once when they go on
 * with something else, so that whoever hears of that knows what was typed before.
 *
 * Knows: one timer for each thing. Must not know: what is told, or to whom.
 */

import { realClock } from "../common/throttle.js";

export class Pauses {
    #waiting = new Map(); // what it is about -> {tell, timer}
    #clock;

    /** @param {import("../common/throttle.js").Clock} [clock] */
    constructor(clock = realClock) {
        this.#clock = clock;
    }

    /**
     * Tells of something later; what was to be told of it is not.
     * @param {object} about
     * @param {() => void} tell
     * @param {number} delay milliseconds
     */
    restart(about, tell, delay) {
        this.drop(about);
        const timer = this.#clock.later(() => this.#tell(about), delay);
        this.#waiting.set(about, { tell, timer });
    }

    /** As {@link restart}, unless it is to be told of already. */
    start(about, tell, delay) {
        if (!this.#waiting.has(about)) this.restart(about, tell, delay);
    }

    /** Does not tell of it. */
    drop(about) {
        this.#clock.cancel(this.#waiting.get(about)?.timer ?? null);
        this.#waiting.delete(about);
    }

    /** Tells all that waits, in the order in which it came. */
    end() {
        const waiting = [...this.#waiting];
        for (const [about] of waiting) this.drop(about);
        for (const [, { tell }] of waiting) tell();
    }

    #tell(about) {
        const { tell } = this.#waiting.get(about);
        this.drop(about);
        tell();
    }
}

/** Those of the page's user. */
export const pauses = new Pauses();
