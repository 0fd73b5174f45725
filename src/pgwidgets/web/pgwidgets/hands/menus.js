/**
 * Menus: of menu bars, tool bars, labels, windows, and such as pop up.
 *
 * A menu that is opened by keys has them, until they leave it: then what it opened from has them
 * again. One that the mouse has opened is entered by an arrow.
 *
 * Knows: ARIA's patterns of menu bars and menus, and how pgwidgets-js opens its menus: by the mouse,
 * which is what is done here in the place of the user. Must not know: what is in them, or the server.
 */

import { idOf, isOff, isShown, mark, nextOf, rove, stopsIn, typedOf } from "../common/aria.js";
import { after, around } from "../common/wrapping.js";
import { isPlain } from "./keys.js";
import { giveOwnRole, nameInPlace } from "./names.js";

const MENU = ".menu-widget, .window-context-menu";
const SUBMENU_ITEM = "menu-submenu-item";

/**
 * What a menu opens from.
 * @typedef {object} Opener
 * @property {() => ?HTMLElement} focus has the keys when it is closed
 * @property {() => void} open
 * @property {() => void} close
 * @property {() => boolean} isOpen
 * @property {boolean} [isOfBar] whether menus stand beside it
 */

/** @type {WeakMap<Element, Opener>} by the menu's element */
const openers = new WeakMap();
/** @type {WeakMap<Element, Element>} the menu's element by what it opens from */
const opened = new WeakMap();

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Document} document
 * @returns {import("./keys.js").Pattern[]}
 */
export function menuKeys(Widgets, document) {
    const { Label, MDIWidget, Menu, MenuAction, MenuBar, TopLevel } = Widgets;
    after(MenuBar.prototype, "add_menu", (bar, menu, name) => dressBar(bar, menu, name));
    after(MenuBar.prototype, "_closeAll", markBar);
    after(MenuBar.prototype, "remove_child", (bar, menu) => {
        opensNoMore(menu.get_element());
        markBar(bar);
    });
    after(Menu.prototype, "add_widget", dressEntry);
    after(Menu.prototype, "add_menu", dressSubmenu);
    after(Menu.prototype, "add_separator", ({ element }) => {
        mark(element.lastElementChild, { role: "separator" });
        dressMenu(element);
    });
    for (const name of ["remove", "remove_all"]) {
        after(Menu.prototype, name, ({ element }) => dressMenu(element));
    }
    after(Menu.prototype, "popup", takeKeys);
    after(MenuAction.prototype, "set_checked", markChecked);
    around(Label.prototype, "set_menu", (label, [menu], run) => {
        if (label._menu && label._menu !== menu) opensNoMore(label._menu.get_element());
        run();
        dressLabel(label, menu);
    });
    for (const name of ["_openMenu", "_closeMenu"]) after(Label.prototype, name, markLabel);
    after(TopLevel.prototype, "_showContextMenu", dressWindowMenu);
    let isWindowKnown = false; // its class has no name outside of the library
    after(MDIWidget.prototype, "add_widget", (mdi, child) => {
        const window = isWindowKnown ? null : mdi.get_subwin(child);
        if (!window) return;
        isWindowKnown = true;
        after(window.constructor.prototype, "_showContextMenu", dressWindowMenu);
    });
    document.addEventListener("menuaction-select", ({ target }) => {
        const menu = rootOf(target.closest(MENU));
        if (menu) setTimeout(() => giveBack(menu)); // what is chosen may take them
    });
    document.addEventListener("focusin", ({ target }) => {
        const item = target.closest?.(".menubar-item");
        if (item) rove(itemsOf(item.closest(".menubar-widget")), item);
    });
    return [
        ["body", leaveOpened],
        [MENU, goThrough],
        [".menubar-item", alongBar],
        ["[aria-haspopup=menu]", openBelow],
        ["body", (event) => event.key === "F10" && isPlain(event) && !event.shiftKey && toBar(event)],
    ];
}

/**
 * Says what a menu opens from.
 * @param {HTMLElement} menu
 * @param {HTMLElement} element that has `aria-haspopup`
 * @param {Opener} opener
 */
export function opensFrom(menu, element, opener) {
    openers.set(menu, opener);
    opened.set(element, menu);
    dressMenu(menu);
    mark(menu, { "aria-labelledby": idOf(element) });
}

/** @param {?HTMLElement} menu that opens from nothing any more; null: it is gone */
export function opensNoMore(menu) {
    if (!menu) return;
    openers.delete(menu);
    mark(menu, { "aria-labelledby": null });
    dressMenu(menu);
}

/** As if the mouse was pressed and let go on it. */
export function pressWithMouse(element) {
    for (const type of ["mousedown", "mouseup"]) {
        element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
    }
}

// --- what it is told of -----------------------------------------------------------------------

/** One without entries, which nothing opens, is none. */
function dressMenu(element) {
    if (!element) return;
    const isMenu = element.childElementCount > 0 || openers.has(element);
    mark(element, { role: isMenu ? "menu" : null, tabindex: isMenu ? -1 : null });
}

function dressEntry(menu, child) {
    const element = child.get_element();
    dressMenu(menu.element);
    if (!element.classList.contains("menuaction-widget")) return;
    mark(element, { role: child.checkable ? "menuitemcheckbox" : "menuitem", tabindex: -1 });
    mark(child._check, { "aria-hidden": true });
    mark(child._icon, { alt: "" });
    markChecked(child);
}

function markChecked({ element, checkable: isCheckable, checked: isChecked }) {
    if (element.hasAttribute("role")) mark(element, { "aria-checked": isCheckable ? isChecked : null });
}

function dressSubmenu(menu, name) {
    const { element } = menu._menus[name];
    const item = element.parentNode;
    dressMenu(menu.element);
    dressMenu(element);
    mark(item.querySelector(":scope > .menu-submenu-arrow"), { "aria-hidden": true });
    mark(item, {
        role: "menuitem", tabindex: -1, "aria-haspopup": "menu", "aria-expanded": false,
        "aria-label": name,
    });
    nameInPlace(menu._menus[name], name);
    const tell = () => mark(item, { "aria-expanded": element.style.display !== "none" });
    for (const type of ["mouseenter", "mouseleave"]) item.addEventListener(type, tell);
}

function dressBar(bar, menu, name) {
    const { button } = bar._menus[name];
    mark(button.parentElement, { role: "none" });
    mark(button, { role: "menuitem", "aria-haspopup": "menu" });
    const icon = button.querySelector("img");
    if (icon) mark(icon, { alt: "" });
    opensFrom(menu.get_element(), button, {
        focus: () => button,
        open: () => pressWithMouse(button),
        close: () => bar._closeAll(),
        isOpen: () => bar._openName === name,
        isOfBar: true,
    });
    for (const type of ["mousedown", "mouseenter"]) {
        button.addEventListener(type, () => markBar(bar));
    }
    markBar(bar);
}

function markBar(bar) {
    for (const [name, { button }] of Object.entries(bar._menus)) {
        mark(button, { "aria-expanded": bar._openName === name });
    }
    if (!bar.element) return;
    const items = itemsOf(bar.element);
    mark(bar.element, { role: items.length > 0 ? "menubar" : null });
    const current = items.find((item) => item.tabIndex === 0);
    if (items.length > 0) rove(items, current ?? items[0]);
}

function itemsOf(bar) {
    return bar ? [...bar.querySelectorAll(".menubar-item")] : [];
}

function dressLabel(label, menu) {
    const { element } = label;
    if (!menu) {
        if (element.getAttribute("role") !== "button") return; // it has opened none before
        mark(element, { tabindex: null, "aria-haspopup": null, "aria-expanded": null });
        giveOwnRole(label);
        return;
    }
    mark(element, { role: "button", tabindex: 0, "aria-haspopup": "menu" });
    markLabel(label);
    opensFrom(menu.get_element(), element, {
        focus: () => element,
        open: () => pressWithMouse(element),
        close: () => label._closeMenu(),
        isOpen: () => label._menuOpen,
    });
}

function markLabel({ element, _menu: menu, _menuOpen: isOpen }) {
    if (menu && element) mark(element, { "aria-expanded": Boolean(isOpen) });
}

function dressWindowMenu() {
    const menu = document.querySelector(".window-context-menu");
    const before = document.activeElement;
    for (const item of menu.children) {
        const isEntry = item.classList.contains("window-context-item");
        mark(item, isEntry ? { role: "menuitem", tabindex: -1 } : { role: "separator" });
    }
    dressMenu(menu);
    openers.set(menu, {
        focus: () => before, open() {}, close: () => menu.remove(), isOpen: () => menu.isConnected,
    });
    menu.focus({ preventScroll: true });
}

/** A menu that pops up has the keys. */
function takeKeys({ element }) {
    if (!element.contains(document.activeElement)) {
        const before = document.activeElement;
        openers.set(element, {
            focus: () => before, open() {}, isOpen: () => element.style.display !== "none",
            close() {
                element.style.display = "none";
            },
        });
    }
    dressMenu(element);
    element.focus({ preventScroll: true });
}

// --- keys in a menu ---------------------------------------------------------------------------

function entriesOf(menu) {
    return [...menu.children].filter((entry) => isShown(entry) && !isOff(entry) && focusOf(entry));
}

/** An entry may be a widget, such as a check box. */
function focusOf(entry) {
    return entry.hasAttribute("tabindex") ? entry : stopsIn(entry)[0];
}

function submenuOf(entry) {
    return entry?.classList.contains(SUBMENU_ITEM) ? entry.querySelector(":scope > .menu-submenu") : null;
}

function parentOf(menu) {
    return menu.parentElement?.classList.contains(SUBMENU_ITEM) ? menu.parentElement : null;
}

function rootOf(menu) {
    let root = menu;
    while (root && parentOf(root)) root = parentOf(root).closest(MENU);
    return root;
}

function enter(menu, at = 0) {
    const entry = entriesOf(menu).at(at);
    if (entry) focusOf(entry).focus();
}

/**
 * Gives the keys of a closed menu back to what it opened from, unless something else has them by now:
 * the menu itself too, if it is open again.
 */
function giveBack(menu) {
    const { activeElement } = document;
    if (menu.isConnected && isShown(menu)) return;
    if (activeElement !== document.body && !menu.contains(activeElement)) return;
    openers.get(menu)?.focus()?.focus();
}

function close(menu) {
    const root = rootOf(menu);
    openers.get(root)?.close();
    openers.get(root)?.focus()?.focus();
}

function goThrough(event, menu) {
    const { key } = event;
    if (!isPlain(event)) return false;
    if (key === "Tab") {
        close(menu); // and on from there
        return false;
    }
    const entries = entriesOf(menu);
    const at = entries.findIndex((entry) => entry.contains(event.target));
    if (key === "Escape" || (key === "ArrowLeft" && parentOf(menu))) {
        if (parentOf(menu)) closeSubmenu(menu);
        else close(menu);
        return true;
    }
    if (key === "Enter" || key === " ") return chooses(entries[at], event.target);
    if (key === "ArrowRight" && submenuOf(entries[at])) return chooses(entries[at], event.target);
    if (key === "ArrowRight" || key === "ArrowLeft") return besideBar(menu, key);
    let to = nextOf(key, at, entries.length, "vertical");
    if (to < 0) to = typedOf(event, at, entries.map(({ textContent }) => textContent.replace("✓", "")));
    if (to < 0) return false;
    focusOf(entries[to]).focus();
    return true;
}

function chooses(entry, target) {
    if (!entry || (target !== entry && !entry.contains(target))) return false;
    const submenu = submenuOf(entry);
    if (submenu) {
        entry.dispatchEvent(new MouseEvent("mouseenter"));
        enter(submenu);
        return true;
    }
    if (entry !== focusOf(entry)) return false; // a widget, which has keys of its own
    const root = rootOf(entry.closest(MENU));
    entry.click();
    giveBack(root);
    return true;
}

function closeSubmenu(menu) {
    const item = parentOf(menu);
    menu.style.display = "none";
    mark(item, { "aria-expanded": false });
    item.focus();
}

function besideBar(menu, key) {
    const root = rootOf(menu);
    const opener = openers.get(root);
    if (!opener?.isOfBar) return false;
    const item = opener.focus();
    const items = itemsOf(item.closest(".menubar-widget"));
    const next = items[nextOf(key, items.indexOf(item), items.length, "horizontal")];
    opener.close();
    openFrom(next);
    return true;
}

// --- keys that open menus ---------------------------------------------------------------------

function openFrom(element, at = 0) {
    const menu = opened.get(element);
    const opener = openers.get(menu);
    if (!opener) return;
    element.focus();
    if (!opener.isOpen()) opener.open();
    enter(menu, at);
}

function openBelow(event, element) {
    const at = { Enter: 0, " ": 0, ArrowDown: 0, ArrowUp: -1 }[event.key];
    if (at === undefined || !isPlain(event) || event.target !== element || !opened.has(element)) return false;
    openFrom(element, at);
    return true;
}

function alongBar(event, item) {
    if (!isPlain(event)) return false;
    const { key } = event;
    const items = itemsOf(item.closest(".menubar-widget"));
    const opener = openers.get(opened.get(item));
    if (key === "Escape") return leaveBar(opener);
    let to = nextOf(key, items.indexOf(item), items.length, "horizontal");
    if (to < 0) to = typedOf(event, items.indexOf(item), items.map(({ textContent }) => textContent));
    if (to < 0) return openBelow(event, item);
    if (opener?.isOpen()) {
        opener.close();
        openFrom(items[to]);
    } else {
        items[to].focus();
    }
    return true;
}

let beforeBar = null; // what had the keys when F10 took them to the bar

function toBar({ target }) {
    const window = target.closest(".mdi-window, .toplevel-widget, .page") ?? document;
    const isBar = (bar) => isShown(bar) && !isOff(bar) && itemsOf(bar).length > 0;
    const bar = [...window.querySelectorAll(".menubar-widget"), ...document.querySelectorAll(".menubar-widget")]
        .find(isBar);
    if (!bar) return false;
    beforeBar = target;
    (itemsOf(bar).find((item) => item.tabIndex === 0) ?? itemsOf(bar)[0]).focus();
    return true;
}

function leaveBar(opener) {
    if (opener?.isOpen()) {
        opener.close();
        return true;
    }
    const to = beforeBar;
    beforeBar = null;
    if (!to?.isConnected) return false;
    to.focus();
    return true;
}

/** A menu that the mouse has opened: Escape closes it, and an arrow goes in. */
function leaveOpened(event) {
    const wanted = ["Escape", "ArrowDown", "ArrowUp"].includes(event.key);
    if (!wanted || !isPlain(event) || event.target.closest(MENU)) return false;
    const isOpen = (menu) => !parentOf(menu) && openers.has(menu) && isShown(menu);
    const menu = [...document.querySelectorAll(MENU)].find(isOpen);
    if (!menu) return false;
    if (event.key === "Escape") close(menu);
    else enter(menu, event.key === "ArrowDown" ? 0 : -1);
    return true;
}
