/**
 * What the server may still need from us: the numbered messages that it has not acknowledged.
 *
 * Knows: which messages are numbered, their order, how much may be kept, and which events while
 * away replace each other.
 * Must not know: sockets, frames, or what becomes of a page that cannot be resumed.
 *
 * A message's number is never written down, here or on the wire: it is its place in the order of
 * sending since the session began. Entries are those after number `#forgotten`, in that order;
 * the first `#sent` of them have been handed to a connection.
 *
 * A message is *safe*, and forgotten, when the server has acknowledged it: it has handled the message.
 * A server whose sessions outlive it *holds* them: there a message is safe when what came of it is
 * stored, which the server says later. Until then another run of the server may need it again: a
 * report as it is, and of an answer or of bytes that are handled the place alone.
 *
 * Bytes of files do not count: they are views of what the page holds anyway, and who sends them
 * waits for the server to have what was sent before (uploads.js).
 *
 * Beyond the limit there are two cases. While connected, the oldest messages are forgotten, since the
 * connection delivers them: only if it breaks before the server has acknowledged them can the session
 * not be resumed, and only if another run needs them before they are safe are they lost. While away,
 * all messages are given up at once, since none of them could be delivered without those before it.
 */

/** Messages that both sides count. */
const NUMBERED = new Set(["callback", "result", "error", "binary-chunk"]);

/** Reports of a state of which only the newest counts. */
const FLEETING = new Set([
    "pointer-move", "scroll", "scrolled", "drag-over", "timeupdate", "resize", "move", "looks",
]);

/** Reports that no user made. */
const OF_LAYOUT = new Set(["map", "resize", "move", "area-resize"]);

const LIMIT = 256 * 1024; // bytes of messages, as UTF-8

/** The same where the server holds them: what may wait there of a session before it reads no more. */
const HELD_LIMIT = 32 * 1024 * 1024;

const utf8 = new TextEncoder();

/**
 * @typedef {object} Entry
 * @property {string} text the message as JSON
 * @property {?ArrayBufferView} bytes of the binary frame behind it
 * @property {number} size of the text, in bytes
 * @property {?string} key equal for reports that may replace each other
 * @property {boolean} isReport whether it is no answer, and no part of a file
 * @property {boolean} isAction whether a user would miss it
 */

/** Stands for an entry of which nothing but the place counts: an answer to no question. */
const PLACE = entryOf({ type: "result" }, '{"type":"result","id":0}', null);

export class Unacknowledged {
    #limit;
    /** @type {Entry[]} */
    #entries = [];
    #sent = 0;
    #forgotten = 0;
    #acknowledged = 0;
    #size = 0;
    #binarySize = 0;
    #forgottenActions = []; // the numbers of those that are not safe
    #lostActions = 0;
    #isKeeping = false;
    #holds = false;

    /** @param {{limit?: ?number}} [limits] in bytes; null: as the server holds messages or not */
    constructor({ limit = null } = {}) {
        this.#limit = limit;
    }

    /**
     * A session begins: the next message is number 1, and nothing is lost that was not before.
     * @param {{holds?: boolean}} [session] whether messages are kept until they are stored
     */
    begin({ holds = false } = {}) {
        this.abandon();
        this.#isKeeping = true;
        this.#holds = holds;
        this.#acknowledged = 0;
        this.#forgotten = 0;
    }

    /** Keeps nothing any more; what is not safe may be lost. */
    abandon() {
        const actions = this.#entries.filter(({ isAction }) => isAction).length;
        this.#lostActions += actions + this.#forgottenActions.length;
        this.#isKeeping = false;
        this.#entries = [];
        this.#sent = 0;
        this.#size = 0;
        this.#binarySize = 0;
        this.#forgottenActions = [];
    }

    /** @returns {number} how many of the user's actions may be lost; asked again, none */
    takeLost() {
        const lost = this.#lostActions;
        this.#lostActions = 0;
        return lost;
    }

    /** @returns {boolean} whether all that the server may need is here */
    get isWhole() {
        return this.#isKeeping && this.#forgotten <= this.#acknowledged;
    }

    /** @returns {boolean} whether messages are kept until they are stored */
    get holds() {
        return this.#holds;
    }

    /** @returns {number} bytes of the binary frames that are kept, as they are not acknowledged */
    get binarySize() {
        return this.#binarySize;
    }

    /** @returns {number} how many messages have been handed to a connection */
    get sent() {
        return this.#forgotten + this.#sent;
    }

    /**
     * Keeps a message that has just been sent.
     * @param {object} message
     * @param {string} text the same as JSON
     * @param {?ArrayBufferView} [bytes] of the binary frame behind it
     */
    keepSent(message, text, bytes = null) {
        if (!this.#isKeeping || !NUMBERED.has(message.type)) return;
        this.#add(entryOf(message, text, bytes));
        this.#sent += 1;
        while (this.#isFull) this.#forgetFirst();
    }

    /**
     * Keeps a message until there is a connection to send it on.
     * @param {object} message
     * @param {string} text the same as JSON
     * @param {?ArrayBufferView} [bytes] of the binary frame behind it
     * @returns {boolean} false: it is not kept, and will not be sent
     */
    keepUnsent(message, text, bytes = null) {
        if (!NUMBERED.has(message.type)) return false;
        const entry = entryOf(message, text, bytes);
        if (!this.#isKeeping) {
            if (entry.isAction) this.#lostActions += 1;
            return false;
        }
        this.#dropReplaced(entry);
        this.#add(entry);
        if (this.#isFull) this.abandon();
        return this.#isKeeping;
    }

    /**
     * The server has handled all messages up to this number.
     * @param {number} count
     * @throws {RangeError} it cannot have
     */
    acknowledge(count) {
        if (!Number.isInteger(count) || count < this.#acknowledged || count > this.sent) {
            throw new RangeError(
                `${count} messages cannot have been handled: of ${this.sent} that were sent,` +
                    ` ${this.#acknowledged} had been acknowledged`,
            );
        }
        if (this.#holds) this.#leavePlacesUpTo(count);
        else this.#dropUpTo(count);
        this.#acknowledged = count;
    }

    /**
     * What came of all messages up to this number is stored: so they are handled, which may be told
     * later.
     * @param {number} count
     */
    stored(count) {
        const safe = Math.min(count, this.sent);
        this.#dropUpTo(safe);
        this.#acknowledged = Math.max(this.#acknowledged, safe);
    }

    /**
     * Another run of the server goes on with this page.
     * @param {number} count of our messages that were done
     * @returns {{entries: Entry[], doubtful: number, missing: number, missingActions: number}} what it
     *   has to be given, in order; how many of these had been sent to the run before; how many are not
     *   here any more, and how many of those the user would miss
     * @throws {RangeError} there were not so many
     */
    carry(count) {
        if (!Number.isInteger(count) || count < 0 || count > this.sent) {
            throw new RangeError(`${count} messages cannot have been done: ${this.sent} were sent`);
        }
        const missing = Math.max(0, this.#forgotten - count);
        this.#dropUpTo(count);
        this.#acknowledged = this.#forgotten;
        const doubtful = this.#sent;
        const missingActions = this.#forgottenActions.length;
        return { entries: this.resend(), doubtful, missing, missingActions };
    }

    /** All up to this number is safe. */
    #dropUpTo(count) {
        this.#forgottenActions = this.#forgottenActions.filter((number) => number > count);
        if (count < this.#forgotten) return;
        const safe = this.#entries.splice(0, count - this.#forgotten);
        for (const entry of safe) this.#count(entry, -1);
        this.#sent -= safe.length;
        this.#forgotten = count;
    }

    /** All up to this number is handled: of what another run has no use for, it needs the places. */
    #leavePlacesUpTo(count) {
        const first = Math.max(0, this.#acknowledged - this.#forgotten);
        for (let at = first; at < count - this.#forgotten; at += 1) {
            const entry = this.#entries[at];
            if (entry.isReport) continue;
            this.#count(entry, -1);
            this.#entries[at] = PLACE;
            this.#count(PLACE, 1);
        }
    }

    /** The connection is gone; if something is missing, the rest is of no use. */
    disconnected() {
        if (!this.isWhole) this.abandon();
    }

    /** @returns {Entry[]} what a new connection has to be given, in order; sent from now on */
    resend() {
        this.#sent = this.#entries.length;
        return this.#entries.slice(Math.max(0, this.#acknowledged - this.#forgotten));
    }

    get #isFull() {
        return this.#size > (this.#limit ?? (this.#holds ? HELD_LIMIT : LIMIT));
    }

    #add(entry) {
        this.#entries.push(entry);
        this.#count(entry, 1);
    }

    /** An entry comes (1) or goes (-1). */
    #count({ size, bytes }, sign) {
        this.#size += sign * size;
        this.#binarySize += sign * (bytes?.byteLength ?? 0);
    }

    #forgetFirst() {
        const entry = this.#entries.shift();
        this.#count(entry, -1);
        this.#sent -= 1;
        this.#forgotten += 1;
        if (entry.isAction) this.#forgottenActions.push(this.#forgotten);
    }

    /** The older report goes, if nothing but others of its kind came after it. */
    #dropReplaced({ key }) {
        if (key === null) return;
        for (let at = this.#entries.length - 1; at >= this.#sent; at -= 1) {
            const older = this.#entries[at];
            if (older.key === null) return;
            if (older.key !== key) continue;
            this.#entries.splice(at, 1);
            this.#count(older, -1);
            return;
        }
    }
}

/** @returns {Entry} */
function entryOf({ type, wid, action }, text, bytes) {
    const isReport = type === "callback";
    const isFleeting = FLEETING.has(action); // reports alone have an action
    return {
        text,
        bytes,
        size: utf8.encode(text).byteLength,
        key: isFleeting ? `${wid}:${action}` : null,
        isReport,
        isAction: isReport && !isFleeting && !OF_LAYOUT.has(action),
    };
}
