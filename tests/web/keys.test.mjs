import assert from "node:assert/strict";
import test from "node:test";

import { forReaders, isTyped, namesOf, shown } from "../../src/pgwidgets/web/pgwidgets/widgets/aids/keys.js";

const press = (key, held = {}, code = "") => ({
    key, code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...held,
});
const ctrl = { ctrlKey: true };
const shift = { shiftKey: true };

test("a press has the name that a program writes", () => {
    assert.deepEqual(namesOf(press("s", ctrl), false), ["Ctrl+S"]);
    assert.deepEqual(namesOf(press("S", { ...ctrl, ...shift }), false), ["Ctrl+Shift+S"]);
    assert.deepEqual(namesOf(press("ArrowUp", { metaKey: true }), false), ["Meta+Up"]);
    assert.deepEqual(namesOf(press(" "), false), ["Space"]);
    assert.deepEqual(namesOf(press("F5"), false), ["F5"]);
    assert.deepEqual(namesOf(press("+", ctrl), false), ["Ctrl+Plus"]);
});

test("a sign goes by its name with and without the Shift that it takes", () => {
    assert.deepEqual(namesOf(press("?", shift), false), ["Shift+?", "?"]);
    assert.deepEqual(namesOf(press("?"), false), ["?"]);
    assert.deepEqual(namesOf(press("A", shift), false), ["Shift+A"]);
});

test("where a key types something else, its place tells", () => {
    assert.deepEqual(namesOf(press("å", { altKey: true }, "KeyA"), false), ["Alt+A"]);
    assert.deepEqual(namesOf(press("!", { ...ctrl, ...shift }, "Digit1"), false), ["Ctrl+Shift+1"]);
});

test("on a Mac Ctrl is the Command key", () => {
    assert.deepEqual(namesOf(press("s", { metaKey: true }), true), ["Ctrl+S"]);
    assert.deepEqual(namesOf(press("s", ctrl), true), ["S+Meta".split("+").reverse().join("+")]);
    assert.equal(shown("Ctrl+Shift+S", true), "⌘⇧S");
    assert.equal(shown("Ctrl+Plus", false), "Ctrl++");
    assert.equal(shown("Alt+Up", false), "Alt+↑");
    assert.equal(forReaders("Ctrl+Up", true), "Meta+ArrowUp");
    assert.equal(forReaders("Ctrl+Meta+S", false), "Control+Meta+S");
    assert.equal(forReaders("Meta+S", true), "Control+S");
});

test("what is typed is no shortcut in a field", () => {
    for (const key of ["a", "?", "Enter", "ArrowLeft", "Backspace"]) assert.ok(isTyped(press(key)), key);
    assert.ok(!isTyped(press("s", ctrl)));
    assert.ok(!isTyped(press("F5")));
    assert.ok(!isTyped(press("Escape")));
});
