/**
 * Windows within a widget: what users do to them is reported, and the server can set their exact
 * state.
 *
 * Knows: private fields and methods of MDIWidget and MDISubWindow of pgwidgets-js, and how changes
 * are told (docs/reference/wire-protocol.md, "Changes that pgwidgets-js keeps to itself"). Must not know:
 * sockets, counting, or other widgets.
 *
 * MDIWidget makes its windows itself, so each is given another prototype when it is made.
 */

import { mark } from "../common/aria.js";
import { makeOwner } from "./belongings.js";

const State = Object.freeze({
    NORMAL: "normal",
    SHADED: "shaded",
    MINIMIZED: "minimized",
    MAXIMIZED: "maximized",
});

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {(run: () => void) => void} soon runs something when no call of the server is carried out
 * @param {(window: object) => void} closed told of each window that is destroyed here
 * @returns {Object<string, Function>} the class that takes the place of the one of this name
 */
export function tellingMdiClasses({ MDIWidget: Base }, soon, closed) {
    const prototypes = new Map(); // the window's class -> the prototype that its objects are given

    class MDIWidget extends Base {
        #seenSize = "";
        #pending = null; // how to arrange the windows when there is room

        constructor(...args) {
            super(...args);
            this.enable_callback("restacked");
            this.enable_callback("arranged");
            this.#watchSize();
        }

        /**
         * A scroll bar that comes or goes changes the size of what is watched. That must not be while
         * sizes are told: browsers put it off then, and WebKit complains.
         */
        #watchSize() {
            const { constructor: Observer } = this._resizeObserver;
            this._resizeObserver.disconnect();
            this._resizeObserver = new Observer(() => requestAnimationFrame(() => {
                if (!this._destroyed) this._syncScrollbars();
            }));
            this._resizeObserver.observe(this._viewport);
        }

        /** @override */
        add_widget(...args) {
            const window = makeOwner(Base, () => super.add_widget(...args));
            const Window = window.constructor;
            if (!prototypes.has(Window)) {
                prototypes.set(Window, tellingWindow(Window, closed).prototype);
            }
            Object.setPrototypeOf(window, prototypes.get(Window));
            window.begin();
            return window;
        }

        /** The windows from the bottom to the top. */
        get stack() {
            return [...this.children].sort((one, other) => level(one) - level(other));
        }

        set stack(windows) {
            windows.forEach((window, index) => {
                window.element.style.zIndex = index + 1;
            });
            this._refreshActiveSubWindow();
        }

        /**
         * @override
         * @param {number} index of the one on top
         * @param {object[]} [order] all that are in windows, from the bottom up; the user may have
         *   closed some of these meanwhile
         */
        set_index(index, order) {
            if (order === undefined) super.set_index(index);
            else this.stack = order.map((child) => this.get_subwin(child)).filter(Boolean);
        }

        /** @override */
        cascade_windows() {
            this.#arrange(() => super.cascade_windows());
        }

        /** @override The tiles fill the widget: scroll bars and borders take none of their room. */
        tile_windows() {
            this.#arrange(() => {
                for (const window of this.children) window.giveWay();
                super._updateWorkspaceSize(); // now no scroll bar is needed
                super.tile_windows();
                for (const window of this.children) window.takeBorderIn();
            });
        }

        /** @override Not before all windows are where they go: scroll bars would come and stay. */
        _updateWorkspaceSize() {
            if (!this._isArranging) super._updateWorkspaceSize();
        }

        /** @override It is told when the size of what is seen has changed. */
        _syncScrollbars() {
            super._syncScrollbars();
            if (!this._viewport) return; // the base's constructor runs
            const { clientWidth, clientHeight } = this._viewport;
            const size = `${clientWidth} ${clientHeight}`;
            if (size === this.#seenSize) return;
            this.#seenSize = size;
            if (!this.#hasRoom) return;
            for (const window of this.children) window.fit?.();
            this._layoutMinimized();
            if (this.#pending) soon(() => this.#arrangeAtLast());
        }

        get #hasRoom() {
            return this._viewport.clientWidth > 0 && this._viewport.clientHeight > 0;
        }

        /** As it was to be done, unless it was done otherwise since. */
        #arrangeAtLast() {
            if (this.#pending && this.#hasRoom) this.#arrange(this.#pending);
        }

        #arrange(how) {
            this.#pending = null;
            this._isArranging = this.#hasRoom;
            for (const window of this.children) window.set_window_state(State.NORMAL);
            if (!this.#hasRoom) {
                this.#pending = how; // it would make them all of no size
                return;
            }
            how();
            for (const window of this.children) window.settle();
            this._isArranging = false;
            this._refreshActiveSubWindow();
            this._updateWorkspaceSize();
            soon(() => this.make_callback("arranged", this.children.map((window) => window.place)));
        }
    }
    return { MDIWidget };
}

function tellingWindow(Base, closed) {
    // Without private names: those are given by a constructor.
    return class MDISubWindow extends Base {
        /** In the place of a constructor, which has run before. */
        begin() {
            this.enable_callback("window-state");
            this._toldState = State.NORMAL;
            this._markState(State.NORMAL);
            for (const grip of this.element.querySelectorAll(":scope > .mdi-grip")) {
                grip.addEventListener("mousedown", () => {
                    // A maximized window that is made smaller is maximized no more.
                    document.addEventListener("mouseup", () => this._tellState(), { once: true });
                });
            }
        }

        /** [this, x, y, width, height] in CSS pixels. */
        get place() {
            const { left, top, width, height } = this.element.style;
            return [this, ...[left, top, width, height].map((length) => parseInt(length, 10) || 0)];
        }

        /** Takes next to no room, until it is given a place; what it goes back to is kept. */
        giveWay() {
            const record = this.get_state();
            if (record.state === State.NORMAL) this.update_state(record);
            record.state = "tiled";
            Object.assign(this.element.style, { left: "0px", top: "0px", width: "0px", height: "0px" });
        }

        /** Its size is that of what is within the border, but was meant to be that of all of it. */
        takeBorderIn() {
            const { style, offsetWidth, clientWidth, offsetHeight, clientHeight } = this.element;
            style.width = `${parseFloat(style.width) - (offsetWidth - clientWidth)}px`;
            style.height = `${parseFloat(style.height) - (offsetHeight - clientHeight)}px`;
        }

        /** Whole pixels, which the server is told, too. */
        settle() {
            const [, x, y, width, height] = this.place;
            Object.assign(this.element.style, {
                left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`,
            });
            const record = this.get_state();
            if (record.state === State.NORMAL) this.update_state(record); // tiled, it may come back
        }

        get_window_state() {
            if (this.element.classList.contains("mdi-shaded")) return State.SHADED;
            const { state } = this.get_state();
            return state === State.MINIMIZED || state === State.MAXIMIZED ? state : State.NORMAL;
        }

        /** Goes from any state to any other, and stays where it lies among the others. */
        set_window_state(state) {
            const before = this.get_window_state();
            if (state === before) return;
            this._staysInStack = true;
            try {
                this._flip(before);
                this._flip(state);
            } finally {
                this._staysInStack = false;
            }
            for (const grip of this.element.querySelectorAll(":scope > .mdi-grip")) {
                const isFree = state === State.NORMAL || state === State.MAXIMIZED;
                grip.style.display = isFree ? "" : "none";
            }
            this._tellState();
        }

        _flip(state) {
            const record = this.get_state();
            if (record.state === "tiled") record.state = State.NORMAL; // so it comes back to there
            if (state === State.SHADED) super.toggle_shade();
            else if (state === State.MINIMIZED) super.toggle_minimize();
            else if (state === State.MAXIMIZED) super.toggle_maximize();
        }

        _switchTo(state) {
            this.set_window_state(this.get_window_state() === state ? State.NORMAL : state);
            this.raise_();
        }

        /** @override */
        toggle_minimize() {
            this._switchTo(State.MINIMIZED);
        }

        /** @override */
        toggle_maximize() {
            this._switchTo(State.MAXIMIZED);
        }

        /** @override */
        toggle_shade() {
            this._switchTo(State.SHADED);
        }

        _tellState() {
            if (this._destroyed) return; // while its grip was held
            const state = this.get_window_state();
            if (state === this._toldState) return;
            this._toldState = state;
            this._markState(state);
            this.make_callback("window-state", state);
        }

        _markState(state) {
            mark(this.minimizeButton, { "aria-pressed": state === State.MINIMIZED });
            mark(this.maximizeButton, { "aria-pressed": state === State.MAXIMIZED });
        }

        /** A maximized window fills what is seen. */
        fit() {
            if (this.get_window_state() !== State.MAXIMIZED) return;
            this._staysInStack = true;
            try {
                super.toggle_maximize();
                super.toggle_maximize();
            } finally {
                this._staysInStack = false;
            }
        }

        /** @override What it goes back to is what it had in its normal state. */
        update_state(record) {
            if (record.state === State.MINIMIZED || record.state === State.MAXIMIZED) return record;
            return super.update_state(record);
        }

        /** @override */
        set_position(x, y) {
            if (this._isAway) {
                Object.assign(this.get_state(), { left: `${x}px`, top: `${y}px` });
                return;
            }
            super.set_position(x, y);
            this.update_state(this.get_state());
        }

        /** @override */
        resize(width, height) {
            const record = this.get_state();
            if (this._isAway) {
                if (width !== null) record.width = `${width}px`;
                if (height !== null) record.height = `${height}px`;
            } else if (this.get_window_state() === State.SHADED) {
                super.resize(width, null);
                if (height !== null) this._savedHeight = `${height}px`;
            } else {
                super.resize(width, height);
                this.update_state(record);
            }
        }

        /** @override */
        set_expanding(...directions) {
            if (!this._isAway) {
                super.set_expanding(...directions);
                return;
            }
            const { style } = this.element;
            const { width, height } = style;
            const record = this.get_state();
            Object.assign(style, { width: record.width, height: record.height });
            super.set_expanding(...directions);
            Object.assign(record, { width: style.width, height: style.height });
            Object.assign(style, { width, height });
        }

        get _isAway() {
            const state = this.get_window_state();
            return state === State.MINIMIZED || state === State.MAXIMIZED;
        }

        /**
         * @override Where it lies while it is minimized is no place that it goes back to; nor is that
         * where it was restored to, only to be arranged: it would be told later than `arranged`.
         */
        make_callback(action, ...args) {
            if (action === "move" && (this._isAway || this.mdi_widget._isArranging)) return;
            super.make_callback(action, ...args);
        }

        /** @override Tells only of what has changed. */
        raise_() {
            const mdi = this.mdi_widget;
            if (this._staysInStack || mdi.stack.at(-1) === this) return;
            mdi.stack = [...mdi.stack.filter((other) => other !== this), this];
            mdi.make_callback("page-switch", this.get_child());
        }

        /** @override */
        lower() {
            const mdi = this.mdi_widget;
            mdi.stack = [this, ...mdi.stack.filter((other) => other !== this)];
            mdi.make_callback("restacked", mdi.stack.map((window) => window.get_child()));
        }

        /** @override The window is used no more; what was in it may be. */
        close() {
            const mdi = this.mdi_widget;
            super.close();
            mdi.stack = [...mdi.stack]; // its level is free
            this.children = [];
            closed(this);
            this.destroy();
        }
    };
}

function level(window) {
    return parseInt(window.element.style.zIndex, 10) || 0;
}
