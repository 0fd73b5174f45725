/**
 * One WebSocket after another, for as long as the server may be reached.
 *
 * Knows: when to try again, when an attempt has failed, and what the failures look like so far.
 * Must not know: messages, sessions, or what the page says. A socket that was replaced is never
 * heard again, whatever still comes of it.
 */

import { realClock } from "../common/throttle.js";
import { Backoff } from "./backoff.js";

const PATIENCE = 10_000; // ms until a session must be there; a browser itself would try for minutes
const RESTARTING = 1012; // the close code 'Service Restart'
const HANDSHAKES = 2; // failed ones in a row, until a login proxy is suspected
const DIRECT = [1, 8]; // attempts of a loss without knocking first
const DIRECT_AGAIN = 70_000; // ms after the last one without; past them Firefox forgets failures
const PATIENT = 4; // one of so many attempts may take long to open, as on a line that is slow now
const OPENING = 1_000; // ms for which the others may take at least
const NUDGES = 250; // ms between an attempt and the one that a user's next key or click causes

/** What is known of why there is no connection. */
export const Trouble = Object.freeze({ RESTARTING: "restarting", SIGNED_OUT: "signedOut" });

/**
 * @typedef {object} Listener
 * @property {(socket: WebSocket) => void} opening a new socket is the current one
 * @property {(event: MessageEvent) => void} message
 * @property {() => void} lost the current socket is gone, and there is none
 * @property {() => void} waiting for the next attempt; or more is known of why (see `trouble`)
 * @property {(reason: string, code: ?number) => void} refused not to be tried again
 */

export class Connector {
    #open;
    #isSignedOut;
    #listener;
    #backoff;
    #knock;
    #now;
    #socket = null;
    #retryTimer = null;
    #patienceTimer = null;
    #openingTimer = null;
    #openingTook = PATIENCE;
    #attempts = 0;
    #attemptedAt = 0;
    #connectedAt = 0;
    #isPaused = false;
    #failedHandshakes = 0;
    #isAsking = false;
    #trouble = null;

    /**
     * @param {object} parts
     * @param {() => WebSocket} parts.open may give one that was made before, which tells in
     *   `openingTook` how many ms it took to open
     * @param {() => Promise<boolean>} parts.isSignedOut
     * @param {Listener} parts.listener
     * @param {?() => Promise<boolean>} [parts.knock] asks whether the server answers (knock.js)
     * @param {Backoff} [parts.backoff]
     * @param {() => number} [parts.now] milliseconds, monotonic
     */
    constructor({
        open, isSignedOut, listener, knock = null, backoff = new Backoff(), now = realClock.now,
    }) {
        this.#open = open;
        this.#isSignedOut = isSignedOut;
        this.#listener = listener;
        this.#knock = knock;
        this.#backoff = backoff;
        this.#now = now;
    }

    /** @returns {?string} one of {@link Trouble}; null: nothing in particular */
    get trouble() {
        return this.#trouble;
    }

    /** Connects, unless a connection is there or being made. */
    connect() {
        if (this.#socket) return;
        this.#cancelRetry();
        this.#attemptedAt = this.#connectedAt = this.#now();
        let socket;
        try {
            socket = this.#open();
        } catch (error) {
            this.#listener.refused(error.message, null); // a URL that no retry makes good
            return;
        }
        let hasOpened = false;
        this.#socket = socket;
        const ifCurrent = (handle) => (event) => {
            if (socket === this.#socket) handle(event);
        };
        socket.onopen = ifCurrent(() => {
            hasOpened = true;
            this.#failedHandshakes = 0;
            clearTimeout(this.#openingTimer);
            this.#openingTook = socket.openingTook ?? this.#now() - this.#attemptedAt;
        });
        socket.onmessage = ifCurrent((event) => this.#listener.message(event));
        socket.onclose = ifCurrent(({ code, reason }) => this.#closed(code, reason, hasOpened));
        this.#patienceTimer = setTimeout(() => {
            this.#abandonSocket();
            this.#retryLater();
        }, PATIENCE);
        this.#expectToOpen();
        this.#listener.opening(socket);
    }

    /**
     * A network that is away may swallow the handshake, and the system repeats it more and more
     * rarely. So soon after a loss another one is made instead.
     */
    #expectToOpen() {
        const isPatient = this.#attempts % PATIENT === 0; // the very first one is, too
        if (isPatient || !this.#backoff.isEarly) return;
        this.#openingTimer = setTimeout(() => {
            this.#abandonSocket();
            this.#attempt();
        }, Math.max(OPENING, 4 * this.#openingTook));
    }

    /** A session can be used, or is waited for: the next loss starts from the beginning. */
    letIn() {
        clearTimeout(this.#patienceTimer);
        clearTimeout(this.#openingTimer);
        this.#backoff.reset();
        this.#attempts = 0;
        this.#trouble = null;
    }

    /** The network is said to be back: a waiting attempt is made now. */
    hurry() {
        if (this.#retryTimer !== null) this.connect();
    }

    /** The user is at it: a waiting attempt is made now, or as soon as may be after the last. */
    nudge() {
        if (this.#retryTimer === null) return;
        const wait = this.#attemptedAt + NUDGES - this.#now();
        if (wait > 0) this.#retryIn(wait);
        else this.#attempt();
    }

    /** The page is about to be frozen: closes what is there, until {@link unpause}. */
    pause() {
        if (this.#socket === null && this.#retryTimer === null) return; // refused, or stopped
        this.stop();
        this.#isPaused = true;
    }

    /** The page runs again: connects at once, if it would have been connected. */
    unpause() {
        if (!this.#isPaused) return;
        this.#isPaused = false;
        this.#backoff.reset();
        this.connect();
    }

    /** Closes what is there, and begins anew at once. */
    replace() {
        this.#abandonSocket();
        this.connect();
    }

    /** Closes what is there, and begins anew after a while. */
    replaceLater() {
        this.#abandonSocket();
        this.#retryLater();
    }

    /** Closes what is there, and stays away. */
    stop() {
        this.#cancelRetry();
        this.#failedHandshakes = 0; // why they failed is of no interest any more
        this.#attempts = 0;
        this.#isPaused = false;
        this.#abandonSocket();
    }

    #closed(code, reason, hasOpened) {
        this.#forgetSocket();
        if (code >= 4000 && code <= 4999) {
            this.#listener.refused(reason, code);
            return;
        }
        if (code === RESTARTING) this.#trouble = Trouble.RESTARTING;
        if (!hasOpened) this.#failedHandshakes += 1;
        this.#retryLater();
        if (this.#failedHandshakes >= HANDSHAKES) this.#askWhy();
    }

    #retryLater() {
        this.#retryIn(this.#backoff.next());
        this.#listener.waiting();
    }

    #retryIn(delay) {
        this.#cancelRetry();
        this.#retryTimer = setTimeout(() => this.#attempt(), delay);
    }

    #attempt() {
        this.#attempts += 1;
        const now = this.#now();
        const isDirect = DIRECT.includes(this.#attempts) || now - this.#connectedAt >= DIRECT_AGAIN;
        if (this.#knock === null || isDirect) {
            this.connect();
            return;
        }
        this.#attemptedAt = now;
        this.#retryLater(); // the next attempt does not wait for the answer to this one
        this.#knockFirst();
    }

    async #knockFirst() {
        if ((await this.#knock()) && this.#retryTimer !== null) this.connect();
    }

    async #askWhy() {
        if (this.#isAsking) return;
        this.#isAsking = true;
        const isSignedOut = await this.#isSignedOut();
        this.#isAsking = false;
        if (this.#failedHandshakes < HANDSHAKES) return; // it has opened meanwhile
        const wasSignedOut = this.#trouble === Trouble.SIGNED_OUT;
        if (isSignedOut === wasSignedOut) return;
        this.#trouble = isSignedOut ? Trouble.SIGNED_OUT : null;
        if (isSignedOut) this.#backoff.slowDown(); // nothing changes until the user has signed in
        if (isSignedOut && this.#retryTimer !== null) this.#retryLater();
        else this.#listener.waiting();
    }

    #abandonSocket() {
        const socket = this.#socket;
        if (!socket) return;
        this.#forgetSocket();
        socket.close();
    }

    #forgetSocket() {
        clearTimeout(this.#patienceTimer);
        clearTimeout(this.#openingTimer);
        this.#socket = null;
        this.#listener.lost();
    }

    #cancelRetry() {
        clearTimeout(this.#retryTimer);
        this.#retryTimer = null;
    }
}
