/**
 * The WebSocket that the page has opened before its modules were there (early.js).
 *
 * Knows: where it is kept, with what has come of it. Must not know: what is said over it.
 */

/**
 * Opens a WebSocket, or takes the page's early one, which only the first call finds.
 *
 * What has come of that so far comes once more when the caller has set its handlers (`onopen` and
 * the others), before anything that is new. One that leads elsewhere is closed.
 * @param {Window} window
 * @param {string} url where the socket has to lead
 * @returns {WebSocket} the early one tells in `openingTook` how many ms it took to open, once it has
 * @throws {SyntaxError} the URL is none of a WebSocket
 */
export function openSocket(window, url) {
    const { pgwidgetsEarly: early = null } = window;
    delete window.pgwidgetsEarly;
    early?.handOver();
    if (early?.url !== url) {
        early?.socket.close();
        return new window.WebSocket(url);
    }
    const { socket, came } = early;
    // Events are tasks, so no new one comes before these; and one that fails keeps up no other.
    for (const event of came) queueMicrotask(() => socket[`on${event.type}`]?.(event));
    return socket;
}
