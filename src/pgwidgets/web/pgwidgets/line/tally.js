/**
 * How many of the server's messages have been applied, and what the server is told of each.
 *
 * Knows: numbers, answers, acknowledgements.
 * Must not know: sockets, or what a message does.
 */

export class Tally {
    #post;
    #serialize;
    #before;
    #isOpen = false;
    #seen = 0;
    #acknowledged = 0;

    /**
     * @param {object} parts
     * @param {(message: object) => void} parts.post
     * @param {(value: any) => any} parts.serialize makes JSON of what a method returned
     * @param {() => void} [parts.before] runs before each message is counted
     */
    constructor({ post, serialize, before = () => {} }) {
        this.#before = before;
        this.#post = post;
        this.#serialize = serialize;
    }

    /** @returns {number} of the last message that is applied, or about to be */
    get seen() {
        return this.#seen;
    }

    /** A session begins: the next message is number 1. */
    begin() {
        this.#isOpen = true;
        this.#seen = 0;
        this.#acknowledged = 0;
    }

    /** The server goes on behind the last message that was applied; it has been told which. */
    resume() {
        this.#isOpen = true;
        this.#acknowledged = this.#seen;
    }

    /** The connection is gone; the count is kept for a resume. */
    pause() {
        this.#isOpen = false;
    }

    /**
     * Applies one message and counts it. The count is raised first: what a widget reports while
     * message n is being applied is a consequence of n.
     * @param {object} message
     * @param {() => any} apply gives the answer, if one is wanted
     */
    count(message, apply) {
        this.#before();
        this.#seen += 1;
        const id = message?.id;
        try {
            const value = apply();
            if (id === undefined) return;
            this.#post({ type: "result", id, value: this.#serialize(value), seen: this.#seen });
        } catch (error) {
            this.fail(id ?? this.#seen, error);
        }
    }

    /**
     * @param {?number} id of the message that failed; undefined: it was not even a message
     * @param {any} error
     * @param {number} [call] the index of what failed in a batch
     */
    fail(id, error, call) {
        const text = error instanceof Error ? error.message : String(error);
        this.#post({ type: "error", id, error: text, call, seen: this.#seen });
    }

    /** Says which messages have been applied, if that is news. */
    acknowledge() {
        if (!this.#isOpen || this.#seen === this.#acknowledged) return;
        this.#acknowledged = this.#seen;
        this.#post({ type: "ack", seen: this.#seen });
    }
}
