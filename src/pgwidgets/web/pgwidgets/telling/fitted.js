/**
 * Windows on a narrow page, such as a phone's: they are as wide as it, whatever size they have.
 *
 * Knows: the width from which on a page is narrow, as themes/narrow.css has it. Must not know: sizes.
 */

const NARROW = "(width < 600px)";

/**
 * Whether the page has given a window another size than its own, so that nobody must be told.
 * @param {object} widget
 * @param {Window} window
 */
export function isFitted(widget, window) {
    if (widget.has_callback?.("move") !== true || !widget.element?.style.width) return false;
    return isNarrow(window) && window.document.documentElement.dataset.pgwTheme !== "classic";
}

/** @param {Window} window */
export function isNarrow(window) {
    return window.matchMedia(NARROW).matches;
}
