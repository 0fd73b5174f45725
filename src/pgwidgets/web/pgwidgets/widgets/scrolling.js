/**
 * What is scrolled before it is shown is scrolled when it appears, what was scrolled is so still when
 * it appears again, and what the program scrolls is not told as if the user had.
 *
 * A browser scrolls only what it has laid out, and forgets where that was when it leaves the page;
 * pgwidgets-js forgets what could not be done: the end of a log in a tab that is not open, a dialog
 * that is filled before it pops up.
 *
 * Knows: which methods of pgwidgets-js scroll, and how they tell. Must not know: anything of ours.
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
 * Has elements that come back into the page stand where they were scrolled to: those of a tab that is
 * opened again, of a window that was hidden.
 * @param {Document} document
 */
export function keepScrolled(document) {
    const places = new WeakMap(); // element -> [left, top]
    document.addEventListener("scroll", ({ target }) => {
        places.set(target, [target.scrollLeft, target.scrollTop]);
    }, { capture: true, passive: true });
    const scrollBack = (element) => {
        const place = places.get(element);
        if (place) [element.scrollLeft, element.scrollTop] = place;
    };
    new MutationObserver((records) => {
        for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
            scrollBack(node);
            node.querySelectorAll?.("*").forEach(scrollBack);
        }
    }).observe(document.body, { childList: true, subtree: true });
}

/**
 * A place that the program has set, or that was told, is not told; one that has changed since there is
 * more, or less, to scroll is told as nobody's doing.
 *
 * pgwidgets-js is silent while it sets one, but hears of it once more on the next frame, from the
 * browser, and takes that for its user's doing: a page that follows another would tell, later, where
 * that one has been, and take its user back to there. It hears of it, too, when a widget leaves the
 * page, and is at the top for want of room, and when it comes back.
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
    around(prototype, "make_callback", (widget, [action], run) => (
        action === "scrolled" && known.get(widget)?.isByItself ? byItself(run) : run()));
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
