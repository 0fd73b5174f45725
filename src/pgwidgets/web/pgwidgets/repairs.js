/**
 * Faults of pgwidgets-js 0.4 that would break a promise of ours, mended from outside.
 *
 * Knows: private fields of its widgets. Must not know: anything of ours.
 * Each of these can go when the library does the same.
 */

/**
 * Mends the classes; before the first widget is made.
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function repair({ Widget, ContainerWidget }) {
    before(Widget.prototype, "destroy", stopObservers);
    before(ContainerWidget.prototype, "destroy", forgetPlainChildren);
}

/**
 * Scrolling widgets leave their own observers on, which fire once more when the element goes, and
 * then fail on what is no longer there.
 */
function stopObservers(widget) {
    widget._resizeObserver?.disconnect();
    widget._contentObserver?.disconnect();
}

/** ColorWidget puts plain objects among a box's children; destroying the box stops at them. */
function forgetPlainChildren(container) {
    container.children = container.children.filter((child) => typeof child?.destroy === "function");
}

function before(prototype, name, first) {
    const method = prototype[name];
    prototype[name] = function (...args) {
        if (!this._destroyed) first(this);
        return method.apply(this, args);
    };
}
