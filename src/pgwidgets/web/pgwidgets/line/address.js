/**
 * Where the server's WebSocket is.
 *
 * Knows: the three places that may say so, and their order.
 * Must not know: the DOM, sockets, sessions. Never reads the URL's query: a link must not be
 * able to point our page, and with it the session's token, at a server of its author.
 */

/**
 * @param {string} pageUrl the page's own URL
 * @param {?string} [configured] content of `<meta name="pgwidgets-ws">`; wins if not empty
 * @param {?string} [fallback] `window.PGWIDGETS_WS_URL`; used if nothing is configured
 * @returns {string} a ws: or wss: URL; by default the page's own directory
 * @throws {TypeError} the URL that was given is none, or of a scheme that has no WebSocket
 */
export function webSocketUrl(pageUrl, configured = null, fallback = null) {
    const given = configured?.trim() || fallback?.trim() || ".";
    let url;
    try {
        url = new URL(given, pageUrl);
    } catch {
        throw new TypeError(`not a WebSocket URL: ${given}`);
    }
    if (url.protocol === "http:") url.protocol = "ws:";
    if (url.protocol === "https:") url.protocol = "wss:";
    if (url.protocol !== "ws:" && url.protocol !== "wss:") {
        throw new TypeError(`not a WebSocket URL: ${given} (allowed: ws:, wss:, http:, https:)`);
    }
    url.hash = ""; // RFC 6455 section 3: a WebSocket URL has no fragment
    if (given === ".") url.search = "";
    return url.href;
}
