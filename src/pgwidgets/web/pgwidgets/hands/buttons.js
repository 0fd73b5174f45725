/**
 * What is pressed, and is no button of the browser's: expanders, radio buttons, and all that has the
 * role of a button. Toggle buttons tell their state.
 *
 * Knows: ARIA's patterns of buttons, disclosures and radio groups, and private fields of these
 * classes of pgwidgets-js. Must not know: the server.
 */

import { idOf, isOff, isShown, mark, nextOf, rove } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, whenMade, widgetOf } from "./keys.js";

/** What we give the role of a button; others may have keys of their own. */
const PRESSED = ".toolbar-action, .mdi-button, .expander-title, .label-widget, .statusbar-widget";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function buttonKeys({ Button, Expander, RadioButton, ToggleButton }) {
    Button.prototype.set_kind = function (kind) {
        mark(this.element, { "data-pgw-kind": kind === "normal" ? null : kind });
    };
    whenMade(ToggleButton, "activated", markToggle);
    after(ToggleButton.prototype, "_update_visual", markToggle);
    after(Expander.prototype, "applyStyles", dressExpander);
    after(Expander.prototype, "toggleContent", markExpander);
    whenMade(RadioButton, "activated", dressRadio);
    after(RadioButton.prototype, "_update_visual", markRadios);
    return [
        [".radiobutton-widget", chooseRadio],
        [`[role=button]:is(${PRESSED})`, press],
    ];
}

/** Enter and the space bar press it. */
function press(event, element) {
    if (!isPlain(event) || (event.key !== "Enter" && event.key !== " ")) return false;
    if (event.target !== element) return false;
    if (!event.repeat) element.click();
    return true;
}

function markToggle({ element, state }) {
    mark(element, { "aria-pressed": Boolean(state) });
}

// --- expanders --------------------------------------------------------------------------------

function dressExpander(expander) {
    const title = titleOf(expander);
    if (!expander.collapsible || !title || title.hasAttribute("role")) return;
    mark(title, {
        role: "button", tabindex: 0, "aria-controls": idOf(expander.contentContainer),
        "aria-label": expander.title ? null : "",
    });
    mark(title.querySelector(".expander-toggle"), { "aria-hidden": true });
    markExpander(expander);
}

function markExpander(expander) {
    const title = titleOf(expander);
    if (title?.hasAttribute("role")) mark(title, { "aria-expanded": !expander.collapsed });
}

function titleOf({ element }) {
    return element.querySelector(":scope > .expander-title");
}

// --- radio buttons ----------------------------------------------------------------------------

function dressRadio(radio) {
    belongs(radio.element, radio);
    mark(radio.element, { role: "radio" });
    markRadios(radio);
}

/** Tab goes to the one that is chosen, or to the first. */
function markRadios({ group }) {
    const { element: stop } = group.find((radio) => radio.state) ?? group[0];
    for (const [index, { element, state }] of group.entries()) {
        mark(element, {
            "aria-checked": state, "aria-posinset": index + 1, "aria-setsize": group.length,
        });
    }
    rove(group.map(({ element }) => element), stop);
}

function chooseRadio(event, element) {
    const radio = widgetOf(element);
    if (!radio || !isPlain(event)) return false;
    const group = radio.group.filter((other) => isShown(other.element) && !isOff(other.element));
    const key = event.key === " " ? "" : event.key;
    const to = event.key === " " ? group.indexOf(radio) : nextOf(key, group.indexOf(radio), group.length);
    if (to < 0 || event.key === "Home" || event.key === "End") return false;
    group[to].element.focus();
    group[to].element.click();
    return true;
}
