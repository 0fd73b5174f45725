/**
 * Dialogs: the keys go into one that opens, stay in a modal one, and are given back when it closes.
 *
 * Enter in a field presses the button that the program has named, Escape the one that does not agree,
 * or the cross.
 *
 * Knows: ARIA's pattern of dialogs, and private fields of pgwidgets-js's Dialog. Must not know: the
 * server, or what a dialog asks.
 */

import { idOf, isShown, mark, stopsIn } from "../common/aria.js";
import { bar, DIALOG } from "../common/barred.js";
import { after, around } from "../common/wrapping.js";
import { belongs, isPlain, whenMade, widgetOf } from "./keys.js";

const WINDOWS = ":scope > :is(.toplevel-widget, .page)";
const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=range]), textarea, [contenteditable=true]";
const DISMISSING = /^(abort|back|cancel|close|discard|dismiss|no|not now|quit)\b/i;

/** Dialogs that are shown, oldest first, each with what had the keys before. */
const shown = new Map();

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function dialogKeys({ ColorDialog, Dialog, Page, TopLevel }) {
    for (const name of ["show", "popup"]) after(Dialog.prototype, name, open);
    for (const name of ["hide", "destroy"]) {
        around(Dialog.prototype, name, (dialog, _, run) => {
            const before = shown.get(dialog);
            shown.delete(dialog);
            const hadKeys = dialog.element?.contains(document.activeElement);
            run();
            if (before === undefined) return;
            settle();
            if (hadKeys && before?.isConnected) before.focus({ preventScroll: true });
        });
    }
    after(Dialog.prototype, "set_modal", (dialog) => {
        if (!shown.has(dialog)) return;
        mark(dialog.element, { "aria-modal": dialog._modal ? true : null });
        settle();
    });
    whenMade(Dialog, "hidden", noteButtons);
    after(Dialog.prototype, "add_button", (_, button, value) => values.set(button, value));
    Dialog.prototype.set_default_button = function (value) {
        setDefault(this, value);
    };
    Dialog.prototype.set_danger_button = function (value) {
        for (const { element } of this._buttonBox.children) mark(element, { "data-pgw-kind": null });
        buttonOf(this, value)?.setAttribute("data-pgw-kind", "danger");
    };
    for (const Class of [TopLevel, Page]) after(Class.prototype, "show", settle);
    return [[".dialog-widget", (event, element) => heed(event, element, ColorDialog)]];
}

function open(dialog) {
    const { element } = dialog;
    belongs(element, dialog);
    const title = element.querySelector(":scope > .toplevel-title-bar .toplevel-title-text");
    mark(element, {
        role: "dialog", tabindex: -1, "aria-modal": dialog._modal ? true : null,
        "aria-labelledby": title ? idOf(title) : null,
    });
    const { activeElement } = document;
    if (!shown.has(dialog)) shown.set(dialog, activeElement === document.body ? null : activeElement);
    settle();
    // Who is typing is not interrupted by a dialog that lets them type.
    if (element.contains(activeElement) || (!dialog._modal && activeElement.matches(TYPED_INTO))) return;
    (firstIn(dialog) ?? element).focus({ preventScroll: true });
}

/** What is asked for comes before the buttons, of these the one that Enter presses, then the title bar. */
function firstIn({ element, _contentArea: content, _buttonBox: buttons, _default: meant }) {
    return stopsIn(content.element)[0] ?? (meant?.isConnected ? meant : null)
        ?? stopsIn(buttons.element)[0] ?? stopsIn(element)[0];
}

/** Below a modal dialog nothing can be reached. */
function settle() {
    const modal = [...shown.keys()].filter((dialog) => dialog._modal && dialog.element?.isConnected).at(-1);
    const isAbove = new Set([...shown.keys()].slice([...shown.keys()].indexOf(modal)).map(
        ({ element }) => element,
    ));
    for (const window of document.body.querySelectorAll(WINDOWS)) {
        bar(window, DIALOG, modal !== undefined && !isAbove.has(window));
    }
}

function heed(event, element, ColorDialog) {
    const dialog = widgetOf(element);
    if (!dialog || !isPlain(event)) return false;
    if (event.key === "Tab") return dialog._modal && turnsAround(event, element);
    if (event.key === "Escape") return !isEditing(event.target) && dismisses(dialog, ColorDialog);
    if (event.key === "Enter" && !event.repeat) return agrees(event, dialog);
    return false;
}

/** What is within a table is left by Escape first. */
function isEditing(target) {
    const tree = target.closest(".treeview-widget");
    return tree !== null && tree !== target;
}

function turnsAround({ shiftKey, target }, element) {
    const stops = stopsIn(element);
    const [first, last] = [stops[0], stops.at(-1)];
    if (target !== (shiftKey ? first : last) && target !== element) return false;
    (shiftKey ? last : first)?.focus();
    return true;
}

function buttonsOf({ _buttonBox: box }) {
    return [...box.element.querySelectorAll("button")].filter((button) => isShown(button) && !button.disabled);
}

function dismisses(dialog, ColorDialog) {
    const button = buttonsOf(dialog).find(({ textContent }) => DISMISSING.test(textContent.trim()));
    if (button) button.click();
    else if (dialog instanceof ColorDialog) dialog.hide();
    else if (dialog._closeable) dialog.make_callback("close");
    else return false;
    return true;
}

/** From a field; a button that has the keys is pressed by the browser. */
function agrees({ target }, dialog) {
    const button = dialog._default;
    if (!button?.isConnected || !target.matches("input:not([aria-expanded=true]), .radiobutton-widget")) return false;
    // The field is heard first: what is typed counts.
    setTimeout(() => button.isConnected && isShown(button) && button.click());
    return false;
}

/** Says which button Enter presses: the one that tells this value; none does: no button. */
function setDefault(dialog, value) {
    dialog._default?.removeAttribute("data-pgw-default");
    dialog._default = buttonOf(dialog, value);
    dialog._default?.setAttribute("data-pgw-default", "");
}

/** @returns {?HTMLElement} the button that tells a value */
function buttonOf({ _buttonBox: box }, value) {
    const wanted = JSON.stringify(value);
    const isWanted = (button) => values.has(button) && JSON.stringify(values.get(button)) === wanted;
    return box.children.find(isWanted)?.element ?? null;
}

/** @type {WeakMap<object, *>} what each button of a dialog tells */
const values = new WeakMap();

/** Notes what those buttons tell that a dialog was made with. */
function noteButtons({ _buttonBox: box, _given: given = [] }) {
    for (const [index, [, value]] of given.entries()) values.set(box.children[index], value);
}
