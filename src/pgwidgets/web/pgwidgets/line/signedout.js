/**
 * Whether a login proxy keeps us out: it answers the page's own URL with a way to its login.
 *
 * Knows: what such an answer looks like. Why: a browser does not tell a script how the handshake
 * of a WebSocket was refused, so it takes another request to find out.
 * Must not know: the connection, or what the page says.
 */

const PATIENCE = 10_000; // ms

/**
 * @param {string} url the page's own
 * @param {typeof fetch} [request]
 * @returns {Promise<boolean>} false as well when the network does not work
 */
export async function isSignedOut(url, request = (...args) => fetch(...args)) {
    try {
        const { type, status } = await request(url, {
            cache: "no-store",
            redirect: "manual", // a login page elsewhere could not be read, and need not be
            credentials: "same-origin",
            signal: AbortSignal.timeout(PATIENCE),
        });
        return type === "opaqueredirect" || status === 401 || status === 403;
    } catch {
        return false;
    }
}
