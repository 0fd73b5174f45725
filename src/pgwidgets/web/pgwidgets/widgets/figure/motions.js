/**
 * Reports of a figure on their way to the program: of the pointer's motions the newest a frame.
 *
 * Knows: which reports replace older ones. Must not know: what they mean, or how they are sent.
 */

const REPLACED = new Set(["motion_notify", "resize"]);

export class Motions {
    #send;
    #nextFrame;
    #waiting = new Map();

    /**
     * @param {(event: object) => void} send
     * @param {(run: () => void) => void} [nextFrame] runs something before the next frame is drawn
     */
    constructor(send, nextFrame = (run) => requestAnimationFrame(run)) {
        this.#send = send;
        this.#nextFrame = nextFrame;
    }

    /** @param {{type: string}} event sent at once, behind those that wait, unless it may wait */
    report(event) {
        if (!REPLACED.has(event.type)) {
            this.flush();
            this.#send(event);
            return;
        }
        if (this.#waiting.size === 0) this.#nextFrame(() => this.flush());
        this.#waiting.delete(event.type); // so that it stands behind what came before it
        this.#waiting.set(event.type, event);
    }

    flush() {
        const events = [...this.#waiting.values()];
        this.#waiting.clear();
        for (const event of events) this.#send(event);
    }
}
