import assert from "node:assert/strict";
import test from "node:test";

import { scrollWhenShown } from "../../src/pgwidgets/web/pgwidgets/scrolling.js";

const observers = new Set();

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
