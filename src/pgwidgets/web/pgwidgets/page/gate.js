/**
 * Lets frames pass one after another, each when what it needs has come.
 *
 * Knows: their order. Must not know: what is in them, or what comes for them.
 */

export class Gate {
    #comingFor;
    #pass;
    #held = [];
    #isWaiting = false;
    #round = 0;

    /**
     * @template Frame
     * @param {object} parts
     * @param {(frame: Frame) => ?Promise<void>} parts.comingFor null: the frame may pass
     * @param {(frame: Frame) => void} parts.pass
     */
    constructor({ comingFor, pass }) {
        this.#comingFor = comingFor;
        this.#pass = pass;
    }

    /** Takes a frame: it passes at once, unless it or one before it waits. */
    take(frame) {
        this.#held.push(frame);
        if (!this.#isWaiting) this.#go();
    }

    /** Drops those that wait: they are of a connection that is gone. */
    forget() {
        this.#held = [];
        this.#isWaiting = false;
        this.#round += 1;
    }

    #go() {
        while (this.#held.length > 0) {
            const coming = this.#comingFor(this.#held[0]);
            if (coming !== null) {
                this.#wait(coming);
                return;
            }
            this.#pass(this.#held.shift());
        }
    }

    async #wait(coming) {
        const round = this.#round;
        this.#isWaiting = true;
        await coming;
        if (round !== this.#round) return;
        this.#isWaiting = false;
        const first = this.#held.shift(); // it has what there is to be had
        try {
            this.#pass(first);
        } finally {
            this.#go();
        }
    }
}
