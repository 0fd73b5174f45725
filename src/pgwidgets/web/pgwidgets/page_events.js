/**
 * What happens to the page as a whole, by its user or its network.
 *
 * Knows: the events of window and document. Must not know: what is done about them.
 */

/**
 * @param {object} told
 * @param {() => void} told.awake the network is back, or the page is seen again
 * @param {() => void} told.resized
 * @param {() => void} told.leaving the page is about to go
 * @param {() => void} told.addressChanged within the page: a session's link that is pasted into
 *   this very tab changes the fragment only, and no load follows
 */
export function watchPage({ awake, resized, leaving, addressChanged }) {
    window.addEventListener("online", awake);
    document.addEventListener("visibilitychange", () => {
        if (isPageVisible()) awake();
    });
    window.addEventListener("resize", resized);
    window.addEventListener("pagehide", leaving);
    window.addEventListener("hashchange", addressChanged);
}

/** @returns {boolean} */
export function isPageVisible() {
    return document.visibilityState === "visible";
}
