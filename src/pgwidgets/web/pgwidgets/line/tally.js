/**
 * How many of the server's messages have been applied, and what the server is told of each.
 *
 * Knows: numbers, answers, acknowledgements.
 * Must not know: sockets, or what a message does.
 *
 * What the user has just brought about is acknowledged with the next report, if one comes soon:
 * whoever drags a slider has a message for each step, not two, and the server half the work. Bytes are
 * acknowledged at once: the next picture waits for that.
 */

import { realClock } from "../common/throttle.js";

const RECENT = 200; // ms after a report in which a message is taken to be the answer to it
const PATIENCE = 20; // ms that its acknowledgement waits for another report: a frame and a bit

export class Tally {
    #clock;
    #isApplying = false;
    #reportedAt = -Infinity;
    #timer = null;
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
     * @param {import("../common/throttle.js").Clock} [parts.clock]
     */
    constructor({ post, serialize, before = () => {}, clock = realClock }) {
        this.#clock = clock;
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
        this.#forgetTimer();
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
        this.#forgetTimer();
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
            const value = this.#applied(apply);
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

    #applied(apply) {
        this.#isApplying = true;
        try {
            return apply();
        } finally {
            this.#isApplying = false;
        }
    }

    /**
     * What a report says of the count. It acknowledges what has been applied, if that is news; not
     * while a message is being applied, of which it tells that it has begun.
     * @param {boolean} isOfUser whether the user has done what is reported
     * @returns {{seen: number, applied?: true}}
     */
    ofReport(isOfUser) {
        if (isOfUser) this.#reportedAt = this.#clock.now();
        const seen = this.#seen;
        if (this.#isApplying || !this.#hasNews) return { seen };
        this.#forgetTimer();
        this.#acknowledged = seen;
        return { seen, applied: true };
    }

    /**
     * Says which messages have been applied, if that is news: at once, or with a report.
     * @param {boolean} [isPayload] whether bytes have come, the next of which wait for this word
     */
    acknowledge(isPayload = false) {
        if (!this.#hasNews) return;
        if (isPayload || this.#clock.now() - this.#reportedAt > RECENT) this.#say();
        else this.#timer ??= this.#clock.later(() => this.#say(), PATIENCE);
    }

    get #hasNews() {
        return this.#isOpen && this.#seen !== this.#acknowledged;
    }

    #say() {
        this.#forgetTimer();
        this.#acknowledged = this.#seen;
        this.#post({ type: "ack", seen: this.#seen });
    }

    #forgetTimer() {
        this.#clock.cancel(this.#timer);
        this.#timer = null;
    }
}
