/**
 * The way through a router to the one of several servers that has this page's session.
 *
 * Knows: the key that stands in the address of the WebSocket. A page without a session draws one
 * before its first connection; the server has the id of the session begin with it, so that whoever
 * has a link to the session comes to the same server. The key is no secret: it opens nothing.
 * Must not know: sockets, tokens, where ids are kept.
 */

import { webSocketUrl } from "./address.js";

const PLACE = "{route}";
const BYTES = 16; // 128 bits: no two pages ever draw the same
const LONGEST = 64; // characters of a key

export class Route {
    #pageUrl;
    #template;
    #drawn = null;
    #draw;

    /**
     * @param {string} pageUrl the page's own URL
     * @param {?string} [configured] as {@link webSocketUrl} takes it; "{route}" stands for the key
     * @param {?string} [fallback] likewise
     * @param {() => string} [draw] gives a new key
     */
    constructor(pageUrl, configured = null, fallback = null, draw = drawKey) {
        this.#pageUrl = pageUrl;
        this.#template = configured?.trim() || fallback?.trim() || null;
        this.#draw = draw;
    }

    /**
     * @param {?(number|string)} sessionId of the session that the page shows; null: none yet
     * @returns {string} the URL of the WebSocket
     * @throws {TypeError} the URL that was configured is none
     */
    url(sessionId) {
        if (!this.#template?.includes(PLACE)) return webSocketUrl(this.#pageUrl, this.#template);
        const key = sessionId === null ? (this.#drawn ??= this.#draw()) : keyOf(sessionId);
        return webSocketUrl(this.#pageUrl, this.#template.replaceAll(PLACE, key));
    }
}

/**
 * @param {number|string} sessionId
 * @returns {string} the key in a session's id: what stands before the first dot. A program may name
 *   sessions as it likes; then the key is made of that name, the same in every page.
 */
function keyOf(sessionId) {
    const [first] = String(sessionId).split(".");
    return first.replace(/[^\w-]/g, "-").slice(0, LONGEST) || "-";
}

/** @returns {string} a new key: letters, digits, "-" and "_" */
function drawKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
    const text = btoa(String.fromCharCode(...bytes));
    return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
