/**
 * What is scrolled before it is shown is scrolled when it appears, and what the program scrolls is
 * not told as if the user had.
 *
 * A browser scrolls only what it has laid out, and pgwidgets-js forgets what could not be done: the
 * end of a log in a tab that is not open, a dialog that is filled before it pops up.
 *
 * Knows: which methods of pgwidgets-js scroll, and how they tell. Must not know: anything of ours.
 */

import { after, around } from "./wrapping.js";

const SCROLLERS = [
    "set_scroll_position", "scroll_to_top", "scroll_to_bottom", "scroll_to_end",
    "scroll_to_lineno", "scroll_to_ref", "scroll_to_path", "scroll_to_cursor",
];

const waiting = new WeakMap(); // widget -> scrolls it, when it is shown

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function scrollWhenShown({ Widget, ...others }) {
    for (const Class of Object.values(others)) {
        if (!(Class?.prototype instanceof Widget)) continue;
        for (const name of SCROLLERS.filter((each) => Object.hasOwn(Class.prototype, each))) {
            around(Class.prototype, name, (widget, _, run) => whenShown(widget, run));
        }
    }
}

/**
 * A place that the program has set is not told.
 *
 * pgwidgets-js is silent while it sets it, but hears of it once more on the next frame, from the
 * browser, and takes that for its user's doing: a page that follows another would tell, later, where
 * that one has been, and take its user back to there.
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function scrollSilently({ Widget, ...others }) {
    for (const Class of Object.values(others)) {
        if (!(Class?.prototype instanceof Widget)) continue;
        if (Object.hasOwn(Class.prototype, "_syncFromScroll")) {
            around(Class.prototype, "_syncFromScroll", unlessSet);
        }
        if (Object.hasOwn(Class.prototype, "set_scroll_position")) {
            after(Class.prototype, "set_scroll_position", noteSet);
        }
    }
}

const placed = new WeakMap(); // widget -> where the program has put it; null: its user scrolled it
const AT_FIRST = Object.freeze({ place: Object.freeze([0, 0]), isFresh: false });

function noteSet(widget, ...wanted) {
    const set = { wanted, place: widget.get_scroll_position(), isFresh: true };
    placed.set(widget, set);
    // What is shown for the first time may still lose or get a scroll bar, and so scrolls further.
    requestAnimationFrame(() => requestAnimationFrame(() => { set.isFresh = false; }));
}

function unlessSet(widget, _, run) {
    const set = placed.has(widget) ? placed.get(widget) : AT_FIRST;
    const place = widget.get_scroll_position();
    const isThere = set !== null && place.every((percent, index) => percent === set.place[index]);
    const wasSilent = widget._scrollSilent;
    widget._scrollSilent = wasSilent || isThere || set?.isFresh === true;
    if (widget._scrollSilent) clearTimeout(widget._scrollTimer); // what it was to tell is not so
    else placed.set(widget, null);
    run();
    widget._scrollSilent = wasSilent;
    if (!wasSilent && !isThere && set?.isFresh) widget.set_scroll_position(...set.wanted);
}

/**
 * Scrolls a widget: now, or when it appears. Of several calls the last one counts.
 * @param {object} widget
 * @param {Function} run scrolls it
 * @returns {*} what that gives, now
 */
export function whenShown(widget, run) {
    if (isShown(widget)) {
        waiting.delete(widget);
        return run();
    }
    if (!waiting.has(widget)) watch(widget);
    waiting.set(widget, run);
    return undefined;
}

function watch(widget) {
    const observer = new ResizeObserver(() => {
        if (waiting.has(widget) && !widget._destroyed && !isShown(widget)) return;
        observer.disconnect();
        const scroll = waiting.get(widget);
        waiting.delete(widget);
        if (!widget._destroyed) scroll?.();
    });
    observer.observe(widget.element);
}

function isShown({ element }) {
    return element.clientWidth > 0 || element.clientHeight > 0;
}
