/**
 * What happens to the page as a whole, by its user or its network.
 *
 * Knows: the events of window and document. Must not know: what is done about them.
 *
 * A page that is left may be kept, frozen, in the browser's back/forward cache; one in a tab that
 * was not looked at for long may be frozen where it is. Its script is told right before.
 */

/**
 * @param {object} told
 * @param {() => void} told.awake the network is back, or the page is seen again
 * @param {() => void} told.used a key or a click
 * @param {() => void} told.resized
 * @param {() => void} told.frozen the page's script is about to sleep, maybe for ever
 * @param {() => void} told.thawed it runs again
 * @param {() => void} told.left the page is about to go for good
 * @param {() => void} told.addressChanged within the page: a session's link that is pasted into
 *   this very tab changes the fragment only, and no load follows
 * @param {object} [where]
 * @param {Window} [where.window]
 * @param {Document} [where.document]
 */
export function watchPage(
    { awake, used, resized, frozen, thawed, left, addressChanged },
    { window, document } = globalThis,
) {
    window.addEventListener("online", awake);
    document.addEventListener("visibilitychange", () => {
        if (isPageVisible(document)) awake();
    });
    for (const kind of ["keydown", "pointerdown"]) {
        // First of all listeners: what a widget does with the event is its own affair.
        window.addEventListener(kind, used, { capture: true, passive: true });
    }
    window.addEventListener("resize", resized);
    window.addEventListener("pagehide", ({ persisted }) => (persisted ? frozen() : left()));
    window.addEventListener("pageshow", ({ persisted }) => persisted && thawed());
    document.addEventListener("freeze", frozen);
    document.addEventListener("resume", thawed);
    window.addEventListener("hashchange", addressChanged);
}

/** @returns {boolean} */
export function isPageVisible(document = globalThis.document) {
    return document.visibilityState === "visible";
}
