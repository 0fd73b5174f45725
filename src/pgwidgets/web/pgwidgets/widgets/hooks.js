/**
 * What users change in pgwidgets-js's widgets without their saying so, told as callbacks.
 *
 * Knows: their private fields and methods, and how it is told to the server
 * (docs/reference/wire-protocol.md, "Changes that pgwidgets-js keeps to itself"). Must not know: sockets,
 * counting, or windows within a widget (subwindows.js).
 *
 * A callback is heard by nobody while a call of the server is carried out: what the server itself
 * brings about is not told.
 */

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {Object<string, Function>} the classes that take the places of those of these names
 */
export function tellingClasses({ TopLevel, Dialog, ColorDialog, TabWidget, VideoWidget }) {
    return {
        ...tellsOrder(TopLevel),
        ...tellsClosing(tellsOrder(Dialog).Dialog),
        ...tellsClosing(tellsOrder(ColorDialog).ColorDialog),
        ...tellsTabs(TabWidget),
        ...tellsSeeking(VideoWidget),
    };
}

// Each class has the name of its base, which is what the server is told of it.

/** Windows of the page: `restacked` with `top` or `bottom`. The server says how high that is. */
function tellsOrder(Base) {
    return {
        [Base.name]: class extends Base {
            constructor(...args) {
                super(...args);
                this.enable_callback("restacked");
            }

            /** @override @param {number} [level] where the server wants it; none: the user does */
            raise_(level) {
                if (level !== undefined) {
                    this._level = level;
                    // Below its own veil a modal dialog could not be reached.
                    this.element.style.zIndex = level + (this._modal ? VEIL_LEVEL + 1 : 0);
                    return;
                }
                this.raise_(Math.max(...levels()) + 1); // until the server says it better
                this.make_callback("restacked", "top");
            }

            /** @override */
            lower() {
                this.raise_(Math.min(...levels()) - 1);
                this.make_callback("restacked", "bottom");
            }

            /** @override Where it lies while it is minimized is no place that it goes back to. */
            make_callback(action, ...args) {
                const isAway = this._winState === "minimized" || this._winState === "maximized";
                if (action !== "move" || !isAway) super.make_callback(action, ...args);
            }
        },
    };
}

/** How high the windows of the page lie; menus and modal dialogs lie above all of them. */
function levels() {
    const windows = [...document.querySelectorAll("body > .toplevel-widget")];
    const found = windows.map((element) => parseInt(element.style.zIndex, 10) || 0);
    return [0, ...found.filter((level) => level < VEIL_LEVEL)];
}

const VEIL_LEVEL = 10000; // of the veil behind a modal dialog, in Dialog.css

/** Dialogs, which can be modal: `hidden` when one of their own buttons closes them. */
function tellsClosing(Base) {
    return {
        [Base.name]: class extends Base {
            constructor(...args) {
                super(...args);
                if (Array.isArray(args[1])) this._given = args[1]; // its buttons, each with its value
                this.enable_callback("hidden");
            }

            /** @override A veil that comes, or goes, changes how high it must lie. */
            set_modal(isModal) {
                super.set_modal(isModal);
                if (this._level !== undefined) this.raise_(this._level);
            }

            /** @override */
            hide() {
                const wasShown = this.element.parentNode !== null;
                super.hide();
                if (wasShown) this.make_callback("hidden");
            }
        },
    };
}

/** Tabs: `reordered` with all children when one was dragged to another place. */
function tellsTabs(Base) {
    return {
        [Base.name]: class extends Base {
            constructor(...args) {
                super(...args);
                this.enable_callback("reordered");
                const drop = this.handleDrop;
                this.handleDrop = (event) => {
                    const before = this.#children;
                    drop(event);
                    const after = this.#children;
                    // The header is not always in the order of the tabs: one that is dropped on
                    // itself is put at its end.
                    this.set_tab_order(after);
                    if (after.every((child, index) => child === before[index])) return;
                    this.make_callback("reordered", after);
                };
            }

            get #children() {
                return this.tabs.map((id) => this.tab_info.get(id).child);
            }

            /** Puts the tabs in the order of these children, of which none is missing. */
            set_tab_order(children) {
                this.tabs = children.map((child) => this.get_tab_id(child));
                for (const id of this.tabs) {
                    const { tabButton } = this.tab_info.get(id);
                    if (tabButton !== null) this.tabHeader.appendChild(tabButton);
                }
            }
        },
    };
}

/** Videos: `seeked` when the user has gone to another moment. */
function tellsSeeking(Base) {
    return {
        [Base.name]: class extends Base {
            #told = null; // where the server wanted it: arriving there is no news

            constructor(...args) {
                super(...args);
                this.enable_callback("seeked");
                this._video.addEventListener("seeked", () => {
                    const { currentTime } = this._video;
                    const isToldSo = this.#told !== null
                        && Math.abs(currentTime - this.#told) < SEEK_TOLERANCE;
                    this.#told = null;
                    if (!isToldSo) this.make_callback("seeked", currentTime);
                });
            }

            /** @override */
            set_current_time(seconds) {
                this.#told = seconds;
                super.set_current_time(seconds);
            }

            /** @override */
            stop() {
                this.#told = 0;
                super.stop();
            }
        },
    };
}

const SEEK_TOLERANCE = 0.05; // seconds; frames are not everywhere
