/**
 * Widgets that scroll, or that are as large as one lets them be, share out all of a box's room.
 *
 * pgwidgets-js shares out what is beside what children are long by themselves. So a table of many
 * columns has all the room, and what is beside it hardly any; and a canvas, which is as high as it
 * was drawn, keeps all that it ever had.
 *
 * Knows: how a box writes the style of a child. Must not know: the server.
 */

import { after } from "../common/wrapping.js";

const SHARING = [
    ".treeview-widget", ".canvas-widget", ".plot-widget", ".figure-widget", ".textarea-widget",
    ".textsource-widget", ".scrollarea-widget",
].join();

/** @param {object} Widgets the namespace of pgwidgets-js */
export function mendShares({ Box }) {
    after(Box.prototype, "_applyBoxChildSizing", (box, child, stretch) => {
        const element = child.get_element();
        // In per cent: where a box is as long as its children, these are as long as they are.
        if (stretch > 0 && element.matches(SHARING)) element.style.flexBasis = "0%";
        else if (isDrawnToFit(element)) element.style.flexShrink = 1;
    });
}

/**
 * A child of a box has a length that it was given: what is shared out is beside that.
 * @param {HTMLElement} element
 * @param {number} stretch
 */
export function shareOutRest(element, stretch) {
    if (element.style.flexBasis === "0%") element.style.flexBasis = "auto";
    else if (!(stretch > 0) && isDrawnToFit(element)) element.style.flexShrink = 0;
}

/** A figure is drawn in the room that there is, and not cut off. */
const isDrawnToFit = ({ classList }) => classList.contains("figure-widget");
