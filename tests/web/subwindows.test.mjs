import assert from "node:assert/strict";
import test from "node:test";

import { tellingMdiClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/subwindows.js";

class FakeElement {
    style = {};
    // A border of a pixel, whatever is within it.
    clientWidth = 100;
    offsetWidth = 102;
    clientHeight = 100;
    offsetHeight = 102;
    classList = new Set();

    querySelectorAll() {
        return [];
    }
}
FakeElement.prototype.contains = () => false;

class FakeButton {
    getAttribute(name) {
        return this[name] ?? null;
    }

    setAttribute(name, value) {
        this[name] = String(value);
    }
}

/** As much of pgwidgets-js's desktop as there is to tell of. */
class FakeObserver {
    static all = [];
    isOn = true;
    observed = null;

    constructor(told) {
        this.told = told;
        FakeObserver.all.push(this);
    }

    observe(element) {
        this.observed = element;
    }

    disconnect() {
        this.isOn = false;
    }
}

function library() {
    class Widget {
        told = [];

        enable_callback() {}

        make_callback(...told) {
            this.told.push(told);
        }

        destroy() {
            this.isDestroyed = true;
        }
    }
    class MDISubWindow extends Widget {
        constructor(mdi, child, { x, y }) {
            super();
            Object.assign(this, { mdi_widget: mdi, children: [child] });
            this.element = new FakeElement();
            this.element.classList.contains = (name) => this.element.classList.has(name);
            Object.assign(this.element.style, {
                left: `${x}px`, top: `${y}px`, width: "300px", height: "200px", zIndex: 1,
            });
            this.record = { state: "normal" };
            this.update_state(this.record);
            this.minimizeButton = new FakeButton();
            this.maximizeButton = new FakeButton();
        }

        get_state() {
            return this.record;
        }

        get_child() {
            return this.children[0];
        }

        update_state(record) {
            const { left, top, width, height } = this.element.style;
            return Object.assign(record, { left, top, width, height });
        }

        set_position(x, y) {
            Object.assign(this.element.style, { left: `${x}px`, top: `${y}px` });
        }

        resize(width, height) {
            if (width !== null) this.element.style.width = `${width}px`;
            if (height !== null) this.element.style.height = `${height}px`;
        }

        #goTo(state, style) {
            if (this.record.state === state) {
                const { left, top, width, height } = this.record;
                Object.assign(this.element.style, { left, top, width, height });
                this.record.state = "normal";
            } else {
                if (this.record.state === "normal") this.update_state(this.record);
                Object.assign(this.element.style, style);
                this.record.state = state;
            }
            this.raise_();
        }

        toggle_minimize() {
            this.#goTo("minimized", { width: "auto", height: "auto" });
        }

        toggle_maximize() {
            this.#goTo("maximized", { left: "0", top: "0", width: "795px", height: "595px" });
        }

        toggle_shade() {
            const { classList } = this.element;
            if (classList.delete("mdi-shaded")) this.element.style.height = this._savedHeight;
            else {
                classList.add("mdi-shaded");
                this._savedHeight = this.element.style.height;
                this.element.style.height = "auto";
            }
            this.raise_();
        }

        raise_() {
            this.element.style.zIndex = this.mdi_widget.children.length;
        }

        close() {
            this.mdi_widget.children = this.mdi_widget.children.filter((other) => other !== this);
        }
    }
    class MDIWidget extends Widget {
        children = [];
        _viewport = { clientWidth: 800, clientHeight: 600 };
        _resizeObserver = new FakeObserver(() => this._syncScrollbars());
        synced = 0;

        _syncScrollbars() {
            this.synced += 1;
        }

        add_widget(child, options) {
            const window = new MDISubWindow(this, child, options);
            this.children.push(window);
            window.raise_();
            return window;
        }

        set_index(index) {
            this.children[index].raise_();
        }

        get_subwin(child) {
            return this.children.find((window) => window.get_child() === child) ?? null;
        }

        tile_windows() {
            this.children.forEach((window, index) => {
                window.set_position(index * 100.5, 0);
                window.resize(100.5, 600);
                window.record.state = "tiled";
            });
        }

        cascade_windows() {
            this.children.forEach((window, index) => {
                window.set_position(index * 20, index * 20);
                window.element.style.zIndex = index + 1;
            });
        }

        _updateWorkspaceSize() {}
        _layoutMinimized() {}
        _refreshActiveSubWindow() {}
    }
    return { MDIWidget };
}

function desktop(context, count = 3) {
    globalThis.document = { addEventListener() {}, removeEventListener() {} };
    context.after(() => delete globalThis.document);
    const postponed = [];
    const closed = [];
    const { MDIWidget } = tellingMdiClasses(
        library(),
        (run) => postponed.push(run),
        (window) => closed.push(window),
    );
    const mdi = new MDIWidget();
    for (const child of ["a", "b", "c"].slice(0, count)) mdi.add_widget(child, { x: 10, y: 20 });
    const order = () => mdi.stack.map((window) => window.get_child()).join("");
    return { mdi, order, closed, runPostponed: () => postponed.splice(0).forEach((run) => run()) };
}

test("the class has the name by which the server knows it", (context) => {
    const { mdi } = desktop(context);
    assert.equal(mdi.constructor.name, "MDIWidget");
    assert.equal(mdi.children[0].constructor.name, "MDISubWindow");
});

test("a raise is told if it changes something, and a lower tells the order", (context) => {
    const { mdi, order } = desktop(context);
    const [a, b, c] = mdi.children;
    c.raise_();
    assert.deepEqual(mdi.told, []);
    a.raise_();
    assert.equal(order(), "bca");
    c.lower();
    assert.equal(order(), "cba");
    assert.deepEqual(mdi.told, [["page-switch", "a"], ["restacked", ["c", "b", "a"]]]);
    assert.deepEqual([a, b, c].map(({ element }) => element.style.zIndex), [3, 2, 1]);
});

test("the server says the whole order; the stock server one window", (context) => {
    const { mdi, order } = desktop(context);
    mdi.set_index(1, ["c", "a", "b"]);
    assert.equal(order(), "cab");
    mdi.set_index(0);
    assert.equal(order(), "cba");
    mdi.children[1].close(); // what the server does not know yet
    mdi.set_index(2, ["b", "c", "a"]);
    assert.equal(order(), "ca");
});

test("any state follows any other, and what it comes back to stays", (context) => {
    const { mdi, order } = desktop(context);
    const [a] = mdi.children;
    const states = ["minimized", "maximized", "shaded", "minimized", "normal"];
    for (const state of states) {
        a.set_window_state(state);
        a.set_window_state(state);
        assert.equal(a.get_window_state(), state);
    }
    assert.deepEqual(a.told, states.map((state) => ["window-state", state]));
    assert.deepEqual(a.place.slice(1), [10, 20, 300, 200]);
    assert.equal(order(), "abc");
    a.toggle_minimize();
    assert.equal(order(), "bca");
    assert.deepEqual(mdi.told, [["page-switch", "a"]]);
});

test("a place and a size that it gets while it is away are those it comes back to", (context) => {
    const [a] = desktop(context).mdi.children;
    for (const state of ["minimized", "maximized", "shaded"]) {
        a.set_window_state(state);
        a.set_position(50, 60);
        a.resize(70, 80);
        a.make_callback("move", 1, 1);
        a.set_window_state("normal");
        assert.deepEqual(a.place.slice(1), [50, 60, 70, 80]);
        a.set_position(10, 20);
        a.resize(300, 200);
    }
    assert.deepEqual(a.told.filter(([action]) => action === "move"), [["move", 1, 1]]); // shaded
});

test("where arranged windows stand is told in whole pixels, when nothing is muted", (context) => {
    const { mdi, runPostponed } = desktop(context, 2);
    const [a, b] = mdi.children;
    a.set_window_state("minimized");
    mdi.tile_windows();
    assert.deepEqual(mdi.told, []);
    runPostponed();
    assert.equal(a.get_window_state(), "normal");
    assert.deepEqual(mdi.told, [["arranged", [[a, 0, 0, 98, 598], [b, 100, 0, 98, 598]]]]);
    b.set_window_state("maximized");
    b.set_window_state("normal");
    assert.deepEqual(b.place.slice(1), [100, 0, 98, 598]);
});

test("windows are arranged when there is room, and maximized ones fill it", (context) => {
    const { mdi, runPostponed } = desktop(context, 2);
    const seen = mdi._viewport;
    mdi._viewport = { clientWidth: 0, clientHeight: 0 };
    mdi._syncScrollbars();
    mdi.cascade_windows();
    runPostponed();
    assert.deepEqual(mdi.told, []);
    mdi._viewport = seen;
    mdi._syncScrollbars();
    mdi._syncScrollbars();
    runPostponed();
    runPostponed();
    assert.equal(mdi.told.length, 1);
    const [a] = mdi.children;
    a.set_window_state("maximized");
    a.element.style.width = "1px";
    mdi._viewport = { clientWidth: 900, clientHeight: 600 };
    mdi._syncScrollbars();
    assert.equal(a.element.style.width, "795px");
    assert.deepEqual(a.told, [["window-state", "maximized"]]);
});

test("what was put off for want of room does not undo what was done since", (context) => {
    const { mdi, runPostponed } = desktop(context, 2);
    const seen = mdi._viewport;
    mdi._viewport = { clientWidth: 0, clientHeight: 0 };
    mdi._syncScrollbars();
    mdi.cascade_windows();
    mdi._viewport = seen;
    mdi._syncScrollbars(); // within a frame of the server that goes on with the next call
    mdi.tile_windows();
    const tiled = mdi.children.map((window) => window.place);
    runPostponed();
    assert.deepEqual(mdi.children.map((window) => window.place), tiled);
});

test("a window that was closed is used no more, and its child may be", (context) => {
    const { mdi, order, closed } = desktop(context);
    const [a, b, c] = mdi.children;
    b.close();
    assert.deepEqual(closed, [b]);
    assert.equal(order(), "ac");
    assert.deepEqual([a, c].map(({ element }) => element.style.zIndex), [1, 2]);
    assert.equal(b.isDestroyed, true);
    assert.deepEqual(b.children, []);
});

test("scroll bars come with the next frame, and not while sizes are told", (context) => {
    const frames = [];
    const before = globalThis.requestAnimationFrame;
    context.after(() => { globalThis.requestAnimationFrame = before; });
    globalThis.requestAnimationFrame = (run) => frames.push(run);
    const { MDIWidget } = tellingMdiClasses(library(), (run) => run(), () => {});
    const mdi = new MDIWidget();
    const [its, ours] = FakeObserver.all.slice(-2);
    assert.equal(its.isOn, false);
    assert.equal(ours.observed, mdi._viewport);
    ours.told();
    assert.equal(mdi.synced, 0);
    frames.pop()();
    assert.equal(mdi.synced, 1);
    ours.told();
    mdi._destroyed = true;
    frames.pop()();
    assert.equal(mdi.synced, 1);
});
