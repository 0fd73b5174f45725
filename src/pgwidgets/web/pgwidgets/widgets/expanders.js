/**
 * Expanders whose title has a colour that the theme knows by name.
 *
 * Knows: the options of pgwidgets-js's Expander. Must not know: which names there are.
 */

import { colorOf } from "../common/colors.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {Object<string, Function>} the class that takes the place of the one of this name
 */
export function colouredExpanders({ Expander: Base }) {
    // The class must have the name of its base, which is what the server is told of it.
    return {
        Expander: class Expander extends Base {
            constructor(options = {}) {
                super({ ...options, bg_color: colorOf(options.bg_color ?? null) });
            }
        },
    };
}
