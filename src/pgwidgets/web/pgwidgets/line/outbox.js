/**
 * Everything that this page sends goes through here, in one order.
 *
 * Knows: the socket (anything with `send` and `readyState`), whether the session on it may be
 * spoken to, and how to put what one task says into one frame.
 * Must not know: what a message means, or which messages a resume needs (unacknowledged.js).
 *
 * A message that is posted while there is no session is kept for a resume, if one is possible. Else
 * it is dropped and counted.
 */

import { Unacknowledged } from "./unacknowledged.js";

const OPEN = 1; // WebSocket.OPEN; named here, so that this file needs no browser

const MOST = 1024 * 1024; // bytes of a text, unless the server has told another limit
const FRAME = 64 * 1024; // characters of small messages that are sent in one frame

export class Outbox {
    #unacknowledged;
    #socket = null;
    #live = false;
    #held = null;
    #unrepeated = 0;

    /** Bytes of a report that the server takes. */
    most = MOST;

    /** @type {(message: object, size: number) => object} gives what is sent in place of a longer one */
    tooLong = (message) => message;

    /** How many messages were dropped because there was no session to take them. */
    dropped = 0;

    /** @param {Unacknowledged} [unacknowledged] */
    constructor(unacknowledged = new Unacknowledged()) {
        this.#unacknowledged = unacknowledged;
    }

    /** A new connection: nothing may be said on it yet but {@link answer}s to its greeting. */
    attach(socket) {
        this.#socket = socket;
        this.#live = false;
        this.#held = null;
    }

    /** The connection is gone. */
    detach() {
        this.attach(null);
        this.#unacknowledged.disconnected();
    }

    /**
     * The server has told which session this is: from here on, messages have an addressee.
     * @param {object} session
     * @param {boolean} session.isResumable whether to keep what a resume would need
     * @param {number} [session.most] bytes of a report that the server takes
     * @param {boolean} [session.holds] whether messages are kept until the server has stored them
     */
    begin({ isResumable, most = MOST, holds = false }) {
        this.#live = true;
        this.#unrepeated = 0;
        this.most = most;
        if (isResumable) this.#unacknowledged.begin({ holds });
        else this.#unacknowledged.abandon();
    }

    /**
     * The server goes on where it was: what it has not handled is sent (again), in order.
     * @param {number} count of our messages that it has handled
     * @throws {RangeError} it cannot have
     */
    resume(count) {
        this.#unacknowledged.acknowledge(count);
        this.#live = true;
        this.#sendAll(this.#unacknowledged.resend());
    }

    /**
     * Another run of the server goes on with this page: it is sent what is not done yet.
     * @param {number} count of our messages that were done
     * @throws {RangeError} there were not so many
     */
    carry(count) {
        const { entries, missingActions, ...counts } = this.#unacknowledged.carry(count);
        this.#live = true;
        this.answer({
            type: "carried", count: entries.length, ...counts, missing_actions: missingActions,
        });
        this.#sendAll(entries);
    }

    /** What came of our messages up to this number is stored. @param {number} count */
    stored(count) {
        this.#unacknowledged.stored(count);
    }

    /**
     * The server tells how many of the user's actions it does not repeat, maybe not for the first
     * time.
     * @param {number} total since this page's view began
     * @returns {number} how many of them are news
     */
    unrepeated(total) {
        const news = total - this.#unrepeated;
        this.#unrepeated = total;
        return Math.max(news, 0);
    }

    /** @returns {boolean} whether messages are kept until the server has stored them */
    get holds() {
        return this.#unacknowledged.holds;
    }

    #sendAll(entries) {
        let frame = [];
        let length = 0;
        const flush = () => {
            if (frame.length > 0) this.#sendFrame(frame);
            frame = [];
            length = 0;
        };
        for (const { text, bytes } of entries) {
            frame.push(text);
            length += text.length;
            if (bytes !== null || length >= FRAME) flush();
            if (bytes !== null) this.#socket.send(bytes);
        }
        flush();
    }

    /**
     * The server has handled our messages up to this number.
     * @param {number} count
     * @throws {RangeError} it cannot have
     */
    acknowledge(count) {
        this.#unacknowledged.acknowledge(count);
    }

    /** Gives up what is kept, and keeps nothing until a session begins. */
    abandon() {
        this.#unacknowledged.abandon();
    }

    /** @returns {number} how many of the user's actions no server took; asked again, none */
    takeLost() {
        return this.#unacknowledged.takeLost();
    }

    /** @returns {boolean} whether all that a resume needs is here */
    get canResume() {
        return this.#unacknowledged.isWhole;
    }

    /** @returns {boolean} whether a posted message would be sent */
    get live() {
        return this.#live && this.#socket?.readyState === OPEN;
    }

    /** @returns {number} bytes of binary frames that a resume may need again */
    get unacknowledgedBytes() {
        return this.#unacknowledged.binarySize;
    }

    /** Sends at once, before there is a session: the greeting alone needs this. */
    answer(message) {
        if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(message));
    }

    /**
     * Sends a message, keeps it for the frame that {@link together} is making, or for a resume.
     * @param {object} message
     * @returns {boolean} false: dropped
     */
    post(message) {
        let text = JSON.stringify(message);
        const size = message.type === "callback" ? sizeOver(this.most, text) : 0;
        if (size > 0) {
            message = this.tooLong(message, size);
            text = JSON.stringify(message);
        }
        if (!this.live) return this.#keep(message, text, null);
        this.#put(text);
        this.#unacknowledged.keepSent(message, text);
        return true;
    }

    /**
     * Sends a header and, right behind it, its binary frame.
     * @param {object} header
     * @param {ArrayBufferView} bytes not to be changed later: they may be sent again
     * @returns {boolean} false: dropped
     */
    postBinary(header, bytes) {
        const text = JSON.stringify(header);
        if (!this.live) return this.#keep(header, text, bytes);
        this.#put(text);
        this.#release();
        this.#socket.send(bytes);
        this.#unacknowledged.keepSent(header, text, bytes);
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

    #keep(message, text, bytes) {
        const isKept = this.#unacknowledged.keepUnsent(message, text, bytes);
        if (!isKept) this.dropped += 1;
        return isKept;
    }

    #put(text) {
        if (this.#held) this.#held.push(text);
        else this.#socket.send(text);
    }

    #release() {
        if (!this.#held?.length) return;
        const texts = this.#held;
        this.#held = [];
        let frame = [];
        let size = 0;
        for (const text of texts) {
            if (frame.length > 0 && size + text.length > FRAME) {
                this.#sendFrame(frame);
                frame = [];
                size = 0;
            }
            frame.push(text);
            size += text.length + 1;
        }
        this.#sendFrame(frame);
    }

    #sendFrame(texts) {
        this.#socket.send(texts.length === 1 ? texts[0] : `[${texts.join(",")}]`);
    }
}

/** @returns {number} the size of a text in bytes, where that is over a limit; else 0 */
function sizeOver(most, text) {
    if (text.length * 3 <= most) return 0; // no character takes more
    const { length } = new TextEncoder().encode(text);
    return length > most ? length : 0;
}
