/**
 * What is scrolled before it is shown is scrolled when it appears.
 *
 * A browser scrolls only what it has laid out, and pgwidgets-js forgets what could not be done: the
 * end of a log in a tab that is not open, a dialog that is filled before it pops up.
 *
 * Knows: which methods of pgwidgets-js scroll. Must not know: anything of ours.
 */

import { around } from "./wrapping.js";

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
            around(Class.prototype, name, whenShown);
        }
    }
}

/** Of several calls the last one counts. */
function whenShown(widget, _, run) {
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
