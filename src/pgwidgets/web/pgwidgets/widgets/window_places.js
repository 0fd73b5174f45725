/**
 * Where a window of the page comes to stand that the program has given no place: the first in the
 * middle, each further one beside the one before; and one without a size fills the page.
 *
 * Knows: the style of a TopLevel, and when it may be placed. Must not know: the server, which is not
 * told: each browser has a page of its own, and a user who moves or resizes the window tells by that.
 */

import { after } from "../common/wrapping.js";

const STEP = 28; // pixels from one window to the next, in both directions
const EDGE = 8; // pixels from the page's edge, where a window would else end beyond it

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {() => ?{width: number, height: number}} room of the page; null: windows stay where
 *   pgwidgets-js puts them
 */
export function placeWindows({ TopLevel, Dialog }, room) {
    const places = new Places();
    after(TopLevel.prototype, "_makeResizable", (window) => {
        for (const grip of window.element.querySelectorAll(":scope > .toplevel-grip")) {
            grip.addEventListener("mousedown", () => {
                document.addEventListener("mouseup", () => places.keep(window), { once: true });
            });
        }
    });
    for (const name of ["show", "resize", "set_position"]) {
        after(TopLevel.prototype, name, (window) => {
            if (!(window instanceof Dialog)) places.settle(window, room());
        });
    }
}

class Places {
    #given = new WeakMap(); // element -> the place that it was given here
    #last = null; // the element that was given one last

    settle({ element, _winState: state }, room) {
        const { style } = element;
        const isPlaced = style.left !== "" || style.top !== "";
        const isSized = style.width !== "" || style.height !== "";
        element.toggleAttribute("data-pgw-fills", room !== null && !isPlaced && !isSized);
        element.toggleAttribute("data-pgw-placed", this.#isAsGiven(element));
        if (room === null || isPlaced || !isSized) return;
        if (state !== "normal" || !element.isConnected) return;
        const [left, top] = placeIn(room, sizeOf(element), this.#before(element));
        style.left = `${left}px`;
        style.top = `${top}px`;
        element.toggleAttribute("data-pgw-placed", true);
        this.#given.set(element, placeOf(element));
        this.#last = new WeakRef(element);
    }

    /**
     * A user has given the window a size: what is seen of it from now on is the user's, and in other
     * browsers, too. Else it would go to the middle for its new size at the next load.
     */
    keep(window) {
        const { element } = window;
        if (window._destroyed) return; // while its grip was held
        if (!this.#isAsGiven(element) || window._winState !== "normal") return;
        this.#given.delete(element);
        element.toggleAttribute("data-pgw-placed", false);
        window.make_callback("move", parseFloat(element.style.left), parseFloat(element.style.top));
    }

    #isAsGiven(element) {
        return this.#given.get(element) === placeOf(element);
    }

    /** Where the last window stands, unless it is gone, or somebody has moved it. */
    #before(element) {
        const last = this.#last?.deref();
        if (!last?.isConnected || last === element || !this.#isAsGiven(last)) return null;
        return [parseFloat(last.style.left), parseFloat(last.style.top)];
    }
}

function placeOf({ style }) {
    return `${style.left} ${style.top}`;
}

/** As its style has it; only what that leaves open needs a layout of the page. */
function sizeOf(element) {
    const [width, height] = ["width", "height"].map((side) => parseFloat(element.style[side]));
    return {
        width: Number.isNaN(width) ? element.offsetWidth : width,
        height: Number.isNaN(height) ? element.offsetHeight : height,
    };
}

/**
 * @param {{width: number, height: number}} room of the page
 * @param {{width: number, height: number}} size of the window
 * @param {?number[]} before where the window before it stands; null: it is the first
 * @returns {number[]} left and top, in whole pixels
 */
export function placeIn(room, size, before) {
    const free = [room.width - size.width, room.height - size.height];
    if (before === null) {
        // A little above the middle, where the eye takes the middle to be.
        return [free[0] * 0.5, free[1] * 0.4].map((place) => Math.max(0, Math.round(place)));
    }
    const next = before.map((place) => place + STEP);
    const isBeyond = next.some((place, axis) => place > free[axis] - EDGE);
    return isBeyond ? [EDGE, EDGE] : next;
}
