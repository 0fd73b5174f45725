/**
 * Faults of pgwidgets-js 0.4 that would break a promise of ours, mended from outside.
 *
 * Knows: private fields of its widgets. Must not know: the server.
 * A repair can be removed when the library does the same. Classes that come late are mended where
 * they are made (widgets/late.js).
 */

import { after, around, before } from "../common/wrapping.js";
import { mendBelongings } from "../widgets/belongings.js";
import { scrollSilently, scrollWhenShown } from "../widgets/scrolling.js";
import { mendChoices } from "./choices.js";
import { mendRemoval } from "./leftovers.js";
import { mendLateWork } from "./late.js";
import { mendListening } from "./listening.js";
import { mendMarkup } from "./markup.js";
import { mendPictures } from "./pictures.js";
import { mendPlacement } from "./placement.js";
import { mendPopups } from "./popups.js";
import { mendShares } from "./shares.js";
import { mendTopLevels } from "./toplevels.js";

/**
 * Mends the classes; before the first widget is made.
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function repair(Widgets) {
    const {
        CheckBox, ComboBox, ContainerWidget, Label, Menu, ToolBarAction, Widget,
    } = Widgets;
    mendLateWork(Widgets); // first: it reads the classes' own text
    mendBelongings(Widgets);
    mendChoices(Widgets);
    mendListening(Widgets);
    mendMarkup(Widgets);
    mendPictures(Widgets);
    mendPlacement(Widgets);
    mendPopups(Widgets);
    mendRemoval(Widgets);
    mendShares(Widgets);
    mendTopLevels(Widgets);
    scrollSilently(Widgets); // before the next line, which wraps its methods once more
    scrollWhenShown(Widgets);
    before(Widget.prototype, "destroy", stopObservers);
    before(ContainerWidget.prototype, "destroy", forgetPlainChildren);
    for (const [setter, property] of Object.entries(STYLED_BY)) {
        before(Widget.prototype, setter, ({ element }) => { element.style[property] = ""; });
    }
    around(Widget.prototype, "set_focus", (widget, _, run) => {
        run();
        if (!(widget instanceof ContainerWidget)) focusPart(widget);
    });
    after(CheckBox.prototype, "enable_callback", labelBox);
    before(ComboBox.prototype, "destroy", dropList);
    before(Label.prototype, "set_menu", hearClicksOutside);
    keepHidden(Label.prototype);
    before(ToolBarAction.prototype, "_setupMenu", letMenuBeClicked);
    for (const Class of [Menu, ToolBarAction]) around(Class.prototype, "destroy", keepElement);
}

/**
 * Scrolling widgets do not disconnect their observers, which fire once more when the element leaves
 * the page, and then fail because the widget's parts are gone.
 */
function stopObservers(widget) {
    widget._resizeObserver?.disconnect();
    widget._contentObserver?.disconnect();
}

/** ColorWidget puts plain objects among a box's children; destroying the box stops at them. */
function forgetPlainChildren(container) {
    container.children = container.children.filter((child) => typeof child?.destroy === "function");
}

/** CSS ignores a value that it does not know: without this, the value before it would stay. */
const STYLED_BY = Object.freeze({
    set_bg: "backgroundColor",
    set_border_color: "borderColor",
    set_cursor: "cursor",
    set_font: "fontFamily",
});

/** Many widgets cannot have the focus themselves, but hold an element that can. */
function focusPart({ element }) {
    if (element.contains(document.activeElement)) return;
    element.querySelector("input, textarea, select, button, [contenteditable=true]")?.focus();
}

/**
 * pgwidgets-js puts the text beside the box, but not into a label: a click on the text does nothing,
 * and a screen reader has no name for the box. The constructor enables this action last of all.
 */
function labelBox({ element, checkbox, label: text }, action) {
    if (action !== "activated" || checkbox.closest("label")) return;
    const label = document.createElement("label");
    label.append(checkbox, text);
    element.append(label);
}

/** A combo box puts its list into the page's body, and does not remove it when it is destroyed. */
function dropList(combo) {
    combo._dropdown.remove();
}

/** A label listens with a method that is not bound to it, so a press elsewhere closes no menu. */
function hearClicksOutside(label) {
    if (!Object.hasOwn(label, "_onMenuOutsideMouseDown")) {
        label._onMenuOutsideMouseDown = label._onMenuOutsideMouseDown.bind(label);
    }
}

/** Aligning its text makes a label a flex box, even a hidden one; show() makes it none. */
function keepHidden(prototype) {
    const { set_valign: align, show } = prototype;
    prototype.set_valign = function (side) {
        const isHidden = !this.is_visible();
        align.call(this, side);
        if (isHidden) this.hide();
    };
    prototype.show = function () {
        show.call(this);
        if (this.element.style.justifyContent) this.element.style.display = "flex";
    };
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

/**
 * An open menu listens for a press outside of it, to close and then to stop listening. One that was
 * destroyed meanwhile has no element any more: its listener would fail at every press for good.
 */
function keepElement(widget, _, run) {
    const { element } = widget;
    run();
    widget.element = element;
}
