/**
 * Where the user is in a page that is built anew for another run of the server: the widget with the
 * focus, and the caret or selection in it.
 *
 * Knows: elements and their widgets. Must not know: the server, or when the page is built.
 */

/** Kinds of input elements that have a caret. */
const TYPED = new Set(["text", "search", "url", "tel", "password", ""]);

/**
 * @param {Iterable<object>} widgets of the page as it is
 * @param {Document} document
 * @returns {?{wid: number, tag: string, index: number, start: ?number, end: ?number,
 *   text: ?string, scroll: number[]}} null: nowhere
 */
export function placeOf(widgets, document) {
    const active = document.activeElement;
    if (!active || active === document.body) return null;
    let found = null;
    for (const widget of widgets) {
        const { element } = widget;
        if (!element?.contains(active)) continue;
        if (found === null || found.element.contains(element)) found = widget;
    }
    if (found === null) return null;
    const { tagName } = active;
    const hasCaret = tagName === "TEXTAREA" || (tagName === "INPUT" && TYPED.has(active.type));
    return {
        wid: found.wid,
        tag: active.tagName,
        index: elementsOf(found.element, active.tagName).indexOf(active),
        start: hasCaret ? active.selectionStart : null,
        end: hasCaret ? active.selectionEnd : null,
        text: hasCaret ? active.value : null,
        scroll: [active.scrollLeft, active.scrollTop],
    };
}

/**
 * Puts the focus back.
 * @param {?object} place what {@link placeOf} gave, or null
 * @param {(wid: number) => ?object} find the widget that it is today
 * @returns {?Element} what has it now, where it has a caret whose text is yet to come
 */
export function putBack(place, find) {
    const widget = place === null ? null : find(place.wid);
    if (!widget?.element) return null;
    const element = elementsOf(widget.element, place.tag)[place.index] ?? widget.element;
    element.focus({ preventScroll: true });
    const hasCaret = place.start !== null && typeof element.setSelectionRange === "function";
    if (hasCaret) element.setSelectionRange(place.start, place.end);
    [element.scrollLeft, element.scrollTop] = place.scroll;
    return hasCaret && element.value !== place.text ? element : null;
}

function elementsOf(root, tag) {
    return [...(root.tagName === tag ? [root] : []), ...root.getElementsByTagName(tag)];
}
