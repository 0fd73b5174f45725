/**
 * Brings the children of an element into an order, while some of them stay where they are.
 *
 * An element that is moved loses the keyboard, text that is being composed in it, and the click that
 * has begun on it. So others are moved around it.
 *
 * Knows: elements. Must not know: what they show.
 */

/**
 * @param {Element} parent
 * @param {Element[]} wanted its children from now on, in their order
 * @param {(element: Element) => boolean} isStuck whether one must not be moved
 * @param {(element: Element) => boolean} [isApart] whether one stays, out of the order
 */
export function arrange(parent, wanted, isStuck, isApart = () => false) {
    let next = parent.firstElementChild;
    const skip = () => {
        while (next && isApart(next)) next = next.nextElementSibling;
    };
    for (const element of wanted) {
        skip();
        if (element !== next) {
            if (!isStuck(element) || !comesAfter(element, next)) {
                parent.insertBefore(element, next);
                continue;
            }
            while (next !== element) {
                const after = next.nextElementSibling;
                if (!isApart(next)) parent.append(next); // its turn comes, or it is left over
                next = after;
            }
        }
        next = element.nextElementSibling;
    }
    while (next) {
        const after = next.nextElementSibling;
        if (!isApart(next)) next.remove();
        next = after;
    }
}

/**
 * Keeps an element out of the order of the others, where it would stand.
 * @param {Element} element
 * @param {number} top pixels, in the parent
 * @returns {Element} it
 */
export function setApart(element, top) {
    element._isApart = true;
    Object.assign(element.style, { position: "absolute", top: `${top}px`, width: "100%" });
    return element;
}

/** Lets an element stand among the others again; gives it. */
export function putBack(element) {
    if (element._isApart) element.style.position = element.style.top = element.style.width = "";
    element._isApart = false;
    return element;
}

function comesAfter(element, other) {
    for (let each = other; each; each = each.nextElementSibling) {
        if (each === element) return true;
    }
    return false;
}
