/**
 * All widgets by keys, and what screen readers are told of them.
 *
 * Knows: which files do it. Must not know: what they do, or the server.
 */

import { mark } from "../common/aria.js";
import { bar, PROGRAM } from "../common/barred.js";
import { after } from "../common/wrapping.js";
import { buttonKeys } from "./buttons.js";
import { colorKeys } from "./colors.js";
import { comboKeys } from "./combos.js";
import { dialogKeys } from "./dialogs.js";
import { heedKeys } from "./keys.js";
import { menuKeys } from "./menus.js";
import { nameWidgets } from "./names.js";
import { zoomByFingers } from "./pinch.js";
import { scrollerKeys } from "./scrollers.js";
import { splitterKeys } from "./splitters.js";
import { tabKeys } from "./tabs.js";
import { toolBarKeys } from "./toolbars.js";
import { dragByFingers } from "./touch.js";
import { valueKeys } from "./values.js";
import { windowKeys } from "./windows.js";
import { wordTable } from "./words.js";

/**
 * Teaches the classes; before the first widget is made.
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Document} document
 * @param {?Object<string, string>} [texts] words in the place of ours
 */
export function handle(Widgets, document, texts = null) {
    const word = wordTable(texts);
    nameWidgets(Widgets);
    tellSwitchedOff(Widgets);
    tellNews(Widgets);
    passOverPictures(Widgets);
    showEmpty(Widgets);
    tellLines(Widgets);
    dragByFingers(document);
    zoomByFingers(document);
    const bars = toolBarKeys(Widgets, document);
    heedKeys(document, [
        // The innermost first: a field in a menu in a window.
        ...comboKeys(Widgets),
        ...valueKeys(Widgets),
        ...colorKeys(Widgets, word),
        ...splitterKeys(Widgets, word),
        ...tabKeys(Widgets),
        ...menuKeys(Widgets, document),
        ...bars,
        ...buttonKeys(Widgets),
        ...scrollerKeys(Widgets),
        ...windowKeys(Widgets, document, word),
        ...dialogKeys(Widgets),
    ]);
}

/** pgwidgets-js only dims what is switched off, and keeps the mouse away: keys would still go there. */
function tellSwitchedOff({ ContainerWidget, Widget }) {
    after(Widget.prototype, "set_enabled", (widget, isOn) => {
        const { element } = widget;
        if (widget instanceof ContainerWidget) {
            bar(element, PROGRAM, !isOn);
            return;
        }
        mark(element, { "aria-disabled": isOn ? null : true });
        for (const part of element.querySelectorAll("input, textarea, select, button")) {
            part.disabled = !isOn;
        }
    });
}

/** The status bar is read when it changes, unless the program says otherwise. */
function tellNews({ StatusBar }) {
    after(StatusBar.prototype, "set_text", ({ element }) => {
        if (!element.hasAttribute("aria-live")) mark(element, { role: "status" });
    });
}

/** A line parts what is before it from what comes after it. */
function tellLines({ Separator }) {
    after(Separator.prototype, "_applyOrientation", ({ element, _orientation: way }) => {
        mark(element, { role: "separator", "aria-orientation": way === "vertical" ? way : null });
    });
}

/** What is shown of something that is empty; the style sheet knows when (additions/hands.css). */
function showEmpty({ MDIWidget, TextEntry }) {
    MDIWidget.prototype.set_placeholder = function (text) {
        mark(this.element, { "data-pgw-placeholder": text || null });
    };
    TextEntry.prototype.set_placeholder = function (text) {
        this._input.placeholder = text ?? "";
        this._autoSize();
    };
    // As wide as its text is, so as what is shown in the text's place.
    after(TextEntry.prototype, "_autoSize", ({ _input: input, _fixedSize: isFixed }) => {
        if (!isFixed && !input.value) input.size = input.placeholder.length || 1;
    });
}

/** A picture that the program has not named says nothing, and is passed over. */
function passOverPictures({ Button, Image }) {
    const passOver = (image) => {
        if (image && !image.hasAttribute("alt")) mark(image, { alt: "" });
    };
    after(Button.prototype, "set_icon", ({ element }) => passOver(element.querySelector("img")));
    for (const name of ["set_image", "set_binary_image"]) {
        after(Image.prototype, name, ({ element }) => element.localName === "img" && passOver(element));
    }
}
