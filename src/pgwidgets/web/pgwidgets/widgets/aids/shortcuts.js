/**
 * Shortcuts: which of them a press means, where they are shown, and the sheet that lists them.
 *
 * Knows: elements, focus, scopes. Must not know: the server.
 */

import { forReaders, isTyped, namesOf, shown } from "./keys.js";

const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, "
    + "[contenteditable]:not([contenteditable=false])";
const WINDOWS = ".toplevel-widget, .mdi-window";
const MARK = "data-pgw-keys";

export class Shortcuts {
    #shortcuts = [];
    #marked = new Set();
    #sheet = null;

    /**
     * @param {(wid: number) => HTMLElement|null} find an element, by the id of its widget
     * @param {(id: number) => void} pressed
     * @param {boolean} isMac
     */
    constructor(find, pressed, isMac) {
        this.find = find;
        this.pressed = pressed;
        this.isMac = isMac;
    }

    /** @param {object[]} shortcuts id, keys, label, wid (0: the page's), scope, clicks */
    show(shortcuts) {
        this.#shortcuts = shortcuts;
        for (const element of this.#marked) unmark(element);
        this.#marked.clear();
        this.look();
    }

    /**
     * Marks those widgets that have come since.
     * @returns {boolean} whether all of them are there
     */
    look() {
        const come = new Map(); // with the keys that click them
        let isWhole = true;
        for (const { wid, keys, clicks } of this.#shortcuts) {
            if (wid === 0) continue;
            const element = this.find(wid);
            if (!element) isWhole = false;
            else if (clicks && !this.#marked.has(element)) come.set(element, [...come.get(element) ?? [], keys]);
        }
        for (const [element, keys] of come) this.#mark(element, keys);
        return isWhole;
    }

    clear() {
        this.show([]);
        this.#closeSheet();
    }

    /** @param {KeyboardEvent} event */
    key(event) {
        if (event.defaultPrevented || event.isComposing || !event.key || this.#shortcuts.length === 0) return;
        if (event.key === "Escape" && this.#sheet) {
            this.#closeSheet();
            this.#take(event);
            return;
        }
        if (isTyped(event) && event.target?.closest?.(FIELDS)) return;
        const names = namesOf(event, this.isMac);
        const found = this.#meant(names);
        if (found) {
            this.#take(event);
            if (found.clicks && event.repeat) return;
            if (found.clicks) this.find(found.wid)?.click();
            else this.pressed(found.id);
        } else if (names.includes("?")) {
            this.#take(event);
            // A modal dialog is answered first, and a page that is at work is waited for.
            if (this.#sheet) this.#closeSheet();
            else if (!isModal() && !isPageCovered()) this.#openSheet();
        }
    }

    #take(event) {
        event.preventDefault();
        event.stopPropagation();
    }

    /** Of several the one that is nearest to the focus; behind a modal dialog none. */
    #meant(names) {
        const focus = document.activeElement ?? document.body;
        const modal = isModal() ? topWindow(".dialog-modal") : null;
        let found = null;
        let nearest = Infinity;
        for (const shortcut of this.#shortcuts) {
            if (!names.includes(shortcut.keys)) continue;
            const distance = this.#distance(shortcut, focus, modal);
            if (distance < nearest) [found, nearest] = [shortcut, distance];
        }
        return found;
    }

    #distance({ wid, scope, clicks }, focus, modal) {
        const element = wid === 0 ? null : this.find(wid);
        if (wid !== 0 && !element) return Infinity;
        if (wid === 0 ? isPageCovered() : element.closest("[inert]")) return Infinity;
        if (clicks && (element.matches(":disabled, .disabled") || element.querySelector(":scope > :disabled"))) {
            return Infinity;
        }
        if (modal && !(element && modal.contains(element))) return Infinity;
        if (scope === "page") return 1e6;
        const place = scope === "window" ? element.closest(WINDOWS) : element;
        if (place === null) return Infinity;
        const at = focus === document.body && scope === "window" ? topWindow(WINDOWS) : focus;
        if (!place.contains(at)) return Infinity;
        let distance = scope === "window" ? 1e3 : 0;
        for (let one = at; one !== place; one = one.parentElement) distance += 1;
        return distance;
    }

    #mark(element, keys) {
        this.#marked.add(element);
        const text = keys.map((one) => shown(one, this.isMac)).join(", ");
        element.setAttribute(MARK, text);
        element.setAttribute("aria-keyshortcuts", keys.map((one) => forReaders(one, this.isMac)).join(" "));
        if (!element.matches(".menuaction-widget")) {
            element.title = element.title ? `${element.title} (${text})` : text;
        }
    }

    #openSheet() {
        const sheet = document.createElement("div");
        sheet.className = "pgw-sheet";
        sheet.tabIndex = -1;
        sheet.setAttribute("role", "dialog");
        sheet.setAttribute("aria-label", "Keyboard shortcuts");
        const title = document.createElement("h2");
        title.textContent = "Keyboard shortcuts";
        const list = document.createElement("dl");
        for (const { keys, label } of [...this.#shortcuts, { keys: "?", label: "This list" }]) {
            const term = document.createElement("dt");
            const key = document.createElement("kbd");
            key.textContent = shown(keys, this.isMac);
            term.append(key);
            const what = document.createElement("dd");
            what.textContent = label;
            list.append(term, what);
        }
        sheet.append(title, list);
        sheet.addEventListener("focusout", () => this.#closeSheet());
        this.#sheet = { element: sheet, before: document.activeElement };
        document.body.append(sheet);
        sheet.focus();
    }

    #closeSheet() {
        const sheet = this.#sheet;
        this.#sheet = null;
        if (!sheet) return;
        const hadFocus = sheet.element.contains(document.activeElement);
        sheet.element.remove();
        if (hadFocus) sheet.before?.focus?.();
    }
}

function unmark(element) {
    const text = element.getAttribute(MARK);
    element.removeAttribute(MARK);
    element.removeAttribute("aria-keyshortcuts");
    if (element.title === text) element.title = "";
    else if (element.title.endsWith(` (${text})`)) element.title = element.title.slice(0, -text.length - 3);
}

function isModal() {
    return document.querySelector(".dialog-overlay") !== null;
}

function isPageCovered() {
    return document.body.inert || document.querySelector('.pgw-busy[data-within="page"]') !== null;
}

function topWindow(selector) {
    const seen = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility?.() ?? true);
    const level = (one) => Number(one.style.zIndex) || 0;
    return seen.reduce((top, one) => (top === null || level(one) >= level(top) ? one : top), null);
}
