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
    const {
        ComboBox, ContainerWidget, Dialog, Label, TextSource, ToolBarAction, TopLevel, Widget,
    } = Widgets;
    mendPlacement(Widgets);
    mendRemoval(Widgets);
    before(Widget.prototype, "destroy", stopObservers);
    before(ContainerWidget.prototype, "destroy", forgetPlainChildren);
    for (const [setter, property] of Object.entries(STYLED_BY)) {
        before(Widget.prototype, setter, ({ element }) => { element.style[property] = ""; });
    }
    before(ComboBox.prototype, "destroy", dropList);
    letPlacedDialogBe(Dialog.prototype);
    before(Label.prototype, "set_menu", hearClicksOutside);
    keepNoSize(TopLevel.prototype);
    whileAway(TopLevel.prototype, "set_position", ["left", "top"]);
    whileAway(TopLevel.prototype, "resize", ["width", "height"]);
    before(TextSource.prototype, "_render", alignGutters);
    before(TextSource.prototype, "destroy", ({ _tooltipEl }) => _tooltipEl?.remove());
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

/** A window that was as large as its content would keep the size of the moment once restored. */
function keepNoSize(prototype) {
    const save = prototype._saveRect;
    prototype._saveRect = function () {
        save.call(this);
        const { width, height } = this.element.style;
        Object.assign(this._savedRect, { width, height });
    };
}

/** Where a minimized or maximized window is put, and how large, is seen when it comes back. */
function whileAway(prototype, name, properties) {
    const method = prototype[name];
    prototype[name] = function (...lengths) {
        if (this._winState !== "minimized" && this._winState !== "maximized") {
            method.apply(this, lengths);
            return;
        }
        for (const [index, property] of properties.entries()) {
            if (lengths[index] !== null) this._savedRect[property] = `${lengths[index]}px`;
        }
    };
}

/** What CSS does not know would leave the value before it. */
const STYLED_BY = Object.freeze({
    set_bg: "backgroundColor",
    set_border_color: "borderColor",
    set_cursor: "cursor",
    set_font: "fontFamily",
});

/** The list that a combo box drops down stands on the page by itself, and stays there. */
function dropList(combo) {
    combo._dropdown.remove();
}

/** A dialog goes to the middle on the next frame, even if it was given a place before that. */
function letPlacedDialogBe(prototype) {
    const center = prototype._centerInViewport;
    prototype._centerInViewport = function () {
        const { element } = this;
        center.call({
            element,
            set_position: (x, y) => {
                if (element.style.left === "" || element.style.top === "") this.set_position(x, y);
            },
        });
    };
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
