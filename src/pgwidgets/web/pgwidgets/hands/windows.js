/**
 * Windows: gone between, moved, sized, minimized and maximized by keys; what is in their title bars.
 *
 * | keys | what they do |
 * |---|---|
 * | F6, Shift+F6 | to the next window of the page, or the one before; of a page with one: within it |
 * | Ctrl+F6, Ctrl+Shift+F6 | to the next window within the same widget, or the one before |
 * | Ctrl+F7, Ctrl+F8 | move, size (moving.js) |
 * | Ctrl+F9, Ctrl+F10 | minimize, maximize, and back |
 * | Shift+F10 in a title bar | the window's menu |
 *
 * Knows: ARIA's pattern of windows in a page, and private fields of pgwidgets-js's windows. Must not
 * know: the server.
 */

import { idOf, isOff, isShown, mark, nextOf, rove, stopsIn } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, widgetOf } from "./keys.js";
import { beginMoving } from "./moving.js";

const WITHIN = ".mdi-window";
const OF_PAGE = ":scope > :is(.toplevel-widget, .page)";
const ANY = ".mdi-window, .toplevel-widget, .page";
const BAR = ".mdi-title-bar, .toplevel-title-bar";

/** What had the keys in a window when they left it. */
const last = new WeakMap();

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Document} document
 * @param {(name: string) => string} word
 * @returns {import("./keys.js").Pattern[]}
 */
export function windowKeys({ MDIWidget, Page, TopLevel }, document, word) {
    after(TopLevel.prototype, "_makeTitleBar", (window) => dressTopLevel(window, word));
    for (const name of ["show", "popup"]) after(TopLevel.prototype, name, markTopLevel);
    after(TopLevel.prototype, "_refreshMaximizeIcon", markStates);
    after(Page.prototype, "show", ({ element }) => mark(element, { role: "main" }));
    after(Page.prototype, "hide", ({ element }) => mark(element, { role: null }));
    after(MDIWidget.prototype, "add_widget", (mdi, child) => {
        const window = mdi.get_subwin(child);
        if (window) dressSubWindow(window, word);
    });
    let isByTab = false;
    document.addEventListener("keydown", ({ key }) => { isByTab = key === "Tab"; }, true);
    document.addEventListener("pointerdown", () => { isByTab = false; }, true);
    document.addEventListener("focusin", ({ target }) => {
        const window = target.closest?.(ANY);
        if (!window) return;
        const bar = target.closest(BAR);
        if (bar) rove(buttonsIn(bar), target);
        last.set(window, new WeakRef(target));
        // Whoever comes by Tab sees where they are.
        if (isByTab) raise(window);
    });
    return [
        [BAR, inTitleBar],
        [ANY, (event, element) => changes(event, element, word)],
        ["body", goesBetween],
    ];
}

// --- what they are told of --------------------------------------------------------------------

function dressButton(button, name) {
    mark(button, { role: "button", "aria-label": name, title: name, tabindex: -1 });
    mark(button.querySelector("svg"), { "aria-hidden": true });
}

function dressTopLevel(window, word) {
    const { element, _titleBar: bar, _titleText: text } = window;
    belongs(element, window);
    mark(window._titleIcon, { alt: "" });
    for (const [field, name] of [
        ["_lowerButton", "lower"], ["_minimizeButton", "minimize"], ["_maximizeButton", "maximize"],
        ["_closeButton", "close"],
    ]) {
        if (window[field]) dressButton(window[field], word(name));
    }
    mark(bar, { role: "toolbar", "aria-labelledby": idOf(text) });
    const buttons = buttonsIn(bar);
    rove(buttons, buttons.at(-1));
    markTopLevel(window);
}

function markTopLevel(window) {
    const { element, _titleText: text } = window;
    belongs(element, window);
    if (element.getAttribute("role") === "dialog") return;
    mark(element, { role: text ? "region" : null, "aria-labelledby": text ? idOf(text) : null });
    markStates(window);
}

function markStates({ _winState: state, _minimizeButton: minimize, _maximizeButton: maximize }) {
    if (minimize) mark(minimize, { "aria-pressed": state === "minimized" });
    if (maximize) mark(maximize, { "aria-pressed": state === "maximized" });
}

function dressSubWindow(window, word) {
    const { element, titleText: text, buttons } = window;
    belongs(element, window);
    mark(window.icon, { alt: "" });
    mark(element, { role: "group", "aria-labelledby": idOf(text) });
    mark(buttons, { role: "toolbar", "aria-labelledby": idOf(text) });
    dressButton(window.lowerButton, word("lower"));
    dressButton(window.minimizeButton, word("minimize"));
    dressButton(window.maximizeButton, word("maximize"));
    dressButton(window.closeButton, word("close"));
    rove(buttonsIn(window.titleBar), window.closeButton);
}

function buttonsIn(bar) {
    return [...bar.querySelectorAll(".mdi-button")];
}

// --- in a title bar ---------------------------------------------------------------------------

function inTitleBar(event, bar) {
    const buttons = buttonsIn(bar);
    const at = buttons.indexOf(event.target);
    if (at < 0) return false;
    const window = widgetOf(bar.closest(ANY));
    if (window && ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu")) {
        const { left, bottom } = event.target.getBoundingClientRect();
        window._showContextMenu(left, bottom);
        return true;
    }
    const to = isPlain(event) ? nextOf(event.key, at, buttons.length, "horizontal") : -1;
    if (to < 0) return false;
    buttons[to].focus();
    return true;
}

// --- what keys do to a window -----------------------------------------------------------------

function changes(event, element, word) {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event;
    const window = widgetOf(element);
    if (!window || !ctrlKey || altKey || metaKey || shiftKey) return false;
    if (key === "F7" || key === "F8") return beginMoving(window, key === "F7" ? "move" : "size", word);
    if (key === "F9" && mayBe(window, "minimize")) window.toggle_minimize();
    else if (key === "F10" && mayBe(window, "maximize")) window.toggle_maximize();
    else return false;
    return true;
}

function mayBe(window, what) {
    return Boolean(window[`${what}Button`] ?? window[`_${what}Button`]);
}

// --- from window to window --------------------------------------------------------------------

function goesBetween(event) {
    const { key, shiftKey, ctrlKey, altKey, metaKey, target } = event;
    if (key !== "F6" || altKey || metaKey) return false;
    const ofPage = [...document.body.querySelectorAll(OF_PAGE)].filter(canHaveKeys);
    const isWithin = ctrlKey || ofPage.length < 2;
    const windows = isWithin ? besides(target) : ofPage;
    const at = windows.findIndex((window) => window.contains(target));
    if (windows.length === 0) return false;
    const step = shiftKey ? -1 : 1;
    const from = at < 0 && shiftKey ? 0 : at;
    goInto(windows[(from + step + windows.length) % windows.length]);
    return true;
}

function canHaveKeys(window) {
    return isShown(window) && !isOff(window);
}

/** The windows beside the one that has the keys, or all within what has them, or within the page. */
function besides(target) {
    const around = target.closest(".mdi-workspace") ?? target.closest(OF_WINDOW) ?? document;
    const found = [...around.querySelectorAll(WITHIN)];
    const all = found.length > 0 ? found : [...document.querySelectorAll(WITHIN)];
    return all.filter((window) => canHaveKeys(window) && !all.some(
        (other) => other !== window && other.contains(window),
    ));
}

const OF_WINDOW = ".toplevel-widget, .page";

/** Gives a window the keys: what had them there, else its content, else its title bar. */
export function goInto(window) {
    raise(window);
    const before = last.get(window)?.deref();
    const stops = stopsIn(window);
    const isThere = before && window.contains(before) && isShown(before) && !isOff(before);
    const to = (isThere && before) || stops.find((stop) => !stop.closest(BAR)) || stops[0];
    if (to) {
        to.focus();
    } else {
        window.tabIndex = -1;
        window.focus();
    }
}

function raise(element) {
    const window = widgetOf(element);
    if (!window || element.matches(".page")) return;
    // That of the page which lies above all others, dialogs aside, would else be raised for nothing.
    if (element.matches(WITHIN)) window.raise_();
    else if (isCovered(element)) window.raise_();
}

function isCovered(element) {
    const level = parseInt(element.style.zIndex, 10) || 0;
    return [...document.querySelectorAll("body > .toplevel-widget:not(.dialog-modal)")].some(
        (other) => other !== element && (parseInt(other.style.zIndex, 10) || 0) >= level,
    );
}
