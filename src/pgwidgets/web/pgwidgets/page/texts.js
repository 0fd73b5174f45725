/**
 * Every sentence that the page itself says. A page may replace any of them before our script runs:
 * `window.PGWIDGETS_TEXTS = {reconnecting: "…"}`. `{name}` stands for a value.
 *
 * Knows: words. Must not know: when they are shown.
 */

const DEFAULTS = {
    connecting: "Connecting…",
    reconnecting: "Reconnecting…",
    restarting: "The server is restarting",
    frozen: "The server waits for its store",
    signedOut: "You are signed out",
    signedOutDetail: "Sign in again in another tab and this page goes on, or reload it.",
    reload: "Reload the page",
    kept: "What you do is kept.",
    since: "Since {time}.",
    framed: "If its program was started anew, run the cell of the notebook again.",
    offline: "You are offline",
    offlineDetail: "The page comes back when the network does.",
    waiting: "All sessions are in use",
    waitingNext: "You are next: this page starts by itself when one becomes free.",
    waitingBehind: "This page starts by itself when it is your turn. Visitors before you: {ahead}.",
    replaced: "This is a new session",
    replacedDetail: "The one that this page showed before has ended.",
    lost: "Not everything could be delivered",
    lostDetail: "Actions that may be lost: {count}.",
    tooLong: "That is too much to be sent",
    tooLongDetail: "It has {size} KiB, and {most} KiB are taken. It is as it was before.",
    refused: "Connection refused",
    refusedDetail: "The server gave no reason.",
    restart: "Start a new session",
    watching: "View only",
    watchingDetail: "You came by a link that lets you look. What you press here has no effect.",
    withoutControl: "Somebody else is at the controls. What you press here has no effect.",
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
