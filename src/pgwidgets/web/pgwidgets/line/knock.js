/**
 * Asks whether the server answers, before a WebSocket is tried.
 *
 * Knows: one small HTTP request. Why: a browser delays the WebSockets of a page whose last ones have
 * failed, and users would wait as long when the network is back. Chromium does so after a dozen, for
 * up to five seconds; Firefox from the first one on, for half as long again after each, up to a
 * minute (network.websocket.delay-failed-reconnects). HTTP requests are not delayed.
 * Must not know: the connection, or what is done with the answer.
 */

const PATIENCE = 4_000; // ms; so few are under way at a time that none waits for another

/**
 * @param {() => string} socketUrl gives that of the WebSocket
 * @param {string} pageUrl the page's own
 * @param {typeof fetch} [request]
 * @returns {?() => Promise<boolean>} asks once; null: the server is another one than the page's,
 *   which a page may not ask
 */
export function knocker(socketUrl, pageUrl, request = (...args) => fetch(...args)) {
    const asked = () => {
        const url = new URL(socketUrl());
        url.protocol = url.protocol === "wss:" ? "https:" : "http:";
        return url;
    };
    if (asked().origin !== new URL(pageUrl).origin) return null;
    return async () => {
        try {
            const { status } = await request(asked().href, {
                method: "HEAD",
                cache: "no-store",
                redirect: "manual",
                credentials: "same-origin",
                signal: AbortSignal.timeout(PATIENCE),
            });
            return status < 500; // a proxy answers so while nobody is behind it
        } catch {
            return false;
        }
    };
}
