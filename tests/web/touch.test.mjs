import assert from "node:assert/strict";
import test from "node:test";

import { dragByFingers } from "../../src/pgwidgets/web/pgwidgets/hands/touch.js";

const LONG = 600; // ms, longer than a finger rests for the menu of a window

function page(context) {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    globalThis.getComputedStyle = () => ({ touchAction: "none" });
    globalThis.MouseEvent = class extends Event {};
    context.after(() => {
        delete globalThis.getComputedStyle;
        delete globalThis.MouseEvent;
    });
    const document = new EventTarget();
    document.elementFromPoint = () => null;
    const told = [];
    for (const type of ["mousedown", "mouseup"]) document.addEventListener(type, () => told.push(type));
    dragByFingers(document);
    return { document, told };
}

/** A title bar; what is told it bubbles while it is in the page. */
function barIn(document) {
    return {
        isConnected: true,
        isInert: false,
        ownerDocument: document,
        parentElement: null,
        matches: () => true,
        closest(selector) {
            const isSo = selector.includes("title-bar") || (this.isInert && selector.includes("[inert]"));
            return isSo ? this : null;
        },
        dispatchEvent({ type }) {
            if (this.isConnected) document.dispatchEvent(new Event(type));
        },
    };
}

function finger(document, type, target) {
    const event = Object.assign(new Event(type, { cancelable: true }), {
        pointerId: 1, pointerType: "touch", clientX: 5, clientY: 5,
    });
    if (target) Object.defineProperty(event, "target", { value: target });
    document.dispatchEvent(event);
}

for (const happening of ["goes", "is covered"]) {
    test(`a window that ${happening} while its bar is held is dragged no more`, (context) => {
        const { document, told } = page(context);
        const bar = barIn(document);
        finger(document, "pointerdown", bar);
        assert.deepEqual(told, ["mousedown"]);
        if (happening === "goes") bar.isConnected = false;
        else bar.isInert = true;
        context.mock.timers.tick(LONG);
        finger(document, "pointerup");
        assert.deepEqual(told, ["mousedown", "mouseup"]);
    });
}
