/**
 * Where widgets stand in the page, and what may have moved them.
 *
 * Knows: the boxes of elements, and the events of a document after which they may be elsewhere.
 * Must not know: the server, when a report is made, or which places are news.
 *
 * No observer of the DOM tells of positions, so they are read anew after a cause. Reading them one
 * after the other costs one layout at most, which the next frame needs anyway.
 */

const CHANGES = {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ["style", "class", "hidden"],
};

/** What changes whenever the mouse is on something, and moves nothing. */
const PAINTED = /color$|^opacity$|shadow$/;

/**
 * Watches for whatever may move widgets without a change of their sizes.
 * @param {() => void} onCause called often
 * @param {object} [where]
 * @param {Window} [where.window]
 * @param {Document} [where.document]
 * @param {typeof MutationObserver} [where.MutationObserver]
 */
export function watchPlaces(onCause, { window, document, MutationObserver } = globalThis) {
    // Not the body: what comes into the page's head, as a font's style sheet, moves text, too.
    new MutationObserver(onCause).observe(document.documentElement, CHANGES);
    const options = { capture: true, passive: true };
    const onEvent = ({ propertyName = "" }) => {
        if (!PAINTED.test(propertyName)) onCause();
    };
    for (const kind of ["scroll", "transitionend", "animationend"]) {
        document.addEventListener(kind, onEvent, options);
    }
    window.addEventListener("resize", onCause, options);
}

/**
 * @param {Iterable<object>} widgets
 * @returns {Generator<[object, number, number]>} each widget that is shown, and where its upper
 *   left corner is, in CSS pixels from that of the page's visible part. Windows are left out: they
 *   tell by themselves where they are put, by 'move'.
 */
export function* placesOf(widgets) {
    for (const widget of widgets) {
        if (!widget.element || widget.has_callback?.("move")) continue;
        const { left, top, width, height } = widget.element.getBoundingClientRect();
        if (left !== 0 || top !== 0 || width !== 0 || height !== 0) yield [widget, left, top];
    }
}
