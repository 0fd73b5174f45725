/**
 * What a widget has put off is not done when the widget is gone.
 *
 * pgwidgets-js puts work off to the next frame, or by a timer, and then finds a widget without its
 * element: an error of the page for each column that was to be measured and each picture that was
 * to be shown.
 *
 * Knows: that a method which puts something off says so in its own text. Must not know: any class.
 */

import { around } from "../common/wrapping.js";

const PUTS_OFF = /\b(?:requestAnimationFrame|setTimeout)\(/;

/** The widget that is making or carrying out something, and may put more of it off. */
let owner = null;

/**
 * Has all classes drop what they have put off, when the object is destroyed.
 * @param {object} Widgets the namespace of pgwidgets-js, as it is, nothing mended yet
 * @param {object} [scope] what has `requestAnimationFrame` and `setTimeout`
 */
export function mendLateWork(Widgets, scope = globalThis) {
    for (const Class of Object.values(Widgets)) {
        if (typeof Class !== "function" || !Class.prototype?.destroy) continue;
        for (const name of methodsThatPutOff(Class)) {
            around(Class.prototype, name, (widget, _, run) => ownedBy(widget, run));
        }
    }
    for (const name of ["requestAnimationFrame", "setTimeout"]) {
        const later = scope[name];
        if (!later) continue; // in tests, which have no page
        scope[name] = (work, ...rest) => later.call(scope, lasting(work), ...rest);
    }
}

/** @param {Function} Class @returns {string[]} those of its own methods that put something off */
export function methodsThatPutOff(Class) {
    return Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))
        .filter(([name, { value }]) => name !== "constructor" && typeof value === "function"
            && PUTS_OFF.test(Function.prototype.toString.call(value)))
        .map(([name]) => name);
}

/** Runs something on behalf of a widget; gives what it gives. */
function ownedBy(widget, run) {
    const outer = owner;
    owner = widget;
    try {
        return run();
    } finally {
        owner = outer;
    }
}

/** What is done later, unless its owner is gone by then. */
function lasting(work) {
    const of = owner;
    if (of === null || typeof work !== "function") return work;
    return (...args) => {
        if (!of._destroyed) ownedBy(of, () => work(...args));
    };
}
