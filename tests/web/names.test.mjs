import assert from "node:assert/strict";
import test from "node:test";

import { nameWidgets } from "../../src/pgwidgets/web/pgwidgets/hands/names.js";

let asked = 0;

class Element {
    #attributes = new Map();
    localName = "div";
    id = "";

    getAttribute(name) { return this.#attributes.get(name) ?? null; }
    hasAttribute(name) { return this.#attributes.has(name); }
    setAttribute(name, value) { this.#attributes.set(name, String(value)); }
    removeAttribute(name) { this.#attributes.delete(name); }
}

class Widget {
    element = new Element();
}
class Label extends Widget {}
class StatusBar extends Label {}
class TextEntry extends Widget {}

/** Counts how often somebody asks what it is. */
class Asked extends Label {}
Object.defineProperty(Asked.prototype, "constructor", {
    get() {
        asked += 1;
        return Asked;
    },
});
class Box extends Widget {
    children = [];

    add_widget(child) { this.children.push(child); }
    insert_widget(index, child) { this.children.splice(index, 0, child); }
    remove_child(child) { this.children.splice(this.children.indexOf(child), 1); }
}
class GridBox extends Widget {
    cellMap = new Map();

    add_widget(child, row, col) { this.cellMap.set(child, { row, col }); }
}
for (const name of [
    "remove", "insert_row", "append_row", "delete_row", "insert_column", "append_column",
    "delete_column",
]) GridBox.prototype[name] = () => {};

nameWidgets({ Box, GridBox, Label, StatusBar, TextEntry, Widget });

const labelOf = ({ element }) => element.getAttribute("aria-labelledby");

test("a field is named by the label before it, and by none when that is gone", async () => {
    const box = new Box();
    const label = new Label();
    const entry = new TextEntry();
    box.add_widget(label);
    box.add_widget(entry);
    await null;
    assert.ok(label.element.id);
    assert.equal(labelOf(entry), label.element.id);
    box.remove_child(label);
    await null;
    assert.equal(labelOf(entry), null);
});

test("a field of a grid is named by the label at its left", async () => {
    const grid = new GridBox();
    const label = new Label();
    const entry = new TextEntry();
    grid.add_widget(label, 0, 0);
    grid.add_widget(entry, 0, 1);
    await null;
    assert.equal(labelOf(entry), label.element.id);
});

test("each of a thousand children that are added at once is looked at once", async () => {
    const box = new Box();
    asked = 0;
    for (let number = 0; number < 1000; number += 1) box.add_widget(new Asked());
    await null;
    assert.equal(asked, 1000);
});
