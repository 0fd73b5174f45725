/**
 * The widget Plot: lines of points on a canvas.
 *
 * Knows: the element, and what the server calls. Must not know: how anything is drawn (chart.js).
 */

import { pauses } from "../../telling/pausing.js";
import { Chart } from "./chart.js";
import { Gestures } from "./gestures.js";
import { Legend } from "./legend.js";

/** Reports that come often: ms between two of them. One that waits is made before the page is left. */
const INTERVALS = { "limits-changed": 100, hover: 50 };

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {{byItself: Function}} shared
 * @returns {Function} the class
 */
export default function plotClass(Widgets, { byItself }) {
    return class Plot extends Widgets.Widget {
        #chart;
        #canvas;
        #place = null;
        #watches = [];
        #reports = Object.fromEntries(Object.keys(INTERVALS).map((action) => [action, { at: -Infinity }]));

        constructor() {
            super();
            for (const action of ["limits-changed", "clicked", "hover", "line-toggled", "_looked", "_due"]) {
                this.enable_callback(action);
            }
            this.element = document.createElement("div");
            this.element.className = "plot-widget";
            this.#canvas = document.createElement("canvas");
            this.#canvas.tabIndex = 0;
            this.#canvas.setAttribute("role", "img");
            this.#canvas.setAttribute("aria-label", "Plot");
            this.element.append(this.#canvas);
            this.#chart = new Chart(this.#canvas, {
                looked: (look) => byItself(() => this.make_callback("_looked", look)),
                // Those of then: the program may set others before they are told.
                moved: () => this.#tellSoon("limits-changed", () => [this.#chart.limits]),
                clicked: (...place) => this.make_callback("clicked", ...place),
                hovered: (...place) => {
                    this.#place = place;
                    this.#tellSoon("hover", () => this.#place);
                },
                toggled: (name, isVisible) => this.make_callback("line-toggled", name, isVisible),
                named: (items) => legend.update(items),
            });
            const legend = new Legend(this.element, (name) => this.#chart.toggle(name));
            new Gestures(this.#canvas, this.#handler());
            this.#watch();
        }

        /** What gestures call; of the pointer's place the cursor tells, too. */
        #handler() {
            const chart = this.#chart;
            const call = (name) => (...args) => chart[name](...args);
            const names = ["partAt", "pan", "zoom", "box", "click", "fit", "step", "magnify"];
            return {
                ...Object.fromEntries(names.map((name) => [name, call(name)])),
                point: (x, y) => {
                    chart.point(x, y);
                    // Only where it changes: each change of a style has all widgets looked at.
                    if (this.#canvas.style.cursor !== chart.cursor) this.#canvas.style.cursor = chart.cursor;
                },
            };
        }

        /** Draws anew where its size, the screen, the theme or the focus is another. */
        #watch() {
            const sizes = new ResizeObserver(() => this.#resized());
            sizes.observe(this.element);
            const themes = new MutationObserver(() => this.#chart.recolor());
            for (const element of [document.documentElement, document.body]) {
                themes.observe(element, { attributes: true });
            }
            const dark = matchMedia("(prefers-color-scheme: dark)");
            const recolor = () => this.#chart.recolor();
            dark.addEventListener("change", recolor);
            for (const name of ["focus", "blur"]) this.#canvas.addEventListener(name, () => this.#chart.redraw());
            const resized = () => this.#resized();
            window.addEventListener("resize", resized); // a zoom of the page changes no size
            this.#watches = [
                () => sizes.disconnect(),
                () => themes.disconnect(),
                () => dark.removeEventListener("change", recolor),
                () => window.removeEventListener("resize", resized),
            ];
        }

        /** It is measured when it is drawn: to ask now has WebKit complain of what it changes by that. */
        #resized() {
            const { element } = this;
            this.#chart.resize(() => [
                element.clientWidth, element.clientHeight, window.devicePixelRatio || 1,
            ]);
        }

        #tellSoon(action, args) {
            const report = this.#reports[action];
            pauses.start(report, () => {
                report.at = performance.now();
                this.make_callback(action, ...args());
            }, Math.max(0, report.at + INTERVALS[action] - performance.now()));
        }

        // --- what the server calls

        set__plot(plot) {
            this.#chart.describe(plot);
            if (this.#canvas.getAttribute("aria-label") !== this.#chart.summary) {
                this.#canvas.setAttribute("aria-label", this.#chart.summary);
            }
        }

        _move(limits) {
            this.#chart.move(limits);
        }

        _show(numbers, about) {
            this.#chart.take(numbers, about);
        }

        /** How often it was drawn; what measures it asks. */
        get draws() {
            return this.#chart.draws;
        }

        /** @override */
        destroy() {
            for (const end of this.#watches.splice(0)) end();
            for (const report of Object.values(this.#reports)) pauses.drop(report);
            this.#chart.end();
            super.destroy();
        }
    };
}
