import assert from "node:assert/strict";
import test from "node:test";

import { Watching } from "../../src/pgwidgets/web/pgwidgets/page/watching.js";

/** An element that lies in others, which its classes name. */
class Element {
    constructor(...within) {
        this.within = within;
    }

    mark = null;

    getAttribute() {
        return this.mark;
    }

    setAttribute(_, mark) {
        this.mark = mark;
    }

    removeAttribute() {
        this.mark = null;
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
        marked: [],
        querySelectorAll: () => root.marked.filter(({ mark }) => mark !== null),
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
            target: within instanceof Element ? within : new Element(...within),
            preventDefault: count,
            stopImmediatePropagation: count,
            ...more,
        });
        return stopped === 2;
    };
    return { watching, refused, attributes, notes, root };
}

test("a page whose user may act is left alone", () => {
    const { watching, refused, attributes, notes } = page();
    assert.equal(refused("click", [".button-widget"]), false);
    watching.set({});
    assert.equal(refused("click", [".button-widget"]), false);
    assert.equal(attributes.size + notes.length, 0);
});

test("controls do not answer, and the page says why", () => {
    const { watching, refused, attributes, notes } = page();
    watching.set({ role: "observer" });
    watching.set({ role: "observer" });
    assert.deepEqual([...attributes], ["data-pgw-watching"]);
    assert.deepEqual(notes.map((note) => note.textContent), ["watching"]);
    for (const type of ["pointerdown", "mousedown", "click"]) {
        assert.equal(refused(type, [".button-widget"]), true);
        assert.equal(refused(type, ["select"]), true);
        assert.equal(refused(type, ["textarea"]), false);
        assert.equal(refused(type, [".tab-header"]), false);
    }
    assert.equal(refused("drop", []), true);
    watching.set({});
    assert.equal(refused("click", [".button-widget"]), false);
    assert.equal(notes[0].hidden, true);
});

test("keys lead through the page, and press and type nothing", () => {
    const { watching, refused } = page();
    watching.set({ role: "observer" });
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

test("what a role is allowed answers, and what it is forbidden does not", () => {
    const { watching, refused, attributes, notes, root } = page();
    const [first, second] = [1, 2].map(() => new Element(".button-widget", "[data-pgw-rights]"));
    const plain = [".button-widget"];
    root.marked = [first, second];
    const elementOf = (wid) => [first, second][wid - 1];

    watching.set({ role: "guest", allow: [1, 9] });
    watching.shown(elementOf);
    assert.deepEqual([first.mark, second.mark], ["allow", null]);
    assert.equal(refused("click", first), false);
    assert.equal(refused("click", plain), true);
    assert.equal(attributes.size, 1);

    watching.set({ role: "operator", acts: true, forbid: [2] });
    watching.shown(elementOf);
    assert.deepEqual([first.mark, second.mark], [null, "forbid"]);
    assert.equal(refused("click", second), true);
    assert.equal(refused("click", plain), false);
    assert.equal(attributes.size, 0);
    assert.equal(notes[0].hidden, true);

    watching.set({});
    assert.deepEqual([first.mark, second.mark], [null, null]);
    assert.equal(refused("click", second), false);
});

test("an operator without control is told why", () => {
    const { watching, notes } = page();
    watching.set({ role: "operator" });
    assert.equal(notes[0].title, "withoutControl");
    watching.set({ role: "observer" });
    assert.equal(notes[0].title, "watchingDetail");
});
