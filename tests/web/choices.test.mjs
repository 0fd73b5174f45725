import assert from "node:assert/strict";
import test from "node:test";

import { mendChoices } from "../../src/pgwidgets/web/pgwidgets/repairs/choices.js";

/** As much of pgwidgets-js's combo box as its list takes. */
function library() {
    class ComboBox {
        _items = [];
        _dropdown = { style: { display: "none" }, children: [] };
        built = 0;

        _buildDropdown(filter = null) {
            this.built += 1;
            this._dropdown.children = this._items.filter((item) => item.includes(filter ?? ""));
        }

        _showDropdown(filter = null) {
            this._buildDropdown(filter);
            if (this._dropdown.children.length > 0) this._dropdown.style.display = "";
        }

        _hideDropdown() {
            this._dropdown.style.display = "none";
        }

        append_text(text) {
            this._items.push(text);
        }

        insert_alpha(text) {
            this._items = [...this._items, text].sort();
        }

        delete_alpha(text) {
            this._items = this._items.filter((item) => item !== text);
        }

        clear() {
            this._items = [];
        }

        get shown() {
            const { style, children } = this._dropdown;
            return style.display === "none" ? null : children;
        }
    }
    mendChoices({ ComboBox });
    return ComboBox;
}

/** A combo box that has dropped its list down. */
function open(items, filter) {
    const combo = new (library())();
    combo._items = items;
    combo._showDropdown(filter);
    combo.built = 0;
    return combo;
}

const frameIsDone = () => new Promise((resolve) => setImmediate(resolve));

test("an open list shows what has come, and not what is gone", async () => {
    const combo = open(["b", "c"]);
    combo.append_text("d");
    await frameIsDone();
    assert.deepEqual(combo.shown, ["b", "c", "d"]);
    combo.insert_alpha("a");
    await frameIsDone();
    assert.deepEqual(combo.shown, ["a", "b", "c", "d"]);
    combo.delete_alpha("b");
    await frameIsDone();
    assert.deepEqual(combo.shown, ["a", "c", "d"]);
});

test("a list that is filled anew is made once, and stays open", async () => {
    const combo = open(["a", "b"]);
    combo.clear();
    for (const item of ["c", "d", "e"]) combo.append_text(item);
    assert.deepEqual(combo.shown, ["a", "b"]);
    await frameIsDone();
    assert.deepEqual(combo.shown, ["c", "d", "e"]);
    assert.equal(combo.built, 1);
});

test("a list with nothing to choose from is closed, and stays so", async () => {
    const combo = open(["a"]);
    combo.clear();
    await frameIsDone();
    assert.equal(combo.shown, null);
    combo.append_text("b");
    await frameIsDone();
    assert.equal(combo.shown, null);
});

test("a list shows only what was asked for by typing, until it is opened anew", async () => {
    const combo = open(["ab", "cd"], "b");
    combo.append_text("eb");
    combo.append_text("ef");
    await frameIsDone();
    assert.deepEqual(combo.shown, ["ab", "eb"]);
    combo._showDropdown();
    combo.append_text("gh");
    await frameIsDone();
    assert.deepEqual(combo.shown, ["ab", "cd", "eb", "ef", "gh"]);
});

test("a list that is closed, and one that has gone, is left alone", async () => {
    const [closed, gone] = [open(["a"]), open(["a"])];
    closed._hideDropdown();
    for (const combo of [closed, gone]) combo.append_text("b");
    gone._destroyed = true;
    await frameIsDone();
    assert.deepEqual([closed.built, gone.built], [0, 0]);
});

test("all lists that change in one frame are shown", async () => {
    const ComboBox = library();
    const combos = [new ComboBox(), new ComboBox()];
    for (const combo of combos) {
        combo._items = ["a"];
        combo._showDropdown();
    }
    for (const combo of combos) combo.append_text("b");
    await frameIsDone();
    assert.deepEqual(combos.map(({ shown }) => shown), [["a", "b"], ["a", "b"]]);
});
