/**
 * Two fingers on a canvas or a picture that hears its user: they zoom, as the wheel does with Ctrl held,
 * which is what browsers make of two fingers on a touchpad.
 *
 * Knows: pointers, and what a notch of the wheel counts. Must not know: what is zoomed, or by whom.
 */

/** As in additions/hands.css. */
const PINCHED = ":is(.canvas-widget, .image-widget)[tabindex]";
const NOTCH = 100; // of `deltaY`
const FACTOR = 1.25; // that a notch zooms by

/** @param {Document} document */
export function zoomByFingers(document) {
    const fingers = new Map(); // by the pointer's id
    document.addEventListener("pointerdown", (event) => {
        const element = event.pointerType === "touch" && event.target.closest?.(PINCHED);
        if (!element) return;
        fingers.set(event.pointerId, { element, x: event.clientX, y: event.clientY });
        if (otherOn(element, event.pointerId, fingers)) event.stopPropagation(); // no second press
    }, true);
    document.addEventListener("pointermove", (event) => {
        const finger = fingers.get(event.pointerId);
        const other = finger && otherOn(finger.element, event.pointerId, fingers);
        if (!finger) return;
        const before = other && distance(finger, other);
        Object.assign(finger, { x: event.clientX, y: event.clientY });
        if (!other) return;
        event.stopPropagation(); // it is no drag
        if (before > 0 && distance(finger, other) > 0) zoom(finger, other, distance(finger, other) / before);
    }, true);
    for (const type of ["pointerup", "pointercancel"]) {
        document.addEventListener(type, ({ pointerId }) => fingers.delete(pointerId), true);
    }
}

function otherOn(element, id, fingers) {
    return [...fingers].find(([other, finger]) => other !== id && finger.element === element)?.[1];
}

function distance(one, other) {
    return Math.hypot(one.x - other.x, one.y - other.y);
}

/** @returns {number} the `deltaY` of a wheel that zooms by a factor */
export function deltaFor(factor) {
    return (-NOTCH * Math.log(factor)) / Math.log(FACTOR);
}

function zoom(one, other, factor) {
    one.element.dispatchEvent(new WheelEvent("wheel", {
        bubbles: true, cancelable: true, ctrlKey: true, deltaY: deltaFor(factor),
        clientX: (one.x + other.x) / 2, clientY: (one.y + other.y) / 2,
    }));
}
