import assert from "node:assert/strict";
import test from "node:test";

import { heedKeys, isPlain, whenMade } from "../../src/pgwidgets/web/pgwidgets/hands/keys.js";
import { moved } from "../../src/pgwidgets/web/pgwidgets/hands/moving.js";
import { deltaFor } from "../../src/pgwidgets/web/pgwidgets/hands/pinch.js";
import { valueBy } from "../../src/pgwidgets/web/pgwidgets/hands/values.js";
import { wordTable } from "../../src/pgwidgets/web/pgwidgets/hands/words.js";

/** An element that is within others, each known by its selector. */
function within(...selectors) {
    const found = new Map(selectors.map((selector) => [selector, { selector, closest: () => null }]));
    return { closest: (selector) => found.get(selector) ?? null };
}

function pressed(target, more = {}) {
    const did = [];
    return {
        did, target, defaultPrevented: false, isComposing: false,
        preventDefault: () => did.push("prevented"), stopPropagation: () => did.push("stopped"),
        ...more,
    };
}

test("the first pattern that heeds a key has it, and nobody else", () => {
    let hear;
    const asked = [];
    const pattern = (selector, answer) => [selector, (_, element) => {
        asked.push(element.selector);
        return answer;
    }];
    heedKeys({ addEventListener: (_, listener) => { hear = listener; } }, [
        pattern(".field", false), pattern(".menu", true), pattern(".window", true),
    ]);
    const event = pressed(within(".window", ".field", ".menu"));
    hear(event);
    assert.deepEqual(asked, [".field", ".menu"]);
    assert.deepEqual(event.did, ["prevented", "stopped"]);
    const other = pressed(within(".field"));
    hear(other);
    assert.deepEqual(other.did, []);
});

test("a key that an input method has, or somebody else, is nobody's", () => {
    let hear;
    heedKeys({ addEventListener: (_, listener) => { hear = listener; } }, [[".menu", () => true]]);
    for (const more of [{ isComposing: true }, { defaultPrevented: true }, { target: {} }]) {
        const event = pressed(within(".menu"), more);
        hear(event);
        assert.deepEqual(event.did, []);
    }
});

test("what is switched off heeds no key", () => {
    let hear;
    heedKeys({ addEventListener: (_, listener) => { hear = listener; } }, [[".menu", () => true]]);
    const element = { closest: () => ({}) };
    const event = pressed({ closest: () => element });
    hear(event);
    assert.deepEqual(event.did, []);
});

test("a widget is dressed once, when its constructor has come to its end", () => {
    class Button {
        enable_callback() {}
    }
    const dressed = [];
    whenMade(Button, "activated", (button) => dressed.push(button));
    const button = new Button();
    for (const action of ["enter", "activated", "activated"]) button.enable_callback(action);
    assert.deepEqual(dressed, [button]);
});

test("keys lead to values, and to none beyond the ends", () => {
    const range = { value: 5, min: 0, max: 10, step: 1 };
    for (const [key, value] of [
        ["ArrowUp", 6], ["ArrowRight", 6], ["ArrowDown", 4], ["ArrowLeft", 4], ["PageUp", 10],
        ["PageDown", 0], ["Home", 0], ["End", 10], ["x", null],
    ]) assert.equal(valueBy(key, range), value, key);
    assert.equal(valueBy("ArrowUp", { value: 0.2, min: 0, max: 1, step: 0.1 }), 0.3);
});

test("a window is moved with its title bar on the page, and sized no smaller than by the mouse", () => {
    const box = { left: 5, top: 5, width: 100, height: 45 };
    assert.deepEqual(moved(box, "move", [-1, 0], 10), { ...box, left: -5 });
    assert.deepEqual(moved(box, "move", [0, -1], 10), { ...box, top: 0 });
    assert.deepEqual(moved(box, "size", [1, 0], 10), { ...box, width: 110 });
    assert.deepEqual(moved(box, "size", [0, -1], 10), { ...box, height: 40 });
});

test("what is said can be said in other words", () => {
    const word = wordTable({ close: "Schließen" });
    assert.equal(word("close"), "Schließen");
    assert.equal(word("shade", { saturation: 5, value: 7 }), "saturation 5, brightness 7");
});

test("a key with Ctrl, Alt or Meta is no plain one; Shift is", () => {
    assert.equal(isPlain({ shiftKey: true }), true);
    for (const held of ["ctrlKey", "altKey", "metaKey"]) assert.equal(isPlain({ [held]: true }), false);
});

test("fingers twice as far apart are a little more than three notches of the wheel", () => {
    assert.equal(deltaFor(1), -0);
    assert.equal(deltaFor(1.25), -100);
    assert.ok(Math.abs(deltaFor(2) + 310.6) < 0.1);
    assert.ok(Math.abs(deltaFor(0.8) - 100) < 1e-9);
});
