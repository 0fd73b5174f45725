/**
 * One listener for the keys of all widgets: what stands innermost under a pattern's selector heeds it.
 *
 * It hears keys before the widgets do, so that a pattern can put its own meaning in the place of
 * pgwidgets-js's. What no pattern heeds is left to the widget, and to the browser.
 *
 * Knows: selectors. Must not know: what any key does.
 */

import { after } from "../common/wrapping.js";
import { isOff } from "../common/aria.js";

/**
 * @typedef {[selector: string, heed: (event: KeyboardEvent, element: Element) => boolean]} Pattern
 *   `heed` is given the innermost element with the key in it, and tells whether nobody else may have it
 */

/**
 * @param {EventTarget} document
 * @param {Pattern[]} patterns the first that heeds a key has it
 */
export function heedKeys(document, patterns) {
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.isComposing || !event.target.closest) return;
        for (const [selector, heed] of patterns) {
            const element = event.target.closest(selector);
            if (!element || isOff(element) || !heed(event, element)) continue;
            event.preventDefault();
            event.stopPropagation();
            return;
        }
    }, true);
}

/** Which widget an element is, of those that a pattern must find. */
const widgets = new WeakMap();

/** @returns {object|undefined} */
export function widgetOf(element) {
    return widgets.get(element);
}

/** Says which widget an element is. */
export function belongs(element, widget) {
    widgets.set(element, widget);
}

/**
 * Has something done once to each widget of a class, as soon as it is whole: the constructors of
 * pgwidgets-js enable their actions last. A subscription enables an action again.
 * @param {Function} Class
 * @param {string} action the last that the constructor enables
 * @param {(widget: object) => void} dress
 */
export function whenMade(Class, action, dress) {
    const dressed = new WeakSet();
    after(Class.prototype, "enable_callback", (widget, enabled) => {
        if (enabled !== action || dressed.has(widget)) return;
        dressed.add(widget);
        dress(widget);
    });
}

/** @returns {boolean} whether a key comes with none of Ctrl, Alt and Meta */
export function isPlain({ ctrlKey, altKey, metaKey }) {
    return !ctrlKey && !altKey && !metaKey;
}
