/**
 * Our own classes, which replace some of pgwidgets-js's.
 *
 * Knows: which files make them, but for those that come late (late.js).
 * Must not know: what the classes do.
 */

import { colouredExpanders } from "./expanders.js";
import { typedClasses } from "./fields.js";
import { tellingClasses } from "./hooks.js";
import { tellingMdiClasses } from "./subwindows.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {(run: () => void) => void} soon runs something when no call of the server is carried out
 * @param {(window: object) => void} closed told of each window that is destroyed here
 * @returns {Object<string, Function>} the classes by the names that the server knows them by
 */
export function ownClasses(Widgets, soon, closed) {
    return {
        ...typedClasses(Widgets),
        ...colouredExpanders(Widgets),
        ...tellingClasses(Widgets),
        ...tellingMdiClasses(Widgets, soon, closed),
    };
}
