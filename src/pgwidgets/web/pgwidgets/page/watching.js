/**
 * What a page does whose user may not do all: controls don't answer, and it says why.
 *
 * Knows: which elements are controls, and one element with its word. Tabs, scroll bars, columns and
 * windows are no controls: each page has its own.
 * Must not know: who may do what. The server refuses what such a page reports in any case; here its
 * user is kept from doing in vain what would be undone.
 */

/** What a user presses or drags to tell the program something. */
const PRESSED = [
    "button:not(.tab-header button), input:not([type='text']), select",
    ".button-widget, .togglebutton-widget, .checkbox-widget, .radiobutton-widget",
    ".combobox-widget, .spinbox-widget, .slider-widget, .dial-widget, .colorwidget",
    ".menuaction-widget, .toolbar-action, .tab-close, .toplevel-close, .mdi-close",
    ".treeview-cell-checkbox, .treeview-cell-button, .treeview-cell-combobox",
].join(", ");

/** What a user types into. It can be scrolled, and copied from. */
const TYPED = "input, textarea, [contenteditable='true'], .textsource-edit";

const POINTED = ["pointerdown", "mousedown", "touchstart", "click", "auxclick"];
const ANYWHERE = ["drop", "paste", "cut", "beforeinput"];
const MARK = "data-pgw-rights";
const EDITABLE = ".treeview-cell-editable";

export class Watching {
    #root;
    #text;
    #note = null;
    /** @type {?{role: string, acts: boolean, allow: number[], forbid: number[]}} null: all may be done */
    #rights = null;

    /**
     * @param {Window} window whose events are watched, before any widget hears of them
     * @param {(key: string) => string} text from texts.js
     */
    constructor(window, text) {
        this.#root = window.document.documentElement;
        this.#text = text;
        const options = { capture: true, passive: false };
        for (const kind of [...POINTED, ...ANYWHERE, "dblclick", "keydown"]) {
            window.addEventListener(kind, (event) => this.#consider(event), options);
        }
    }

    /**
     * What the page's user may do from now on.
     * @param {object} rights
     * @param {string} [rights.role] the user's; none: all may be done
     * @param {boolean} [rights.acts] whether what is done counts where nothing else is said
     * @param {number[]} [rights.allow] widgets of which, and of what is in them, it does
     * @param {number[]} [rights.forbid] and those of which it does not
     */
    set({ role = null, acts = false, allow = [], forbid = [] }) {
        this.#rights = role === null ? null : { role, acts, allow, forbid };
        const looks = role !== null && !acts;
        this.#root.toggleAttribute("data-pgw-watching", looks);
        if (looks && this.#note === null) this.#note = this.#makeNote();
        if (this.#note !== null) {
            this.#note.hidden = !looks;
            this.#note.title = this.#text(detailOf(role));
        }
        if (this.#rights === null) this.#unmark();
    }

    /**
     * Marks what is an exception, after anything new may be shown.
     * @param {(wid: number) => ?Element} elementOf gives a widget's element
     */
    shown(elementOf) {
        if (this.#rights === null) return;
        const { allow, forbid } = this.#rights;
        if (allow.length + forbid.length === 0 && !this.#hasMarks) return;
        const marks = new Map();
        for (const [wids, mark] of [[allow, "allow"], [forbid, "forbid"]]) {
            for (const wid of wids) {
                const element = elementOf(wid);
                if (element) marks.set(element, mark);
            }
        }
        for (const element of this.#marked()) {
            if (!marks.has(element)) element.removeAttribute(MARK);
        }
        for (const [element, mark] of marks) {
            if (element.getAttribute(MARK) !== mark) element.setAttribute(MARK, mark);
        }
        this.#hasMarks = marks.size > 0;
    }

    #hasMarks = false;

    #marked() {
        return this.#root.querySelectorAll(`[${MARK}]`);
    }

    #unmark() {
        if (!this.#hasMarks) return;
        for (const element of this.#marked()) element.removeAttribute(MARK);
        this.#hasMarks = false;
    }

    #consider(event) {
        if (this.#rights === null || !isRefused(event)) return;
        const mark = event.target.closest(`[${MARK}]`)?.getAttribute(MARK);
        if (mark === undefined ? this.#rights.acts : mark === "allow") return;
        event.preventDefault();
        event.stopImmediatePropagation();
    }

    #makeNote() {
        const note = this.#root.ownerDocument.createElement("div");
        note.className = "pgwidgets-watching";
        note.setAttribute("role", "status");
        note.textContent = this.#text("watching");
        this.#root.append(note); // not to the body, which a rebuild empties
        return note;
    }
}

/** @returns {string} the key of the text that says why */
function detailOf(role) {
    return role === "operator" ? "withoutControl" : "watchingDetail";
}

/**
 * @param {Event} event
 * @returns {boolean} whether it would tell the program something
 */
function isRefused(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (target === null || target.closest(".pgwidgets-veil") !== null) return false;
    if (ANYWHERE.includes(event.type)) return true;
    if (target.closest(PRESSED) !== null) return event.type !== "keydown" || !leadsOnly(event);
    if (target.closest(TYPED) !== null) return event.type === "keydown" && !leadsOnly(event);
    const isEdit = event.type === "dblclick" || (event.type === "keydown" && isTyped(event));
    return isEdit && (event.type === "keydown" || target.closest(EDITABLE) !== null);
}

/** Keys that only lead elsewhere, or copy. */
function leadsOnly({ key, ctrlKey, metaKey }) {
    return /^(Tab|Escape|Shift|Control|Page(Up|Down)|F\d+)$/.test(key)
        || ((ctrlKey || metaKey) && ["c", "a", "r", "f"].includes(key.toLowerCase()));
}

/** Keys that would begin an edit, press what has the focus, or are told to the program. */
function isTyped({ key, ctrlKey, metaKey }) {
    return key === "Enter" || key === "Delete" || key === "F2"
        || (key.length === 1 && key !== " " && !ctrlKey && !metaKey);
}
