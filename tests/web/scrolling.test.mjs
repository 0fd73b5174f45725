import assert from "node:assert/strict";
import test from "node:test";

import { isByItself } from "../../src/pgwidgets/web/pgwidgets/telling/by_itself.js";
import {
    keepScrolled, scrollSilently, scrollWhenShown, tellPlaces,
} from "../../src/pgwidgets/web/pgwidgets/widgets/scrolling.js";

const observers = new Set();
const frames = [];

globalThis.requestAnimationFrame = (run) => frames.push(run);

function nextFrame() {
    for (const run of frames.splice(0)) run();
}

globalThis.ResizeObserver = class {
    constructor(listener) {
        this.listener = listener;
    }

    observe(element) {
        this.element = element;
        observers.add(this);
    }

    disconnect() {
        observers.delete(this);
    }
};

/** A log with a base class of its own, and what it was scrolled to. */
function library() {
    class Widget {
        element = { clientWidth: 0, clientHeight: 0 };
        scrolled = [];
    }
    class Log extends Widget {
        set_scroll_position(...percents) {
            this.scrolled.push(percents);
        }

        scroll_to_end() {
            this.scrolled.push("end");
        }
    }
    class LongLog extends Log {}
    scrollWhenShown({ Widget, Log, LongLog, Callback: class {}, version: "1" });
    return { Log, LongLog };
}

function resize(widget, width) {
    widget.element.clientWidth = width;
    for (const observer of [...observers]) {
        if (observer.element === widget.element) observer.listener();
    }
}

test("what is shown is scrolled at once", () => {
    const { LongLog } = library();
    const log = new LongLog();
    resize(log, 10);
    log.set_scroll_position(0, 0.5);
    log.scroll_to_end();
    assert.deepEqual(log.scrolled, [[0, 0.5], "end"]);
    assert.equal(observers.size, 0);
});

test("what is not shown is scrolled when it appears, by the last call, once", () => {
    const { Log } = library();
    const log = new Log();
    log.scroll_to_end();
    log.set_scroll_position(0, 0.5);
    assert.deepEqual(log.scrolled, []);
    resize(log, 0); // an observer always tells the first size
    assert.deepEqual(log.scrolled, []);
    resize(log, 10);
    resize(log, 20);
    assert.deepEqual(log.scrolled, [[0, 0.5]]);
    assert.equal(observers.size, 0);
});

test("a call that comes when it is shown takes the place of one that waits", () => {
    const { Log } = library();
    const log = new Log();
    log.set_scroll_position(0, 0.5);
    log.element.clientWidth = 10; // the observer is told later
    log.scroll_to_end();
    resize(log, 10);
    assert.deepEqual(log.scrolled, ["end"]);
    assert.equal(observers.size, 0);
});

test("a widget that goes before it was shown is scrolled no more", () => {
    const { Log } = library();
    const log = new Log();
    log.scroll_to_end();
    log._destroyed = true;
    resize(log, 0);
    assert.deepEqual(log.scrolled, []);
    assert.equal(observers.size, 0);
});

/** A list as tall as it was told, which tells where its user scrolled it, as pgwidgets-js's do. */
function tellingLibrary() {
    class Widget {
        element = { clientWidth: 10, clientHeight: 10 };
    }
    class List extends Widget {
        told = [];
        room = 200;
        _viewport = { scrollLeft: 0, scrollTop: 0 };
        _scrollTimer = null;
        _scrollSilent = false;

        get offset() {
            return this._viewport.scrollTop;
        }

        set offset(pixels) {
            this._viewport.scrollTop = Math.min(pixels, this.room);
        }

        make_callback(action, ...place) {
            this.told.push(isByItself() ? [...place, "by itself"] : place);
        }

        get_scroll_position() {
            return [0, this.offset / this.room];
        }

        set_scroll_position(_, down) {
            this.offset = Math.round(down * this.room);
            this._scrollSilent = true;
            this._syncFromScroll();
            this._scrollSilent = false;
        }

        /** Called by the browser, too, on the frame after anything has scrolled it. */
        _syncFromScroll() {
            const place = this.get_scroll_position();
            clearTimeout(this._scrollTimer);
            if (this._scrollSilent) return;
            this._scrollTimer = setTimeout(() => {
                this._scrollTimer = null;
                this.make_callback("scrolled", ...place);
            }, 150);
        }

        scrollByUser(offset) {
            this.offset = offset;
            this._syncFromScroll();
        }
    }
    scrollSilently({ Widget, List });
    scrollWhenShown({ Widget, List });
    return { List };
}

test("what the program scrolls is not told when the browser says that it is scrolled", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list._syncFromScroll(); // laid out
    list.set_scroll_position(0, 0.333);
    list._syncFromScroll();
    context.mock.timers.tick(1000);
    assert.deepEqual(list.told, []);
});

test("what the user scrolls is told, even back to where the program had it", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.set_scroll_position(0, 0.5);
    list._syncFromScroll();
    nextFrame();
    nextFrame();
    for (const offset of [20, 100, 0]) {
        list.scrollByUser(offset);
        context.mock.timers.tick(150);
    }
    assert.deepEqual(list.told, [[0, 0.1], [0, 0.5], [0, 0]]);
});

test("where the user was is not told after the program has scrolled away from there", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(20);
    list.set_scroll_position(0, 0.5);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, []);
    list._syncFromScroll();
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, []);
});

test("what the user scrolled is told once, however often it is laid out meanwhile", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(20);
    context.mock.timers.tick(100);
    list._syncFromScroll();
    context.mock.timers.tick(1000);
    list._syncFromScroll();
    context.mock.timers.tick(1000);
    assert.deepEqual(list.told, [[0, 0.1]]);
});

test("a place is told though the widget leaves the page before", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(20);
    Object.assign(list.element, { clientWidth: 0, clientHeight: 0 });
    list.scrollByUser(0);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.1]]);
});

test("who leaves the page while it is scrolled tells where it was, once", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { List } = tellingLibrary();
    const [list, hidden, still, silent] = [new List(), new List(), new List(), new List()];
    still.scrollByUser(20);
    context.mock.timers.tick(150);
    list.scrollByUser(20);
    list.scrollByUser(60);
    hidden.scrollByUser(20);
    Object.assign(hidden.element, { clientWidth: 0, clientHeight: 0 });
    hidden.scrollByUser(0);
    silent.set_scroll_position(0, 0.5);
    tellPlaces();
    tellPlaces();
    context.mock.timers.tick(1000);
    assert.deepEqual(list.told, [[0, 0.3]]);
    assert.deepEqual(hidden.told, [[0, 0.1]]);
    assert.deepEqual(still.told, [[0, 0.1]]);
    assert.deepEqual(silent.told, []);
});

test("what is out of sight tells no place, nor what it has told when it is back", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(20);
    Object.assign(list.element, { clientWidth: 0, clientHeight: 0 });
    list.scrollByUser(0); // what a browser makes of it, and not its user
    context.mock.timers.tick(150);
    Object.assign(list.element, { clientWidth: 10, clientHeight: 10 });
    list.scrollByUser(20);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.1]]);
    list.scrollByUser(0);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.1], [0, 0]]);
});

test("what comes to another place because there is more to scroll is told as that", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.set_scroll_position(0, 0.5);
    nextFrame();
    nextFrame();
    list.room = 400;
    list._syncFromScroll();
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.25, "by itself"]]);
    list.scrollByUser(200);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.25, "by itself"], [0, 0.5]]);
});

test("so is what is held at the end of what has become less", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(180);
    context.mock.timers.tick(150);
    list.room = 120;
    list.scrollByUser(120); // the browser does
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.9], [0, 1, "by itself"]]);
});

test("what its user scrolls while it grows is its user's", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.scrollByUser(20);
    context.mock.timers.tick(100);
    list.room = 400;
    list._syncFromScroll();
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.05]]);
    list.room = 200;
    list._syncFromScroll();
    context.mock.timers.tick(100);
    list.scrollByUser(40);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, [[0, 0.05], [0, 0.2]]);
});

test("what is laid out right after the program scrolled it stays where it was put", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const list = new (tellingLibrary().List)();
    list.set_scroll_position(0, 0.5);
    nextFrame();
    list.room = 180; // a scroll bar has gone
    list._syncFromScroll();
    list._syncFromScroll();
    assert.equal(list.offset, 90);
    context.mock.timers.tick(150);
    assert.deepEqual(list.told, []);
});

test("places are kept on a page of which no more than the head has come", () => {
    const observed = [];
    globalThis.MutationObserver = class {
        observe(node) {
            if (!node) throw new TypeError("parameter 1 is not of type 'Node'");
            observed.push(node);
        }
    };
    const root = {};
    const listening = [];
    const document = {
        body: null, documentElement: root, addEventListener: (_, run) => listening.push(run),
    };
    keepScrolled(document);
    assert.deepEqual(observed, []); // nothing has been scrolled, so nothing is put back
    for (const scrollTop of [5, 6]) listening[0]({ target: { scrollLeft: 0, scrollTop } });
    assert.deepEqual(observed, [root]);
});
