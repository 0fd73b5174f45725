import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { pathOf, pointsOf } from "../../src/pgwidgets/web/pgwidgets/common/sparkline.js";

const cases = JSON.parse(readFileSync(new URL("../tables/lines.json", import.meta.url), "utf-8"));

test("points are those that Python finds", () => {
    for (const { values, setting, points } of cases) {
        assert.deepEqual(pointsOf(values, setting), points, JSON.stringify(values));
    }
});

test("of many points no peak is lost", () => {
    const numbers = Array(10_000).fill(0);
    numbers[7000] = 8;
    numbers[7001] = -8;
    const points = pointsOf(numbers, true);
    assert.equal(points.length, 120);
    assert.deepEqual(points.filter((point) => point !== 0.5), [1, 0]);
});

test("a path goes through its points, and is broken where there is none", () => {
    assert.equal(pathOf([0, 0.5, 1]), "M2 18L50 10L98 2");
    assert.equal(pathOf([0, null, 1, 1, 0]), "M2 18M50 2L74 2L98 18");
    assert.equal(pathOf([0.5]), "M2 10h96");
    assert.equal(pathOf([]), "");
});
