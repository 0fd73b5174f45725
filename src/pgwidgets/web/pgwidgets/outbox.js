/**
 * Everything that this page sends goes through here, in one order.
 *
 * Knows: the socket (anything with `send` and `readyState`), whether the session on it may be
 * spoken to, and how to put what one task says into one frame.
 * Must not know: what a message means.
 *
 * What is posted while there is no session to take it is dropped, and counted. This is the place
 * where a later resume keeps it instead.
 */

const OPEN = 1; // WebSocket.OPEN; named here, so that this file needs no browser

export class Outbox {
    #socket = null;
    #live = false;
    #held = null;

    /** How many messages were dropped because there was no session to take them. */
    dropped = 0;

    /** A new connection: nothing may be said on it yet but {@link answer}s to its greeting. */
    attach(socket) {
        this.#socket = socket;
        this.#live = false;
        this.#held = null;
    }

    /** The server has told which session this is: from here on, messages have an addressee. */
    begin() {
        this.#live = true;
    }

    /** The connection is gone. */
    detach() {
        this.attach(null);
    }

    /** @returns {boolean} whether a posted message would be sent */
    get live() {
        return this.#live && this.#socket?.readyState === OPEN;
    }

    /** @returns {number} bytes that the browser has not yet given to the network */
    get backlog() {
        return this.#socket?.bufferedAmount ?? 0;
    }

    /** Sends at once, before there is a session: the greeting alone needs this. */
    answer(message) {
        if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
    }

    /**
     * Sends a message, or keeps it for the frame that {@link together} is making.
     * @param {object} message
     * @returns {boolean} false: dropped
     */
    post(message) {
        if (!this.live) {
            this.dropped += 1;
            return false;
        }
        if (this.#held) this.#held.push(message);
        else this.#socket.send(JSON.stringify(message));
        return true;
    }

    /**
     * Sends a header and, right behind it, its binary frame.
     * @param {object} header
     * @param {ArrayBuffer|ArrayBufferView} bytes
     * @returns {boolean} false: dropped
     */
    postBinary(header, bytes) {
        if (!this.post(header)) return false;
        this.#release();
        this.#socket.send(bytes);
        return true;
    }

    /** Runs `task`; all that it posts leaves as one frame, in the order of posting. */
    together(task) {
        if (this.#held) {
            task();
            return;
        }
        this.#held = [];
        try {
            task();
        } finally {
            this.#release();
            this.#held = null;
        }
    }

    #release() {
        if (!this.#held?.length) return;
        const messages = this.#held;
        this.#held = [];
        this.#socket.send(JSON.stringify(messages.length === 1 ? messages[0] : messages));
    }
}
