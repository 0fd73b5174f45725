/**
 * What can't be used for a while: below a modal dialog, under a cover, switched off. Each may come
 * and go while another one is there, so an element is free only when nothing bars it any more.
 *
 * Knows: elements. Must not know: what bars them.
 */

/** What {@link bar} is given by modal dialogs, and by programs that switch widgets off. */
export const DIALOG = Symbol("a modal dialog");
export const PROGRAM = Symbol("the program");

/** @type {WeakMap<Element, Set>} */
const barring = new WeakMap();

/**
 * @param {HTMLElement} element
 * @param {*} by what bars it
 * @param {boolean} isBarred
 */
export function bar(element, by, isBarred) {
    const all = barring.get(element) ?? new Set();
    if (isBarred) all.add(by);
    else all.delete(by);
    barring.set(element, all);
    // A question that is asked while the page is at work must be answered, for the work to go on.
    const isAsking = element.getAttribute("aria-modal") === "true";
    element.inert = all.has(DIALOG) || all.has(PROGRAM) || (all.size > 0 && !isAsking);
}
