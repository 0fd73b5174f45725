/**
 * Windows of the page: what a program does to one that is rolled up, minimized, maximized or hidden
 * takes effect when the window is restored.
 *
 * Knows: private fields of TopLevel and Dialog of pgwidgets-js. Must not know: the server.
 */

import { after, around, before } from "../common/wrapping.js";

const GEOMETRY = ["left", "top", "width", "height"];

/** What a window's style tells nothing of in these states; it is kept in `_savedRect`. */
const AWAY = Object.freeze({ shaded: ["height"], minimized: GEOMETRY, maximized: GEOMETRY });

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendTopLevels({ TopLevel, Dialog }) {
    keepNoSize(TopLevel.prototype);
    for (const name of ["set_position", "resize", "set_expanding"]) {
        around(TopLevel.prototype, name, whileAway);
    }
    for (const name of ["show", "hide", "set_window_state", "set_title"]) {
        after(TopLevel.prototype, name, (window) => {
            if (window._winState === "minimized") placeMinimized(TopLevel, window);
        });
    }
    // Its button may come after the window was maximized.
    after(TopLevel.prototype, "_makeTitleBar", (window) => window._refreshMaximizeIcon());
    for (const name of ["show", "popup"]) {
        // Shown twice, it would leave one for good.
        before(Dialog.prototype, name, (dialog) => dialog._removeOverlay());
    }
    after(Dialog.prototype, "set_modal", (dialog, isModal) => {
        if (isModal && !dialog._overlay && dialog.element.isConnected) dialog.show();
    });
    letPlacedDialogBe(Dialog.prototype);
    holdWhileAway(TopLevel.prototype);
}

/**
 * Dragged while it is minimized or maximized, a window would lie elsewhere, or be larger, than in
 * every other page: that is no place, and no size, that it has in that state.
 */
function holdWhileAway(prototype) {
    const wanted = Symbol("moveable");
    Object.defineProperty(prototype, "_moveable", {
        get() { return this[wanted] && !isElsewhere(this); },
        set(tf) { this[wanted] = tf; },
    });
    after(prototype, "_makeResizable", (window) => {
        for (const grip of window.element.querySelectorAll(":scope > .toplevel-grip")) {
            grip.addEventListener("mousedown", (event) => {
                if (isElsewhere(window)) event.stopImmediatePropagation();
            }, { capture: true });
        }
    });
}

function isElsewhere(window) {
    return AWAY[window._winState]?.includes("left") === true;
}

/** A window that was as large as its content would keep the size of the moment once restored. */
function keepNoSize(prototype) {
    after(prototype, "_saveRect", ({ element, _savedRect: saved }) => {
        const { width, height } = element.style;
        Object.assign(saved, { width, height });
    });
}

function whileAway(window, _, run) {
    const { style } = window.element;
    const away = AWAY[window._winState] ?? [];
    const shown = away.map((property) => style[property]);
    for (const property of away) style[property] = window._savedRect[property];
    run();
    for (const [index, property] of away.entries()) {
        window._savedRect[property] = style[property];
        style[property] = shown[index];
    }
}

/** Minimized windows stand in a row at the bottom of the page: those that are in the page. */
function placeMinimized(TopLevel, window) {
    if (!window.element.isConnected) window.element.style.left = window.element.style.top = "";
    TopLevel._layoutMinimized();
}

/** It goes to the middle on the next frame, even if it has a place by then, or is hidden again. */
function letPlacedDialogBe(prototype) {
    const center = prototype._centerInViewport;
    prototype._centerInViewport = function () {
        const { element } = this;
        center.call({
            element,
            set_position: (x, y) => {
                const { left, top } = isElsewhere(this) ? this._savedRect : element.style;
                if (element.isConnected && (left === "" || top === "")) this.set_position(x, y);
            },
        });
    };
}
