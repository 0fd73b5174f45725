/**
 * Faults of pgwidgets-js 0.4 that would break a promise of ours, mended from outside.
 *
 * Knows: private fields of its widgets. Must not know: anything of ours.
 * Each of these can go when the library does the same.
 */

import { mendRemoval } from "./leftovers.js";
import { mendPlacement } from "./placement.js";

/**
 * Mends the classes; before the first widget is made.
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function repair(Widgets) {
    const { Widget, ContainerWidget, Label, TextSource, ToolBarAction } = Widgets;
    mendPlacement(Widgets);
    mendRemoval(Widgets);
    before(Widget.prototype, "destroy", stopObservers);
    before(ContainerWidget.prototype, "destroy", forgetPlainChildren);
    before(Label.prototype, "set_menu", hearClicksOutside);
    before(TextSource.prototype, "_render", alignGutters);
    before(ToolBarAction.prototype, "_setupMenu", letMenuBeClicked);
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

/** A label hands the document a method that has lost its label, so nothing closes its menu. */
function hearClicksOutside(label) {
    if (!Object.hasOwn(label, "_onMenuOutsideMouseDown")) {
        label._onMenuOutsideMouseDown = label._onMenuOutsideMouseDown.bind(label);
    }
}

/** Until set_font() an editor's gutters have a font of their own, and line numbers stray from lines. */
function alignGutters(editor) {
    for (const gutter of [editor._numberGutter, editor._iconGutter]) {
        gutter.style.fontFamily = editor._fontFamily;
        gutter.style.fontSize = `${editor._fontSize}px`;
    }
}

/**
 * An action takes a press in its open menu for one on itself and closes the menu, so that nothing
 * is there to be clicked when the button is let go.
 */
function letMenuBeClicked(action, menu) {
    menu.get_element().addEventListener("mousedown", stop);
}

function stop(event) {
    event.stopPropagation();
}

function before(prototype, name, first) {
    const method = prototype[name];
    prototype[name] = function (...args) {
        if (!this._destroyed) first(this, ...args);
        return method.apply(this, args);
    };
}
