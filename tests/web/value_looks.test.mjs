import assert from "node:assert/strict";
import test from "node:test";

import { hasLooks, looksOf } from "../../src/pgwidgets/web/pgwidgets/common/value_looks.js";

const colorsOf = (column, values) => values.map((value) => looksOf(column, value)?.bg ?? null);

test("the last threshold that is not above a value counts", () => {
    const colors = [[0, "green"], [80, "red"]];
    assert.deepEqual(
        colorsOf({ colors }, [-1, 0, 5, 80, Infinity, null, NaN, "5", true]),
        [null, "green", "green", "red", "red", null, null, null, null]);
    const text = looksOf({ colors, color_part: "text" }, 5);
    assert.deepEqual(text, { fg: "green", bg: null, bar: null });
});

test("a colour is mixed of those around it, as Python mixes it", () => {
    const map = { low: 0, high: 10, colors: ["#000", "#ffffff"] };
    assert.deepEqual(
        colorsOf({ color_map: map }, [-5, 0, 5, 10, Infinity]),
        ["#000000", "#000000", "#808080", "#ffffff", "#ffffff"]);
    const three = { low: -1, high: 1, colors: ["#ff0000", "#000000", "#0000ff"] };
    assert.deepEqual(
        colorsOf({ color_map: three }, [-1, -0.5, 0, 0.5, 1]),
        ["#ff0000", "#800000", "#000000", "#000080", "#0000ff"]);
});

test("a bar is as full as a value is between its ends", () => {
    const shares = [-1, 1, 4, 9].map((value) => looksOf({ bar: [0, 4] }, value).bar);
    assert.deepEqual(shares, [0, 0.25, 1, 1]);
    assert.equal(looksOf({ bar: [0, 4] }, "x"), null);
});

test("colours and bars reach from the least number to the greatest", () => {
    const [low, high] = [-1.7e308, 1.7e308];
    const map = { low, high, colors: ["#000", "#ffffff"] };
    assert.deepEqual(
        colorsOf({ color_map: map }, [low, 0, high, Infinity]), ["#000000", "#808080", "#ffffff", "#ffffff"]);
    assert.deepEqual([low, 0, high].map((value) => looksOf({ bar: [low, high] }, value).bar), [0, 0.5, 1]);
    assert.deepEqual([0, 5e-324, high].map((value) => looksOf({ bar: [0, 5e-324] }, value).bar), [0, 1, 1]);
});

test("a column that says nothing of looks has none", () => {
    assert.equal(hasLooks({ format: ".1f" }), false);
    assert.equal(looksOf({}, 5), null);
    assert.ok([{ colors: [] }, { color_map: {} }, { bar: [] }].every(hasLooks));
});
