/**
 * One WebSocket after another, for as long as the server may be reached.
 *
 * Knows: when to try again, when an attempt has failed, and what the failures look like so far.
 * Must not know: messages, sessions, or what the page says. A socket that was replaced is never
 * heard again, whatever still comes of it.
 */

import { Backoff } from "./backoff.js";

const PATIENCE = 10_000; // ms until a session must be there; a browser itself would try for minutes
const RESTARTING = 1012; // the close code 'Service Restart'
const HANDSHAKES = 2; // failed ones in a row, until a login proxy is suspected

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
    #socket = null;
    #retryTimer = null;
    #patienceTimer = null;
    #failedHandshakes = 0;
    #isAsking = false;
    #trouble = null;

    /**
     * @param {object} parts
     * @param {() => WebSocket} parts.open
     * @param {() => Promise<boolean>} parts.isSignedOut
     * @param {Listener} parts.listener
     * @param {Backoff} [parts.backoff]
     */
    constructor({ open, isSignedOut, listener, backoff = new Backoff() }) {
        this.#open = open;
        this.#isSignedOut = isSignedOut;
        this.#listener = listener;
        this.#backoff = backoff;
    }

    /** @returns {?string} one of {@link Trouble}; null: nothing in particular */
    get trouble() {
        return this.#trouble;
    }

    /** Connects, unless a connection is there or being made. */
    connect() {
        if (this.#socket) return;
        this.#cancelRetry();
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
        });
        socket.onmessage = ifCurrent((event) => this.#listener.message(event));
        socket.onclose = ifCurrent(({ code, reason }) => this.#closed(code, reason, hasOpened));
        this.#patienceTimer = setTimeout(() => {
            this.#abandonSocket();
            this.#retryLater();
        }, PATIENCE);
        this.#listener.opening(socket);
    }

    /** A session can be used, or is waited for: the next loss starts from the beginning. */
    letIn() {
        clearTimeout(this.#patienceTimer);
        this.#backoff.reset();
        this.#trouble = null;
    }

    /** The network is said to be back: a waiting attempt is made now. */
    hurry() {
        if (this.#retryTimer !== null) this.connect();
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
        if (!hasOpened && this.#failedHandshakes >= HANDSHAKES) this.#askWhy();
    }

    #retryLater() {
        this.#cancelRetry();
        this.#retryTimer = setTimeout(() => this.connect(), this.#backoff.next());
        this.#listener.waiting();
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
        this.#socket = null;
        this.#listener.lost();
    }

    #cancelRetry() {
        clearTimeout(this.#retryTimer);
        this.#retryTimer = null;
    }
}
