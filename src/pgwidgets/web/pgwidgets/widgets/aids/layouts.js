/**
 * The arrangement of a page's windows, kept in its user's browser from one visit to the next.
 *
 * What is arranged is the server's to know: here it is told when its user may have arranged
 * something, and what it then gives is kept.
 *
 * Knows: where it is kept, and which acts arrange. Must not know: what a layout is made of.
 */

import { realClock } from "../../common/throttle.js";

const REST = 400; // ms after the last act: what it moved has been told by then
const FIRST = { capture: true }; // as an object: Node.js 20 removes no listener by `true` alone
const TYPING = /^(.|Backspace|Delete|Shift|Control|Alt|Meta|CapsLock)$/u;

export class KeptLayout {
    #name = null;
    #timer = null;

    /**
     * @param {object} parts
     * @param {Window} parts.window
     * @param {() => void} parts.acted its user may have arranged something
     * @param {import("../../common/throttle.js").Clock} [parts.clock]
     */
    constructor({ window, acted, clock = realClock }) {
        this.window = window;
        this.acted = acted;
        this.clock = clock;
    }

    /** @param {?string} name under which layouts are kept from now on; null: none is */
    set(name) {
        this.#name = name;
        for (const kind of ["pointerup", "keyup"]) {
            if (name === null) this.window.removeEventListener(kind, this.#act, FIRST);
            else this.window.addEventListener(kind, this.#act, FIRST);
        }
        if (name === null) this.clock.cancel(this.#timer);
    }

    /** @returns {?string} what is kept; null: nothing, or there is no storage */
    get() {
        try {
            return this.window.localStorage.getItem(this.#place);
        } catch {
            return null;
        }
    }

    /** @param {?string} text to be kept; null: nothing any more */
    keep(text) {
        try {
            if (text === null) this.window.localStorage.removeItem(this.#place);
            else this.window.localStorage.setItem(this.#place, text);
        } catch {
            // No storage, or it is full: windows stand as the program has them at the next visit.
        }
    }

    get #place() {
        return `pgwidgets-layout:${this.window.location.pathname}:${this.#name ?? ""}`;
    }

    #act = ({ type, key = "" }) => {
        if (type === "keyup" && TYPING.test(key)) return;
        // Who may only look arranges for nobody else.
        if (this.window.document.documentElement.hasAttribute("data-pgw-watching")) return;
        this.clock.cancel(this.#timer);
        this.#timer = this.clock.later(this.acted, REST);
    };
}
