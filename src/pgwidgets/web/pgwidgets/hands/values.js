/**
 * What has a number: dials, spin boxes, sliders, scroll bars and progress bars.
 *
 * Knows: ARIA's patterns of sliders, spin buttons and meters, and private fields of these classes of
 * pgwidgets-js. Must not know: the server.
 */

import { mark } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, whenMade, widgetOf } from "./keys.js";

const PAGE = 10; // steps that Page Up and Page Down take
const SCROLL = 0.05; // of the way that there is to scroll, by an arrow; ten times that by a page

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function valueKeys({ Dial, ProgressBar, ScrollBar, Slider, SpinBox }) {
    after(Slider.prototype, "_updateValueLabel", markSlider);
    whenMade(Dial, "activated", dressDial);
    for (const name of ["_updateVisual", "_updateValueLabel"]) {
        after(Dial.prototype, name, markDial);
    }
    whenMade(SpinBox, "activated", dressSpin);
    after(SpinBox.prototype, "_display", markSpin);
    after(ProgressBar.prototype, "_display", markProgress);
    // Which widget a bar belongs to is known by the time that it is in the page.
    whenMade(ScrollBar, "activated", (bar) => queueMicrotask(() => dressScrollBar(bar)));
    after(ScrollBar.prototype, "_updateThumb", markScrollBar);
    return [
        [".dial-widget", turnDial],
        [".spinbox-input", stepSpin],
        [".scrollbar-widget", scroll],
    ];
}

/**
 * The value that a key leads to.
 * @param {string} key
 * @param {{value: number, min: number, max: number, step: number}} range
 * @returns {?number} null: it is no such key
 */
export function valueBy(key, { value, min, max, step }) {
    const by = {
        ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: PAGE, PageDown: -PAGE,
    }[key];
    if (key === "Home") return min;
    if (key === "End") return max;
    if (by === undefined) return null;
    const wanted = Math.min(max, Math.max(min, value + by * step));
    return Number(wanted.toPrecision(12)); // ten times 0.1 is 1
}

// --- dials ------------------------------------------------------------------------------------

function dressDial(dial) {
    belongs(dial.element, dial);
    mark(dial.element, { role: "slider", tabindex: 0 });
    mark(dial._svg, { "aria-hidden": true });
    markDial(dial);
}

function markDial(dial) {
    if (!dial.element?.hasAttribute("role")) return;
    mark(dial.element, {
        "aria-valuemin": dial.min, "aria-valuemax": dial.max, "aria-valuenow": dial.get_value(),
        "aria-valuetext": dial._showValue ? dial._valueLabel.textContent : null,
    });
}

function turnDial(event, element) {
    const dial = widgetOf(element);
    const value = isPlain(event) && dial ? valueBy(event.key, { ...dial, step: dial.step || 1 }) : null;
    if (value === null) return false;
    if (value === dial.value) return true;
    dial.set_value(value);
    dial.make_callback("activated", dial.get_value());
    return true;
}

// --- spin boxes -------------------------------------------------------------------------------

function dressSpin(spin) {
    belongs(spin.input, spin);
    mark(spin.input, { role: "spinbutton", autocomplete: "off" });
    for (const button of [spin.upButton, spin.downButton]) {
        mark(button, { tabindex: -1, "aria-hidden": true }); // the arrows do the same
    }
    markSpin(spin);
}

function markSpin({ input, minval, maxval, value }) {
    mark(input, { "aria-valuemin": minval, "aria-valuemax": maxval, "aria-valuenow": value });
}

/** Arrows are the library's; Home and End go through what is typed. */
function stepSpin(event, element) {
    const by = { PageUp: PAGE, PageDown: -PAGE }[event.key];
    if (by === undefined || !isPlain(event)) return false;
    widgetOf(element)?._step(by);
    return true;
}

// --- sliders ----------------------------------------------------------------------------------

/** Its track is filled up to its value (themes/values.css). */
function markSlider({ _input: input }) {
    const [min, max, value] = [input.min, input.max, input.value].map(Number);
    const part = max > min ? (value - min) / (max - min) : 0;
    input.style.setProperty("--slider-part", `${100 * part}%`);
}

// --- progress bars ----------------------------------------------------------------------------

function markProgress({ element, value }) {
    mark(element, {
        role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100,
        "aria-valuenow": Math.round(value * 100),
    });
}

// --- scroll bars ------------------------------------------------------------------------------

const ITS_PART = /-[hv]bar\b/; // the class that a widget gives to a bar of its own

function dressScrollBar(bar) {
    if (bar._destroyed) return;
    if (ITS_PART.test(bar.element.className)) {
        mark(bar.element, { "aria-hidden": true }); // whose content scrolls by keys itself
        return;
    }
    belongs(bar.element, bar);
    mark(bar.element, {
        role: "scrollbar", tabindex: 0, "aria-orientation": bar._orientation,
        "aria-valuemin": 0, "aria-valuemax": 100,
    });
    markScrollBar(bar);
}

function markScrollBar(bar) {
    if (bar.element.getAttribute("role") !== "scrollbar") return;
    mark(bar.element, { "aria-valuenow": Math.round(bar._scrollPct * 100) });
}

function scroll(event, element) {
    const bar = widgetOf(element);
    if (!bar || !isPlain(event)) return false;
    const to = placeBy(event.key, bar._scrollPct);
    if (to === null) return false;
    bar.set_scroll_percent(to);
    bar.make_callback("activated", bar._scrollPct);
    return true;
}

/** Down is on, and a page is down, unlike with a value. */
function placeBy(key, value) {
    const turned = {
        ArrowDown: "ArrowUp", ArrowUp: "ArrowDown", PageDown: "PageUp", PageUp: "PageDown",
    }[key] ?? key;
    return valueBy(turned, { value, min: 0, max: 1, step: SCROLL });
}
