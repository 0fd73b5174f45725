/**
 * Fingers and pens: what pgwidgets-js has dragged by the mouse is dragged by a finger, too, and a title
 * bar that is held by either opens its window's menu.
 *
 * Browsers make clicks of taps by themselves, and scroll; but of a finger's drag they make nothing that
 * pgwidgets-js would hear. A pen is a mouse to it already. additions/hands.css keeps the page still
 * under what is dragged.
 *
 * Knows: what can be dragged, and which events the mouse would bring. Must not know: what they do.
 */

import { isOff } from "../common/aria.js";
import { widgetOf } from "./keys.js";

/** As in additions/hands.css. */
const DRAGGED = [
    ".mdi-title-bar", ".toplevel-title-bar", ".mdi-grip", ".toplevel-grip", ".splitter-handle", ".dial-svg",
    ".scrollbar-widget", ".colordialog-sv-container", ".colordialog-hue-container",
].join(", ");
const BAR = ".mdi-title-bar, .toplevel-title-bar";
const LONG = 500; // ms that a finger rests to be a long press
const STILL = 8; // pixels that it may move meanwhile

/** @param {Document} document */
export function dragByFingers(document) {
    let drag = null; // of one finger; others do nothing
    const end = (event) => {
        if (event.pointerId !== drag?.id) return;
        clearTimeout(drag.timer);
        const below = document.elementFromPoint(event.clientX, event.clientY) ?? document;
        if (!drag.isHeld && drag.isTold) tell("mouseup", event, below);
        drag = null;
    };
    document.addEventListener("pointerdown", (event) => {
        const { pointerId: id, clientX: x, clientY: y, target } = event;
        const handle = event.pointerType !== "mouse" && target.closest?.(DRAGGED);
        if (!handle || drag || target.closest(".mdi-button") || isOff(handle)) return;
        // Where windows stand below each other, a finger on their bars scrolls.
        const isFixed = getComputedStyle(handle).touchAction !== "none";
        const isTold = !isFixed && event.pointerType === "touch";
        if (isTold) event.preventDefault(); // or a tap would be a press twice
        drag = { id, x, y, isFixed, isTold, isHeld: false, timer: null };
        const held = drag;
        if (handle.matches(BAR)) held.timer = setTimeout(() => hold(held, handle, event), LONG);
        if (isTold) tell("mousedown", event, target);
    }, true);
    document.addEventListener("pointermove", (event) => {
        if (event.pointerId !== drag?.id || drag.isHeld) return;
        const isStill = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) <= STILL;
        if (drag.timer !== null && isStill) return;
        clearTimeout(drag.timer);
        drag.timer = null;
        if (drag.isTold) tell("mousemove", event, document);
    }, true);
    for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, end, true);
}

function tell(type, { clientX, clientY }, target) {
    const buttons = type === "mouseup" ? 0 : 1;
    const where = { clientX, clientY, button: 0, buttons };
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, ...where }));
}

function hold(drag, bar, event) {
    drag.isHeld = true;
    const isGone = !bar.isConnected || isOff(bar); // its window has gone meanwhile, or is covered
    if (!drag.isFixed) tell("mouseup", event, isGone ? bar.ownerDocument : bar);
    if (!isGone) widgetOf(bar.parentElement)?._showContextMenu(drag.x, drag.y);
}
