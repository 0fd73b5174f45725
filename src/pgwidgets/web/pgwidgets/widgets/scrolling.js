/**
 * Scroll positions, while widgets appear and disappear.
 *
 * A browser scrolls only elements that it has laid out, and forgets the position of one that leaves
 * the page; pgwidgets-js drops a call that has no effect. So here
 * - a widget that is scrolled while it is hidden (a log in a tab that is not open, a dialog that is
 *   filled before it pops up) is scrolled when it appears;
 * - a widget that appears again stands where it stood;
 * - what the program scrolls is not reported as if the user had done it;
 * - a place that is about to be reported is so before the page is left.
 *
 * Knows: which methods of pgwidgets-js scroll, and how they report it. Must not know: the server.
 */

import { after, around } from "../common/wrapping.js";
import { byItself } from "../telling/by_itself.js";

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
 * Restores the scroll positions of elements that return to the page, as with a tab that is opened
 * again, or a window that was hidden.
 * @param {Document} document
 */
export function keepScrolled(document) {
    const places = new WeakMap(); // element -> [left, top]
    const scrollBack = (element) => {
        const place = places.get(element);
        if (place) [element.scrollLeft, element.scrollTop] = place;
    };
    let hasScrolled = false;
    document.addEventListener("scroll", ({ target }) => {
        places.set(target, [target.scrollLeft, target.scrollTop]);
        if (hasScrolled) return;
        hasScrolled = true; // before that there is nothing to put back, in pages that are being built
        // The script may run before the page's body is there.
        inserted.observe(document.documentElement, { childList: true, subtree: true });
    }, { capture: true, passive: true });
    const inserted = new MutationObserver((records) => {
        for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
            scrollBack(node);
            node.querySelectorAll?.("*").forEach(scrollBack);
        }
    });
}

/**
 * Reports only positions that are new. A position that the program has set, or that was reported
 * already, is not reported; one that changed because the content grew or shrank is reported as
 * caused by no user (by_itself.js).
 *
 * pgwidgets-js is silent while it sets a position, but gets a scroll event from the browser on the
 * next frame, and takes it for the user's. A page that follows another one would then report, late,
 * an old position of the other, and move its user back there. Such events also come when a widget
 * leaves the page, and so stands at the top, and when it returns.
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function scrollSilently({ Widget, ...others }) {
    for (const Class of Object.values(others)) {
        if (!(Class?.prototype instanceof Widget)) continue;
        if (Object.hasOwn(Class.prototype, "_syncFromScroll")) {
            around(Class.prototype, "_syncFromScroll", unlessKnown);
            noteWhoseDoing(Class.prototype);
        }
        if (Object.hasOwn(Class.prototype, "set_scroll_position")) {
            after(Class.prototype, "set_scroll_position", noteSet);
        }
    }
}

function noteWhoseDoing(prototype) {
    around(prototype, "make_callback", (widget, [action], run) => {
        if (action !== "scrolled") return run();
        moving.delete(widget);
        return known.get(widget)?.isByItself ? byItself(run) : run();
    });
}

// Of the widgets that have been scrolled: pgwidgets-js reports where one is when it stands still.
const moving = new Set();

/** Reports now where the widgets are that are still being scrolled: the page is being left. */
export function tellPlaces() {
    for (const widget of moving) {
        moving.delete(widget);
        if (!widget._scrollTimer) continue;
        clearTimeout(widget._scrollTimer);
        widget._scrollTimer = null;
        widget.make_callback("scrolled", ...known.get(widget).place);
    }
}

/**
 * Where a widget is known to be.
 * @typedef {object} Known
 * @property {number[]} place parts of what there is to scroll
 * @property {number[]} offset the same in pixels
 * @property {boolean} isByItself whether it came there without being scrolled
 * @property {?Array} wanted what the program has set; null: its user has scrolled it
 * @property {boolean} isFresh whether the program has set it just now
 */

/** @type {WeakMap<object, Known>} by widget */
const known = new WeakMap();
const TOP = Object.freeze([0, 0]);
const AT_FIRST = Object.freeze({
    place: TOP, offset: TOP, isByItself: false, wanted: null, isFresh: false,
});

function noteSet(widget, ...wanted) {
    const set = { ...whereIs(widget), isByItself: false, wanted, isFresh: true };
    known.set(widget, set);
    // What is shown for the first time may still lose or get a scroll bar, and so scrolls further.
    requestAnimationFrame(() => requestAnimationFrame(() => { set.isFresh = false; }));
}

function unlessKnown(widget, _, run) {
    if (!isShown(widget)) return; // where it is then is nobody's doing
    const before = known.get(widget) ?? AT_FIRST;
    const now = whereIs(widget);
    const isThere = now.place.every((percent, index) => percent === before.place[index]);
    const isToBeTold = !before.wanted && Boolean(widget._scrollTimer);
    const wasSilent = widget._scrollSilent;
    widget._scrollSilent = wasSilent || before.isFresh || (isThere && !isToBeTold);
    if (!widget._scrollSilent) {
        const isByItself = !hasMoved(before, now) && (before.isByItself || !widget._scrollTimer);
        known.set(widget, { ...now, isByItself, wanted: null, isFresh: false });
    } else if (widget._scrollTimer) {
        clearTimeout(widget._scrollTimer); // what it was to tell is not so any more
        widget._scrollTimer = null;
    }
    run();
    if (widget._scrollTimer) moving.add(widget);
    widget._scrollSilent = wasSilent;
    if (!wasSilent && !isThere && before.isFresh) widget.set_scroll_position(...before.wanted);
}

function whereIs(widget) {
    const { _editWrap, _viewport, _childArea, _textarea, _content, _main } = widget;
    const across = _editWrap ?? _viewport ?? _childArea ?? _textarea ?? _content;
    const down = _main ?? across;
    return { place: widget.get_scroll_position(), offset: [across.scrollLeft, down.scrollTop] };
}

/** Whether it was scrolled, and not only held at the end of what has become less. */
function hasMoved(before, { place, offset }) {
    return offset.some((now, axis) => {
        const then = before.offset[axis];
        return now !== then && !(now < then && place[axis] >= 1);
    });
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
