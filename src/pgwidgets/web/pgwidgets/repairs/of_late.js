/**
 * What is mended of every class of pgwidgets-js, for those that come late (widgets/late.js).
 *
 * Knows: which repairs are for all. Must not know: what is mended of each.
 */

import { nameClasses } from "../widgets/classes.js";
import { scrollSilently, scrollWhenShown } from "../widgets/scrolling.js";
import { mendLateWork } from "./late.js";

/**
 * Before anything else is mended of them, as repair() does it (repairs.js).
 * @param {Object<string, Function>} classes by name
 * @param {object} Widgets those that were there from the beginning
 */
export function mendLateClasses(classes, { Widget }) {
    nameClasses(classes);
    mendLateWork(classes, {}); // the page's own functions wait for their owners already
    scrollSilently({ Widget, ...classes });
    scrollWhenShown({ Widget, ...classes });
}
