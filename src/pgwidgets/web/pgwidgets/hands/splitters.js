/**
 * Handles between panes, moved by keys.
 *
 * Knows: ARIA's pattern of window splitters, and private fields of pgwidgets-js's Splitter. Must not
 * know: the server.
 */

import { mark } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, widgetOf } from "./keys.js";

const STEP = 10; // pixels an arrow moves a handle
const ALL = 100_000; // pixels: as far as it goes

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {(name: string) => string} word
 * @returns {import("./keys.js").Pattern[]}
 */
export function splitterKeys({ Splitter }, word) {
    after(Splitter.prototype, "_add_handle", (splitter) => dress(splitter, word));
    for (const name of ["set_sizes", "onMouseUp"]) {
        after(Splitter.prototype, name, markSizes);
    }
    return [[".splitter-handle", move]];
}

function dress(splitter, word) {
    const handle = splitter.handles.at(-1);
    belongs(handle, splitter);
    mark(handle, {
        role: "separator", tabindex: 0, "aria-label": word("divider"),
        // Of the line itself: panes beside each other are parted by a vertical one.
        "aria-orientation": splitter.orientation === "vertical" ? "horizontal" : "vertical",
        "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": 50,
    });
    mark(handle.querySelector("img"), { alt: "" });
    handle.addEventListener("focus", () => markSizes(splitter));
}

function markSizes(splitter) {
    const sizes = splitter.get_sizes();
    for (const [index, handle] of splitter.handles.entries()) {
        const both = sizes[index] + sizes[index + 1];
        if (both > 0) mark(handle, { "aria-valuenow": Math.round((100 * sizes[index]) / both) });
    }
}

function move(event, handle) {
    const splitter = widgetOf(handle);
    const isVertical = splitter?.orientation === "vertical";
    const by = {
        [isVertical ? "ArrowUp" : "ArrowLeft"]: -STEP, [isVertical ? "ArrowDown" : "ArrowRight"]: STEP,
        Home: -ALL, End: ALL,
    }[event.key];
    if (by === undefined || !isPlain(event)) return false;
    const from = { clientX: 0, clientY: 0, preventDefault() {} };
    // As the mouse would, with a smaller step where one is wanted.
    const way = event.shiftKey ? Math.sign(by) : by;
    splitter.onMouseDown(from, splitter.handles.indexOf(handle));
    splitter.onMouseMove({ clientX: way, clientY: way });
    splitter.onMouseUp({});
    markSizes(splitter);
    return true;
}
