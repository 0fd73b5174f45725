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
 * A server that outlives its process says that it has handled a message, and later that what came of
 * it is stored. Until then the message is kept, since another run of the server may need it again.
 *
 * Bytes of files do not count: they are views of what the page holds anyway, and who sends them
 * waits for the server to have what was sent before (uploads.js).
 *
 * Beyond the limit there are two cases. While connected, the oldest messages are forgotten: the
 * connection delivers them, and only if it breaks before the server has acknowledged them can the
 * session not be resumed. While away, all messages are given up at once, since none of them could
 * be delivered without those before it.
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

const utf8 = new TextEncoder();

/**
 * @typedef {object} Entry
 * @property {string} text the message as JSON
 * @property {?ArrayBufferView} bytes of the binary frame behind it
 * @property {number} size of the text, in bytes
 * @property {?string} key equal for reports that may replace each other
 * @property {boolean} isAction whether a user would miss it
 */

export class Unacknowledged {
    #limit;
    /** @type {Entry[]} */
    #entries = [];
    #sent = 0;
    #forgotten = 0;
    #acknowledged = 0;
    #size = 0;
    #binarySize = 0;
    #forgottenActions = 0;
    #lostActions = 0;
    #isKeeping = false;
    #holds = false;

    /** @param {{limit?: number}} [limits] in bytes */
    constructor({ limit = LIMIT } = {}) {
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

    /** Keeps nothing any more; what was kept is lost. */
    abandon() {
        const unhandled = this.#entries.slice(Math.max(0, this.#acknowledged - this.#forgotten));
        const actions = unhandled.filter(({ isAction }) => isAction).length;
        this.#lostActions += actions + this.#forgottenActions;
        this.#isKeeping = false;
        this.#entries = [];
        this.#sent = 0;
        this.#size = 0;
        this.#binarySize = 0;
        this.#forgottenActions = 0;
    }

    /** @returns {number} how many of the user's actions were lost; asked again, none */
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

    /** @returns {number} bytes of the binary frames that are kept */
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
        this.#acknowledged = count;
        if (!this.#holds) this.#dropUpTo(count);
        else if (count >= this.#forgotten) this.#forgottenActions = 0;
    }

    /** What came of all messages up to this number is stored. @param {number} count */
    stored(count) {
        this.#dropUpTo(Math.min(count, this.#acknowledged));
    }

    /**
     * Another run of the server goes on with this page.
     * @param {number} count of our messages that were done
     * @returns {{entries: Entry[], doubtful: number, missing: number}} what it has to be given, in
     *   order; how many of these had been sent to the run before; and how many are not here any more
     * @throws {RangeError} there were not so many
     */
    carry(count) {
        if (!Number.isInteger(count) || count < 0 || count > this.sent) {
            throw new RangeError(`${count} messages cannot have been done: ${this.sent} were sent`);
        }
        const missing = Math.max(0, this.#forgotten - count);
        this.#acknowledged = Math.max(count, this.#forgotten);
        this.#dropUpTo(this.#acknowledged);
        const doubtful = this.#sent;
        return { entries: this.resend(), doubtful, missing };
    }

    #dropUpTo(count) {
        if (count < this.#forgotten) return;
        const handled = this.#entries.splice(0, count - this.#forgotten);
        for (const { size, bytes } of handled) {
            this.#size -= size;
            this.#binarySize -= bytes?.byteLength ?? 0;
        }
        this.#sent -= handled.length;
        this.#forgotten = count;
        this.#forgottenActions = 0;
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
        return this.#size > this.#limit;
    }

    #add(entry) {
        this.#entries.push(entry);
        this.#size += entry.size;
        this.#binarySize += entry.bytes?.byteLength ?? 0;
    }

    #forgetFirst() {
        const { size, bytes, isAction } = this.#entries.shift();
        this.#size -= size;
        this.#binarySize -= bytes?.byteLength ?? 0;
        this.#sent -= 1;
        this.#forgotten += 1;
        if (isAction && this.#forgotten > this.#acknowledged) this.#forgottenActions += 1;
    }

    /** The older report goes, if nothing but others of its kind came after it. */
    #dropReplaced({ key }) {
        if (key === null) return;
        for (let at = this.#entries.length - 1; at >= this.#sent; at -= 1) {
            const older = this.#entries[at];
            if (older.key === null) return;
            if (older.key !== key) continue;
            this.#entries.splice(at, 1);
            this.#size -= older.size;
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
        isAction: isReport && !isFleeting && !OF_LAYOUT.has(action),
    };
}
