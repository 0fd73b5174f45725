import assert from "node:assert/strict";
import test from "node:test";

import { KeptLayout } from "../../src/pgwidgets/web/pgwidgets/widgets/aids/layouts.js";
import { FakeClock } from "./fake_clock.mjs";

class FakeWindow extends EventTarget {
    location = { pathname: "/dome" };
    values = new Map();
    isWatching = false;
    localStorage = {
        getItem: (name) => this.values.get(name) ?? null,
        setItem: (name, value) => this.values.set(name, value),
        removeItem: (name) => this.values.delete(name),
    };

    document = { documentElement: { hasAttribute: () => this.isWatching } };

    act(type, key = "") {
        this.dispatchEvent(Object.assign(new Event(type), { key }));
    }
}

function kept() {
    const window = new FakeWindow();
    const clock = new FakeClock();
    const acts = [];
    return { window, clock, acts, layout: new KeptLayout({ window, clock, acted: () => acts.push(clock.time) }) };
}

test("acts are told once, when its user rests, and only while a layout is kept", () => {
    const { window, clock, acts, layout } = kept();
    window.act("pointerup");
    clock.advance(1000);
    assert.deepEqual(acts, []);
    layout.set("layout");
    window.act("pointerup");
    clock.advance(300);
    window.act("keyup", "ArrowLeft");
    clock.advance(399);
    assert.deepEqual(acts, []);
    clock.advance(1000);
    assert.deepEqual(acts, [1700]);
    layout.set(null);
    window.act("pointerup");
    clock.advance(1000);
    assert.equal(acts.length, 1);
});

test("typing arranges nothing, and who only watches neither", () => {
    const { window, clock, acts, layout } = kept();
    layout.set("layout");
    for (const key of ["a", "ä", "Backspace", "Shift"]) window.act("keyup", key);
    window.isWatching = true;
    window.act("pointerup");
    clock.advance(1000);
    assert.deepEqual(acts, []);
});

test("what is kept is of this address and this name", () => {
    const { window, layout } = kept();
    layout.set("one");
    layout.keep("text");
    assert.equal(layout.get(), "text");
    assert.deepEqual([...window.values.keys()], ["pgwidgets-layout:/dome:one"]);
    layout.set("two");
    assert.equal(layout.get(), null);
    layout.set("one");
    layout.keep(null);
    assert.equal(layout.get(), null);
});

test("without a storage nothing is kept", () => {
    const { window, layout } = kept();
    Object.defineProperty(window, "localStorage", { get() { throw new Error("SecurityError"); } });
    layout.set("one");
    layout.keep("text");
    assert.equal(layout.get(), null);
});
