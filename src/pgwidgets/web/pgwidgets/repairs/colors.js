/**
 * The colours that a program gives: names of tokens among them, and the colour of the text where only
 * a background was given.
 *
 * A token's name stands for the colour that the theme has for it, so that a change of the theme
 * reaches what the program has coloured. A text on a background of the program's would else have the
 * theme's own colour, which may be as light, or as dark, as that background.
 *
 * Knows: which methods of pgwidgets-js take colours, and where it writes them. Must not know: which
 * tokens and themes there are, the server.
 */

import { colorOf, isOpaque } from "../common/colors.js";
import { after, around } from "../common/wrapping.js";

/** Tells the style sheet of a background that the program gave; themes/grounds.css has the text's rule. */
function tellGround(element, value) {
    const isTold = isOpaque(value);
    if (isTold) element.style.setProperty("--pgw-bg", value);
    else element.style.removeProperty("--pgw-bg");
    element.toggleAttribute("data-pgw-on", isTold);
}

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendColors({ Button, Expander, Label, TabWidget, Widget }) {
    const named = (value) => colorOf(value);

    for (const name of ["set_bg", "set_border_color"]) {
        taking(Widget.prototype, name, ([color, ...rest]) => [named(color), ...rest]);
    }
    for (const Class of [Button, Label]) {
        taking(Class.prototype, "set_color", ([bg, fg]) => [named(bg), named(fg)]);
        after(Class.prototype, "set_color", ({ element }, bg) => {
            if (bg != null) tellGround(element, named(bg));
        });
    }
    after(Widget.prototype, "set_bg", ({ element }, color) => tellGround(element, named(color)));
    taking(Button.prototype, "set_hover", ([bg, fg]) => [named(bg), named(fg)]);
    around(Button.prototype, "_applyHover", (button, _, run) => {
        const ground = button.element.style.getPropertyValue("--pgw-bg");
        run();
        if (button._hoverBg === null) return;
        button._groundBefore ??= ground;
        tellGround(button.element, button._hoverBg);
    });
    after(Button.prototype, "_restoreHover", (button) => {
        if (button._groundBefore === undefined) return;
        tellGround(button.element, button._groundBefore);
        button._groundBefore = undefined;
    });
    taking(TabWidget.prototype, "highlight_tab", ([child, color]) => [child, named(color)]);
    after(TabWidget.prototype, "highlight_tab", (tabs, child, color) => {
        const button = tabs.tab_info.get(tabs.get_tab_id(child))?.tabButton;
        if (button) tellGround(button, named(color));
    });
    after(Expander.prototype, "applyStyles", ({ element }) => {
        const title = element.querySelector(":scope > .expander-title");
        if (title?.style.backgroundColor) tellGround(title, title.style.backgroundColor);
    });
}

/** Has a method called with other arguments; `change` makes them of those that were given. */
function taking(prototype, name, change) {
    const method = prototype[name];
    prototype[name] = function (...args) {
        return method.apply(this, change(args));
    };
}
