import assert from "node:assert/strict";
import test from "node:test";

import { idOf, mark, nextOf, rove, typedOf } from "../../src/pgwidgets/web/pgwidgets/common/aria.js";

class Attributes {
    written = [];
    id = "";
    #values = new Map();

    getAttribute(name) {
        return this.#values.get(name) ?? null;
    }

    setAttribute(name, value) {
        this.written.push(name);
        this.#values.set(name, String(value));
    }

    removeAttribute(name) {
        this.#values.delete(name);
    }
}

test("an attribute is written when it changes, and goes when it is nothing", () => {
    const element = new Attributes();
    mark(element, { role: "tab", "aria-selected": false, "aria-label": null });
    mark(element, { role: "tab", "aria-selected": true });
    assert.deepEqual(element.written, ["role", "aria-selected", "aria-selected"]);
    mark(element, { role: null });
    assert.equal(element.getAttribute("role"), null);
    assert.equal(element.getAttribute("aria-selected"), "true");
});

test("an element is given a name once", () => {
    const [named, first, second] = [new Attributes(), new Attributes(), new Attributes()];
    named.id = "own";
    assert.equal(idOf(named), "own");
    assert.equal(idOf(first), idOf(first));
    assert.notEqual(idOf(first), idOf(second));
});

test("arrows go round in the way in which things stand, Home and End to the ends", () => {
    for (const [key, index, way, to] of [
        ["ArrowRight", 0, "horizontal", 1],
        ["ArrowRight", 2, "horizontal", 0],
        ["ArrowLeft", 0, "horizontal", 2],
        ["ArrowDown", 0, "horizontal", -1],
        ["ArrowDown", 1, "vertical", 2],
        ["ArrowUp", 0, "both", 2],
        ["ArrowDown", -1, "vertical", 0],
        ["ArrowUp", -1, "vertical", 2],
        ["Home", 2, "vertical", 0],
        ["End", -1, "horizontal", 2],
        ["a", 0, "both", -1],
    ]) assert.equal(nextOf(key, index, 3, way), to, `${key} from ${index}`);
    assert.equal(nextOf("End", -1, 0), -1);
});

test("a letter goes to the next that begins with it, round to where it was", () => {
    const texts = ["Open", "Save", " Options", "Quit"];
    assert.equal(typedOf({ key: "o" }, 0, texts), 2);
    assert.equal(typedOf({ key: "O" }, 2, texts), 0);
    assert.equal(typedOf({ key: "s" }, -1, texts), 1);
    assert.equal(typedOf({ key: "q" }, 3, texts), 3);
    assert.equal(typedOf({ key: "x" }, 0, texts), -1);
    for (const event of [{ key: "o", ctrlKey: true }, { key: " " }, { key: "F2" }]) {
        assert.equal(typedOf(event, 0, texts), -1);
    }
});

test("of things in a row Tab goes to one", () => {
    const row = [{}, {}, {}];
    rove(row, row[1]);
    assert.deepEqual(row.map(({ tabIndex }) => tabIndex), [-1, 0, -1]);
});
