import assert from "node:assert/strict";
import test from "node:test";

import { giveOwnRole, nameInPlace, nameWidgets } from "../../src/pgwidgets/web/pgwidgets/hands/names.js";

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

test("a label is what the program has it read as, else a group if it has a name", () => {
    const role = ({ element }) => element.getAttribute("role");
    const orders = [["set_live", "set_accessible_name"], ["set_accessible_name", "set_live"]];
    for (const order of orders) {
        for (const [live, wanted] of [["off", "group"], ["assertive", "alert"]]) {
            const label = new Label();
            for (const name of order) label[name](name === "set_live" ? live : "name");
            assert.equal(role(label), wanted, `${order} ${live}`);
        }
    }
    const label = new Label();
    label._menu = {}; // it is a button, whatever else it is
    label.element.setAttribute("role", "button");
    label.set_live("polite");
    assert.equal(role(label), "button");
    label._menu = null;
    giveOwnRole(label);
    assert.equal(role(label), "status");
    label.set_live("off");
    assert.equal(role(label), null);
});

test("the program's name goes before that of the place, in whatever order they come", () => {
    const nameOf = ({ element }) => element.getAttribute("aria-label");
    const [first, last] = [new Widget(), new Widget()];
    nameInPlace(first, "of the place");
    first.set_accessible_name("name");
    last.set_accessible_name("name");
    nameInPlace(last, "of the place");
    assert.deepEqual([first, last].map(nameOf), ["name", "name"]);
    first.set_accessible_name(null);
    assert.equal(nameOf(first), "of the place");
});
