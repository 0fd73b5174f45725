/**
 * Reports that wait until the user pauses, such as one of text that is being typed. They are made
 * at once when the user does something else, so that the server hears of things in their order.
 *
 * Knows: one timer for each subject of a report. Must not know: the reports, or who gets them.
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
     * Makes a report later. It replaces the one about the same subject that waits already.
     * @param {object} about
     * @param {() => void} tell
     * @param {number} delay milliseconds
     */
    restart(about, tell, delay) {
        this.drop(about);
        const timer = this.#clock.later(() => this.#tell(about), delay);
        this.#waiting.set(about, { tell, timer });
    }

    /** As {@link restart}, unless a report about the same subject waits already. */
    start(about, tell, delay) {
        if (!this.#waiting.has(about)) this.restart(about, tell, delay);
    }

    /** Drops the report about a subject, if one waits. */
    drop(about) {
        this.#clock.cancel(this.#waiting.get(about)?.timer ?? null);
        this.#waiting.delete(about);
    }

    /** Makes all reports that wait, in the order in which they were asked for. */
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

/** The reports that wait for a pause of this page's user. */
export const pauses = new Pauses();
