import assert from "node:assert/strict";
import test from "node:test";

import { Shortcuts } from "../../src/pgwidgets/web/pgwidgets/widgets/aids/shortcuts.js";

class Element {
    attributes = new Map();
    changes = 0;
    title = "Saves";

    matches() {
        return false;
    }

    getAttribute(name) {
        return this.attributes.get(name) ?? null;
    }

    setAttribute(name, value) {
        this.changes += 1;
        this.attributes.set(name, value);
    }

    removeAttribute(name) {
        this.attributes.delete(name);
    }
}

const click = (wid, keys) => ({ id: wid, wid, keys, label: "Save", scope: "page", clicks: true });

test("a widget says all of its shortcuts, and each once, however often they are told", () => {
    const there = new Map([[1, new Element()]]);
    const shortcuts = new Shortcuts((wid) => there.get(wid), () => {}, false);
    const element = there.get(1);
    for (let times = 0; times < 2; times += 1) {
        shortcuts.show([click(1, "Ctrl+S"), click(1, "F2")]);
        assert.equal(element.title, "Saves (Ctrl+S, F2)");
        assert.equal(element.getAttribute("aria-keyshortcuts"), "Control+S F2");
    }
    shortcuts.show([]);
    assert.equal(element.title, "Saves");
    assert.equal(element.attributes.size, 0);
});

test("while one widget is missing the others are left as they are", () => {
    const there = new Map([[1, new Element()]]);
    const shortcuts = new Shortcuts((wid) => there.get(wid), () => {}, false);
    shortcuts.show([click(1, "F2"), click(2, "F3")]);
    const { changes } = there.get(1);
    assert.equal(shortcuts.look(), false);
    there.set(2, new Element());
    assert.equal(shortcuts.look(), true);
    assert.equal(there.get(1).changes, changes);
    assert.equal(there.get(2).title, "Saves (F3)");
});
