/**
 * Attributes that screen readers read, and where keys go next in a row of things.
 *
 * Knows: ARIA. Must not know: any widget.
 */

/**
 * Writes attributes, and touches none that is as it should be: whoever watches the page is not told.
 * @param {Element} element
 * @param {Object<string, *>} attributes by name; null: the element has no such attribute
 */
export function mark(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined) element.removeAttribute(name);
        else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
}

let made = 0;

/**
 * @param {Element} element
 * @returns {string} its id, by which others can refer to it; one is made where it has none
 */
export function idOf(element) {
    if (!element.id) element.id = `pgwidgets-part-${made += 1}`;
    return element.id;
}

const STEPS = {
    horizontal: { ArrowRight: 1, ArrowLeft: -1 },
    vertical: { ArrowDown: 1, ArrowUp: -1 },
    both: { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 },
};

/**
 * Where a key goes in a row of things; after the last comes the first.
 * @param {string} key as KeyboardEvent has it
 * @param {number} index of the one that has the keys; -1: none has
 * @param {number} count how many there are
 * @param {"horizontal"|"vertical"|"both"} way in which they stand
 * @returns {number} the index; -1: it is no such key, or there is nothing
 */
export function nextOf(key, index, count, way = "both") {
    if (count === 0) return -1;
    if (key === "Home") return 0;
    if (key === "End") return count - 1;
    const step = STEPS[way][key];
    if (step === undefined) return -1;
    if (index < 0) return step > 0 ? 0 : count - 1;
    return (index + step + count) % count;
}

/**
 * The next thing whose text begins with a typed character.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {number} index of the one that has the keys
 * @param {string[]} texts
 * @returns {number} the index; -1: there is none, or nothing was typed
 */
export function typedOf({ key, ctrlKey, metaKey, altKey }, index, texts) {
    if ([...key].length !== 1 || key === " " || ctrlKey || metaKey || altKey) return -1;
    const typed = key.toLowerCase();
    const fits = (text) => text.trim().toLowerCase().startsWith(typed);
    const after = texts.findIndex((text, at) => at > index && fits(text));
    return after >= 0 ? after : texts.findIndex(fits);
}

/** Has one of a row of elements be where Tab goes, and no other. */
export function rove(elements, current) {
    for (const element of elements) element.tabIndex = element === current ? 0 : -1;
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]";

/**
 * @param {Element} element
 * @returns {Element[]} what in it Tab goes to, in the order of the page
 */
export function stopsIn(element) {
    return [...element.querySelectorAll(FOCUSABLE)].filter(
        (part) => part.tabIndex >= 0 && !part.disabled && !part.closest("[inert]") && isShown(part),
    );
}

/** @returns {boolean} whether an element is drawn */
export function isShown(element) {
    return element.checkVisibility({ visibilityProperty: true });
}

/** @returns {boolean} whether what an element belongs to is switched off */
export function isOff(element) {
    return element.closest(".widget-disabled, [inert]") !== null;
}
