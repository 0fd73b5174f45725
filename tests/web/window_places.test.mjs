import assert from "node:assert/strict";
import test from "node:test";

import { isFitted } from "../../src/pgwidgets/web/pgwidgets/telling/fitted.js";
import {
    placeIn, placeWindows,
} from "../../src/pgwidgets/web/pgwidgets/widgets/window_places.js";

const ROOM = { width: 1000, height: 700 };

function library() {
    class TopLevel {
        _winState = "normal";
        element = {
            style: { left: "", top: "", width: "", height: "" },
            isConnected: false,
            attributes: new Set(),
            offsetWidth: 320,
            offsetHeight: 240,
            grips: [new EventTarget()],
            querySelectorAll() {
                return this.grips;
            },
            toggleAttribute(name, isSet) {
                this.attributes[isSet ? "add" : "delete"](name);
            },
        };

        told = [];

        constructor() {
            this._makeResizable();
        }

        _makeResizable() {}

        make_callback(...args) {
            this.told.push(args);
        }

        show() {
            this.element.isConnected = true;
        }

        resize(width, height) {
            Object.assign(this.element.style, { width: `${width}px`, height: `${height}px` });
        }

        set_position(x, y) {
            Object.assign(this.element.style, { left: `${x}px`, top: `${y}px` });
        }
    }
    class Dialog extends TopLevel {}
    return { TopLevel, Dialog };
}

function shown({ TopLevel }, size, place) {
    const window = new TopLevel();
    if (size) window.resize(...size);
    if (place) window.set_position(...place);
    window.show();
    return window;
}

const placeOf = ({ element: { style } }) => [style.left, style.top];
const attributesOf = ({ element }) => [...element.attributes];

test("the first is in the middle, a little above it; the next beside it, as far as there is room", () => {
    assert.deepEqual(placeIn(ROOM, { width: 400, height: 200 }, null), [300, 200]);
    assert.deepEqual(placeIn(ROOM, { width: 1200, height: 900 }, null), [0, 0]);
    assert.deepEqual(placeIn(ROOM, { width: 400, height: 200 }, [300, 200]), [328, 228]);
    assert.deepEqual(placeIn(ROOM, { width: 400, height: 200 }, [580, 200]), [8, 8]);
    assert.deepEqual(placeIn(ROOM, { width: 400, height: 200 }, [300, 480]), [8, 8]);
});

test("what has no place gets one when it is shown, and what the program places is there", () => {
    const Widgets = library();
    placeWindows(Widgets, () => ROOM);
    const first = shown(Widgets, [400, 200]);
    const placed = shown(Widgets, [400, 200], [10, 20]);
    const second = shown(Widgets, [400, 200]);
    assert.deepEqual([first, placed, second].map(placeOf), [
        ["300px", "200px"], ["10px", "20px"], ["328px", "228px"],
    ]);
    assert.deepEqual([first, placed].map(attributesOf), [["data-pgw-placed"], []]);
    second.set_position(1, 2);
    assert.deepEqual([placeOf(second), attributesOf(second)], [["1px", "2px"], []]);
    second.resize(300, 300);
    assert.deepEqual(placeOf(second), ["1px", "2px"]);
    assert.deepEqual(placeOf(shown(Widgets, [400, 200])), ["300px", "200px"]); // the last was moved
});

test("one that its user has resized stays where it is, and tells so", (context) => {
    globalThis.document = new EventTarget();
    context.after(() => delete globalThis.document);
    const Widgets = library();
    placeWindows(Widgets, () => ROOM);
    const window = shown(Widgets, [400, 200]);
    const placed = shown(Widgets, [400, 200], [1, 2]);
    for (const one of [window, placed]) {
        one.element.grips[0].dispatchEvent(new Event("mousedown"));
        document.dispatchEvent(new Event("mouseup"));
        document.dispatchEvent(new Event("mouseup"));
    }
    assert.deepEqual(window.told, [["move", 300, 200]]);
    assert.deepEqual(attributesOf(window), []);
    assert.deepEqual(placed.told, []);
});

test("one that is gone while its user resizes it tells nothing", (context) => {
    globalThis.document = new EventTarget();
    context.after(() => delete globalThis.document);
    const Widgets = library();
    placeWindows(Widgets, () => ROOM);
    const window = shown(Widgets, [400, 200]);
    window.element.grips[0].dispatchEvent(new Event("mousedown"));
    Object.assign(window, { element: null, _destroyed: true });
    document.dispatchEvent(new Event("mouseup"));
    assert.deepEqual(window.told, []);
});

test("one without a size fills the page until it has one", () => {
    const Widgets = library();
    placeWindows(Widgets, () => ROOM);
    const window = shown(Widgets, null);
    assert.deepEqual([placeOf(window), attributesOf(window)], [["", ""], ["data-pgw-fills"]]);
    window.resize(400, 200);
    assert.deepEqual([placeOf(window), attributesOf(window)], [
        ["300px", "200px"], ["data-pgw-placed"],
    ]);
});

test("neither a dialog, nor a minimized window, nor one of a page without room is placed", () => {
    const Widgets = library();
    let room = ROOM;
    placeWindows(Widgets, () => room);
    const dialog = new Widgets.Dialog();
    dialog.resize(100, 100);
    dialog.show();
    const away = new Widgets.TopLevel();
    away._winState = "minimized";
    away.resize(100, 100);
    away.show();
    room = null;
    const left = shown(Widgets, [100, 100]);
    for (const window of [dialog, away, left]) assert.deepEqual(placeOf(window), ["", ""]);
    assert.deepEqual(attributesOf(shown(Widgets, null)), []);
});

test("of windows that a narrow page has made as wide as itself no size is told", () => {
    const windowOf = (matches, pgwTheme) => ({
        matchMedia: () => ({ matches }),
        document: { documentElement: { dataset: { pgwTheme } } },
    });
    const sized = { has_callback: (name) => name === "move", element: { style: { width: "9px" } } };
    const free = { ...sized, element: { style: { width: "" } } };
    const label = { ...sized, has_callback: () => false };
    assert.equal(isFitted(sized, windowOf(true, "dark")), true);
    assert.equal(isFitted(sized, windowOf(false, "dark")), false);
    assert.equal(isFitted(sized, windowOf(true, "classic")), false);
    assert.equal(isFitted(free, windowOf(true, "dark")), false);
    assert.equal(isFitted(label, windowOf(true, "dark")), false);
});
