/**
 * Windows that stand in the page by themselves: what is done to them while they are rolled up,
 * minimized, maximized or not shown has its effect when they are back.
 *
 * Knows: private fields of TopLevel and Dialog of pgwidgets-js. Must not know: anything of ours.
 */

import { after, around, before } from "./wrapping.js";

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
                const isAway = AWAY[this._winState]?.includes("left");
                const { left, top } = isAway ? this._savedRect : element.style;
                if (element.isConnected && (left === "" || top === "")) this.set_position(x, y);
            },
        });
    };
}
