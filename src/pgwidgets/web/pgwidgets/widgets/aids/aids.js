/**
 * What stands beside the widgets of a page: notices, covers of what is at work, shortcuts, and the
 * arrangement of its windows that its user comes back to.
 *
 * Knows: what the server says of them, and what it is told. Must not know: how any of it is done.
 */

import { Covers } from "./busy.js";
import { KeptLayout } from "./layouts.js";
import { Notices } from "./notices.js";
import { Shortcuts } from "./shortcuts.js";

/** ms until a widget is looked for again, which comes later than what is said of it; ever more. */
const AGAIN = 100;
const SLOWER = 1.2;
const SLOWEST = 2000;
const ACTIONS = ["acted", "closed", "pressed", "arranged", "_pgw-stop"];

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {{bar: Function}} shared
 * @returns {Function} the class
 */
export default function aidsClass(Widgets, { bar }) {
    const elementOf = (wid) => Widgets.Callback._registry.get(wid)?.element ?? null;

    return class PageAids extends Widgets.Widget {
        #notices;
        #covers;
        #shortcuts;
        #layout = new KeptLayout({ window, acted: () => this.make_callback("arranged") });
        #timers = new Map();

        constructor() {
            super();
            for (const action of ACTIONS) this.enable_callback(action);
            this.element = document.createElement("div");
            this.element.className = "pgw-notices";
            this.element.setAttribute("role", "region");
            this.element.setAttribute("aria-label", "Notices");
            this.element.setAttribute("aria-live", "polite");
            document.body.append(this.element);
            this.#notices = new Notices(this.element, {
                acted: (id, index) => this.make_callback("acted", id, index),
                closed: (id) => this.make_callback("closed", id),
            });
            this.#covers = new Covers(elementOf, (id) => this.make_callback("_pgw-stop", id), bar);
            const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform ?? "");
            this.#shortcuts = new Shortcuts(elementOf, (id) => this.make_callback("pressed", id), isMac);
            document.addEventListener("keydown", this.#key);
        }

        #key = (event) => this.#shortcuts.key(event);

        /** @param {{notices: object[], more: number}|null} told */
        set_notices(told) {
            this.#notices.show(told?.notices ?? [], told?.more ?? 0);
        }

        /** @param {object[]|null} busy */
        set_busy(busy) {
            this.#until("busy", () => this.#covers.show(busy ?? []));
        }

        /** @param {object[]|null} shortcuts */
        set_shortcuts(shortcuts) {
            this.#shortcuts.show(shortcuts ?? []);
            this.#until("shortcuts", () => this.#shortcuts.look());
        }

        /** @param {?string} name */
        set_layout_name(name) {
            this.#layout.set(name);
        }

        /** @returns {?string} */
        get_kept_layout() {
            return this.#layout.get();
        }

        /** @param {?string} text */
        keep_layout(text) {
            this.#layout.keep(text);
        }

        /** Does something now, and until all widgets are there that it is about. */
        #until(name, act, wait = AGAIN) {
            clearTimeout(this.#timers.get(name));
            if (act() || this._destroyed) return;
            const longer = Math.min(SLOWEST, wait * SLOWER);
            this.#timers.set(name, setTimeout(() => this.#until(name, act, longer), wait));
        }

        destroy() {
            for (const timer of this.#timers.values()) clearTimeout(timer);
            document.removeEventListener("keydown", this.#key);
            this.#notices.clear();
            this.#covers.clear();
            this.#shortcuts.clear();
            this.#layout.set(null);
            this.element.remove();
            super.destroy();
        }
    };
}
