/**
 * Dialogs stay on the page when they grow, as one does that says what is wrong with an answer, and when
 * the page becomes smaller, as a phone's does that is turned. pgwidgets-js places them once.
 *
 * Knows: the style of a Dialog. Must not know: the server, which is not told: each browser has a page
 * of its own.
 */

import { after } from "../common/wrapping.js";

const EDGE = 8; // pixels from the page's edge

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Window} window
 */
export function keepDialogs({ Dialog }, window) {
    const sizes = new window.ResizeObserver((entries) => {
        // One that its user sizes goes where the mouse goes.
        for (const { target } of entries) if (target.style.width === "") bringBack(target, window);
    });
    for (const name of ["show", "popup"]) {
        after(Dialog.prototype, name, ({ element }) => sizes.observe(element));
    }
    window.addEventListener("resize", () => {
        for (const element of window.document.querySelectorAll("body > .dialog-widget")) {
            bringBack(element, window);
        }
    });
}

function bringBack(element, { innerWidth, innerHeight }) {
    const { style } = element;
    const { bottom, right } = element.getBoundingClientRect();
    style.left = within(style.left, right + EDGE - innerWidth);
    style.top = within(style.top, bottom + EDGE - innerHeight);
}

/**
 * @param {string} place in pixels, as a style has it; "": none is given yet
 * @param {number} beyond how far its end lies beyond the page
 * @returns {string}
 */
export function within(place, beyond) {
    if (place === "" || beyond <= 0) return place;
    return `${Math.max(0, Math.round(parseFloat(place) - beyond))}px`;
}
