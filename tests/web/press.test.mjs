import assert from "node:assert/strict";
import test from "node:test";

import { Press } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/press.js";
import { FakeClock } from "./fake_clock.mjs";

/** A page in which its user acts; `over` says how often a press was over. */
function opened() {
    const page = new EventTarget();
    const clock = new FakeClock();
    const press = new Press(page, clock);
    const happens = (type, target, more = {}) => {
        const event = Object.assign(new Event(type), more);
        Object.defineProperty(event, "target", { value: target });
        page.dispatchEvent(event);
    };
    const later = () => clock.advance(0); // when the running event is over
    const counted = { over: 0 };
    const wait = () => press.whenOver(() => { counted.over += 1; });
    return { press, happens, later, wait, counted };
}

test("a press is over after its click, wherever it ends", () => {
    for (const end of ["pointerup", "pointercancel", "contextmenu"]) {
        const { press, happens, later, wait, counted } = opened();
        assert.equal(press.current, null);
        happens("pointerdown", "cell");
        assert.equal(press.current.element, "cell");
        wait();
        happens(end, "elsewhere");
        assert.deepEqual([press.current.element, counted.over], ["cell", 0], end);
        later();
        assert.deepEqual([press.current, counted.over], [null, 1], end);
    }
});

test("a press that begins right after another outlives it", () => {
    const { press, happens, later, wait, counted } = opened();
    happens("pointerdown", "cell");
    wait();
    const first = press.current;
    happens("pointerup", "cell");
    happens("pointerdown", "cell");
    later();
    assert.equal(press.current.element, "cell");
    assert.notEqual(press.current, first);
    assert.equal(counted.over, 0);
    happens("pointerup", "cell");
    later();
    assert.deepEqual([press.current, counted.over], [null, 1]);
});

test("a second finger, or another button, neither begins nor ends a press", () => {
    const { press, happens, later } = opened();
    happens("pointerdown", "cell", { button: 2 });
    assert.equal(press.current, null);
    happens("pointerdown", "cell", { isPrimary: true });
    happens("pointerdown", "elsewhere", { isPrimary: false });
    happens("pointerup", "elsewhere", { isPrimary: false });
    later();
    assert.equal(press.current.element, "cell");
});

test("who waits is told once", () => {
    const { happens, later, wait, counted } = opened();
    wait();
    for (const type of ["pointerdown", "pointerup", "pointerdown", "pointerup"]) {
        happens(type, "cell");
        later();
    }
    assert.equal(counted.over, 1);
});
