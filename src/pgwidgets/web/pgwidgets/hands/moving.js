/**
 * Windows moved and sized by the arrow keys, until Enter says that it is well, or Escape that it is
 * not.
 *
 * Knows: private fields of pgwidgets-js's windows. Must not know: which key begins it, or the server.
 */

import { speak } from "./spoken.js";

const STEP = 10; // pixels; with Shift: one
const LEAST = Object.freeze({ width: 60, height: 40 }); // as with the mouse
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ENDS = new Set(["Enter", " ", "Tab"]);

/**
 * @param {object} window a TopLevel or a window within a widget
 * @param {"move"|"size"} what
 * @param {(name: string) => string} word
 * @returns {boolean} whether it can be done
 */
export function beginMoving(window, what, word) {
    const { element } = window;
    const isFree = (window.get_window_state?.() ?? "normal") === "normal";
    const isAllowed = what === "size"
        ? element.querySelector(":scope > :is(.mdi-grip, .toplevel-grip)") !== null
        : window._moveable !== false;
    if (!isFree || !isAllowed) return false;
    const before = boxOf(element);
    const end = (isWanted) => {
        element.removeAttribute("data-pgw-moving");
        document.removeEventListener("keydown", heed, true);
        document.removeEventListener("pointerdown", stop, true);
        if (!isWanted) put(window, what, before);
        else window.make_callback("move", boxOf(element).left, boxOf(element).top);
        speak(word(isWanted ? "moved" : "movedBack"));
    };
    const stop = () => end(true);
    const heed = (event) => {
        const isOver = !element.isConnected;
        if (isOver) {
            stop();
            return;
        }
        const way = ARROWS[event.key];
        if (way) put(window, what, moved(boxOf(element), what, way, event.shiftKey ? 1 : STEP));
        else if (ENDS.has(event.key)) end(true);
        else if (event.key === "Escape") end(false);
        else return;
        event.preventDefault();
        event.stopPropagation();
    };
    element.setAttribute("data-pgw-moving", what);
    document.addEventListener("keydown", heed, true);
    document.addEventListener("pointerdown", stop, true);
    speak(word(what === "move" ? "moving" : "sizing"));
    return true;
}

/**
 * @param {{left: number, top: number, width: number, height: number}} box
 * @param {"move"|"size"} what
 * @param {number[]} way one step to the right, and down
 * @param {number} step in pixels
 * @returns {{left: number, top: number, width: number, height: number}}
 */
export function moved({ left, top, width, height }, what, [x, y], step) {
    if (what === "move") {
        // Its title bar stays on the page, where the mouse can take it.
        return { left: left + x * step, top: Math.max(0, top + y * step), width, height };
    }
    return {
        left, top,
        width: Math.max(LEAST.width, width + x * step), height: Math.max(LEAST.height, height + y * step),
    };
}

function boxOf({ style, offsetLeft, offsetTop, offsetWidth, offsetHeight }) {
    const of = (length, drawn) => {
        const number = parseFloat(length);
        return Number.isNaN(number) ? drawn : number;
    };
    return {
        left: of(style.left, offsetLeft), top: of(style.top, offsetTop),
        width: of(style.width, offsetWidth), height: of(style.height, offsetHeight),
    };
}

function put(window, what, { left, top, width, height }) {
    if (what === "move") window.set_position(left, top);
    else window.resize(width, height);
}
