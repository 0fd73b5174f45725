import assert from "node:assert/strict";
import test from "node:test";

import { goal, heedsKey } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/keys.js";

const GRID = { count: 100, columns: [0, 2, 3], page: 10 }; // column 1 is hidden
const to = (key, place, column, modifiers = {}) => {
    const found = goal({ key, ...modifiers }, { place, column }, GRID);
    return found && [found.place, found.column];
};
const FAR = { ctrlKey: true };

test("arrows go by one row, or by one column that is shown, and not beyond the edges", () => {
    assert.deepEqual(to("ArrowDown", 5, 2), [6, 2]);
    assert.deepEqual(to("ArrowUp", 5, 2), [4, 2]);
    assert.deepEqual(to("ArrowRight", 5, 0), [5, 2]);
    assert.deepEqual(to("ArrowLeft", 5, 2), [5, 0]);
    assert.deepEqual([to("ArrowDown", 99, 3), to("ArrowRight", 99, 3)], [[99, 3], [99, 3]]);
    assert.deepEqual([to("ArrowUp", 0, 0), to("ArrowLeft", 0, 0)], [[0, 0], [0, 0]]);
    assert.deepEqual(to("ArrowRight", 5, 1), [5, 2], "from a column that has been hidden");
});

test("pages, Home and End, and with Ctrl to the corners", () => {
    assert.deepEqual([to("PageDown", 5, 2), to("PageUp", 50, 2)], [[15, 2], [40, 2]]);
    assert.deepEqual([to("PageDown", 95, 2), to("PageUp", 5, 2)], [[99, 2], [0, 2]]);
    assert.deepEqual([to("Home", 5, 2), to("End", 5, 2)], [[5, 0], [5, 3]]);
    assert.deepEqual([to("Home", 5, 2, FAR), to("End", 5, 2, FAR)], [[0, 0], [99, 3]]);
    assert.deepEqual([to("ArrowDown", 5, 2, FAR), to("ArrowLeft", 5, 3, { metaKey: true })], [[99, 2], [5, 0]]);
});

test("other keys go nowhere", () => {
    assert.deepEqual([to("a", 5, 2), to("Enter", 5, 2), to("Tab", 5, 2)], [null, null, null]);
});

test("Tab is the browser's, and what is pressed with Alt the library's", () => {
    const kept = () => assert.fail("its default must not be prevented");
    assert.equal(heedsKey({}, { key: "Tab", preventDefault: kept }), true);
    assert.equal(heedsKey({}, { key: "ArrowLeft", altKey: true, preventDefault: kept }), false);
});
