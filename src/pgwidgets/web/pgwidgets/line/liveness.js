/**
 * Whether the server is still there: pings, and what their answers prove.
 *
 * Knows: when to ask, and how long to wait for an answer. Answers come in the order of the pings,
 * and behind a ping the server has all that was sent before it.
 * Must not know: sockets, messages, or what is done about a dead connection.
 */

import { realClock } from "../common/throttle.js";

const IDLE = 30_000; // ms without a word from the server, until it is asked
const PATIENCE = 5_000; // ms without a word after having asked, until the connection counts as dead
const LATE = 1_000; // ms by which a timer of a page is late only if that was busy, or asleep

export class Liveness {
    #ping;
    #dead;
    #isVisible;
    #clock;
    #answered = [];
    #heardAt = 0;
    #idleTimer = null;
    #deadline = null;

    /**
     * @param {object} parts
     * @param {() => void} parts.ping sends one
     * @param {() => void} parts.dead told once, when the server does not answer
     * @param {() => boolean} parts.isVisible a page that nobody sees need not ask by itself
     * @param {import("../common/throttle.js").Clock} [parts.clock]
     */
    constructor({ ping, dead, isVisible, clock = realClock }) {
        this.#ping = ping;
        this.#dead = dead;
        this.#isVisible = isVisible;
        this.#clock = clock;
    }

    /** A session can be used on a new connection. */
    begin() {
        this.end();
        this.#heardAt = this.#clock.now();
        this.#watch(IDLE);
    }

    /** The connection is gone, and with it the answers. */
    end() {
        this.#clock.cancel(this.#idleTimer);
        this.#clock.cancel(this.#deadline);
        this.#idleTimer = null;
        this.#deadline = null;
        this.#answered = [];
    }

    /** Something came from the server. */
    heard() {
        this.#heardAt = this.#clock.now();
    }

    /** The answer to the oldest ping came. */
    pong() {
        this.#clock.cancel(this.#deadline);
        this.#deadline = null;
        this.#answered.shift()?.();
    }

    /** @param {() => void} then run when the server has all that was sent until now */
    whenReceived(then) {
        this.#answered.push(then);
        this.#ping();
    }

    /** Asks now, and takes silence for death. */
    probe() {
        if (this.#idleTimer === null || this.#deadline !== null) return;
        this.#judgeIn(PATIENCE);
        this.whenReceived(() => {});
    }

    #watch(delay) {
        this.#idleTimer = this.#clock.later(() => {
            const silence = this.#clock.now() - this.#heardAt;
            this.#watch(silence < IDLE ? IDLE - silence : IDLE);
            if (silence >= IDLE && this.#isVisible()) this.probe();
        }, delay);
    }

    /**
     * The answer may stand behind much else on a slow network: whatever comes is a sign of life.
     * @param {number} delay
     * @param {boolean} [isLast] whether it was late once, as timers of a page that nobody sees always are
     */
    #judgeIn(delay, isLast = false) {
        const due = this.#clock.now() + delay;
        this.#deadline = this.#clock.later(() => {
            const now = this.#clock.now();
            const silence = now - this.#heardAt;
            if (silence < PATIENCE) {
                this.#judgeIn(PATIENCE - silence);
                return;
            }
            if (now - due >= LATE && !isLast) { // what has come meanwhile may be yet to be heard
                this.#judgeIn(LATE, true);
                return;
            }
            this.end();
            this.#dead();
        }, delay);
    }
}
