/**
 * The area and the strip that a colour is chosen from, by keys.
 *
 * Knows: private fields of pgwidgets-js's ColorWidget. Must not know: the server.
 */

import { mark } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, whenMade, widgetOf } from "./keys.js";
import { valueBy } from "./values.js";

const STEP = 0.01; // of saturation and brightness
const DEGREES = 360;

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {(name: string, values?: object) => string} word
 * @returns {import("./keys.js").Pattern[]}
 */
export function colorKeys({ ColorWidget }, word) {
    whenMade(ColorWidget, "pick", (color) => dress(color, word));
    after(ColorWidget.prototype, "_updateFromHSV", (color) => markValues(color, word));
    return [
        [".colordialog-sv-container", shade],
        [".colordialog-hue-container", turnHue],
    ];
}

function areasOf({ element }) {
    return [".colordialog-sv-container", ".colordialog-hue-container"].map(
        (selector) => element.querySelector(selector),
    );
}

function dress(color, word) {
    const [area, strip] = areasOf(color);
    belongs(area, color);
    belongs(strip, color);
    mark(area, {
        role: "slider", tabindex: 0, "aria-label": word("color"), "aria-valuemin": 0, "aria-valuemax": 100,
    });
    mark(strip, {
        role: "slider", tabindex: 0, "aria-label": word("hue"), "aria-orientation": "vertical",
        "aria-valuemin": 0, "aria-valuemax": DEGREES,
    });
    mark(color.element, { role: "group" });
    markValues(color, word);
}

function markValues(color, word) {
    const [area, strip] = areasOf(color);
    if (!area?.hasAttribute("role")) return;
    const [saturation, value] = [color._s, color._v].map((part) => Math.round(part * 100));
    mark(area, { "aria-valuenow": saturation, "aria-valuetext": word("shade", { saturation, value }) });
    mark(strip, { "aria-valuenow": Math.round(color._h) });
}

function shade(event, element) {
    const color = widgetOf(element);
    const isAcross = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const part = isAcross ? "_s" : "_v";
    return changes(color, part, event, { min: 0, max: 1, step: STEP });
}

function turnHue(event, element) {
    return changes(widgetOf(element), "_h", event, { min: 0, max: DEGREES, step: 1 });
}

function changes(color, part, event, range) {
    const value = isPlain(event) ? valueBy(event.key, { ...range, value: color[part] }) : null;
    if (value === null) return false;
    color[part] = value;
    color._updateFromHSV(true);
    return true;
}
