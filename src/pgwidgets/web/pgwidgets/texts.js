/**
 * Every sentence that the page itself says. A page may replace any of them before our script runs:
 * `window.PGWIDGETS_TEXTS = {reconnecting: "…"}`. `{name}` stands for a value.
 *
 * Knows: words. Must not know: when they are shown.
 */

const DEFAULTS = {
    connecting: "Connecting…",
    reconnecting: "Reconnecting…",
    offline: "You are offline",
    offlineDetail: "The page comes back when the network does.",
    waiting: "All sessions are in use",
    waitingNext: "You are next: this page starts by itself when one becomes free.",
    waitingBehind: "This page starts by itself when it is your turn. Visitors before you: {ahead}.",
    refused: "Connection refused",
    refusedDetail: "The server gave no reason.",
    restart: "Start a new session",
};

/**
 * @param {?Object<string, string>} [overrides]
 * @returns {(key: string, values?: Object<string, any>) => string}
 */
export function textTable(overrides = null) {
    const table = { ...DEFAULTS, ...overrides };
    return (key, values = {}) =>
        table[key].replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
}
