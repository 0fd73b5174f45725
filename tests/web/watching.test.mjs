import assert from "node:assert/strict";
import test from "node:test";

import { Watching } from "../../src/pgwidgets/web/pgwidgets/page/watching.js";

/** An element that lies in others, which its classes name. */
class Element {
    constructor(...within) {
        this.within = within;
    }

    closest(selectors) {
        return selectors.split(", ").some((one) => this.within.includes(one)) ? this : null;
    }
}
globalThis.Element = Element;

function page() {
    const listeners = new Map();
    const attributes = new Set();
    const notes = [];
    const root = {
        ownerDocument: {
            createElement: () => ({ setAttribute() {}, hidden: false }),
        },
        append: (note) => notes.push(note),
        toggleAttribute: (name, isOn) => (isOn ? attributes.add(name) : attributes.delete(name)),
    };
    const window = {
        document: { documentElement: root },
        addEventListener: (kind, listener) => listeners.set(kind, listener),
    };
    const watching = new Watching(window, (key) => key);
    const refused = (type, within, more = {}) => {
        let stopped = 0;
        const count = () => {
            stopped += 1;
        };
        listeners.get(type)({
            type,
            target: new Element(...within),
            preventDefault: count,
            stopImmediatePropagation: count,
            ...more,
        });
        return stopped === 2;
    };
    return { watching, refused, attributes, notes };
}

test("a page whose user may act is left alone", () => {
    const { watching, refused, attributes, notes } = page();
    assert.equal(refused("click", [".button-widget"]), false);
    watching.set(false);
    assert.equal(refused("click", [".button-widget"]), false);
    assert.equal(attributes.size + notes.length, 0);
});

test("controls do not answer, and the page says why", () => {
    const { watching, refused, attributes, notes } = page();
    watching.set(true);
    watching.set(true);
    assert.deepEqual([...attributes], ["data-pgw-watching"]);
    assert.deepEqual(notes.map((note) => note.textContent), ["watching"]);
    for (const type of ["pointerdown", "mousedown", "click"]) {
        assert.equal(refused(type, [".button-widget"]), true);
        assert.equal(refused(type, ["select"]), true);
        assert.equal(refused(type, ["textarea"]), false);
        assert.equal(refused(type, [".tab-header"]), false);
    }
    assert.equal(refused("drop", []), true);
    watching.set(false);
    assert.equal(refused("click", [".button-widget"]), false);
    assert.equal(notes[0].hidden, true);
});

test("keys lead through the page, and press and type nothing", () => {
    const { watching, refused } = page();
    watching.set(true);
    assert.equal(refused("keydown", ["input"], { key: "x" }), true);
    assert.equal(refused("keydown", [".button-widget"], { key: " " }), true);
    for (const key of ["Tab", "Escape", "F6"]) {
        assert.equal(refused("keydown", ["input"], { key }), false);
    }
    assert.equal(refused("keydown", ["input"], { key: "c", ctrlKey: true }), false);
    assert.equal(refused("keydown", [".treeview-body"], { key: "ArrowDown" }), false);
    assert.equal(refused("keydown", [".treeview-body"], { key: "Enter" }), true);
    assert.equal(refused("dblclick", [".treeview-cell-editable"]), true);
    assert.equal(refused("dblclick", [".treeview-cell"]), false);
    assert.equal(refused("keydown", [".pgwidgets-veil"], { key: "Enter" }), false);
});
