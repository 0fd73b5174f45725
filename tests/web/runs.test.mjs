import assert from "node:assert/strict";
import test from "node:test";

import { inRuns } from "../../src/pgwidgets/web/pgwidgets/telling/runs.js";

function spread({ rows, runs }) {
    const all = [...rows];
    for (const [wid, a, b, count, da, db] of runs) {
        for (let i = 0; i < count; i += 1) all.push([wid + i, a + i * da, b + i * db]);
    }
    return all.sort((one, other) => one[0] - other[0]);
}

test("a column of labels is one run", () => {
    const rows = Array.from({ length: 1000 }, (_, i) => [10 + i, 8, 20 * i]);
    assert.deepEqual(inRuns(rows), { rows: [], runs: [[10, 8, 0, 1000, 0, 20]] });
});

test("what stands alone, or in pairs, is told in rows", () => {
    const rows = [[9, 1, 1], [3, 5, 5], [4, 5, 5], [6, 5, 5], [7, 6, 6], [8, 7, 7]];
    const runs = [[6, 5, 5, 3, 1, 1]];
    assert.deepEqual(inRuns(rows), { rows: [[3, 5, 5], [4, 5, 5], [9, 1, 1]], runs });
    assert.deepEqual(inRuns([]), { rows: [], runs: [] });
});

test("whatever is told in runs is what it was", () => {
    let seed = 1;
    const next = (most) => {
        seed = (seed * 48271) % 2147483647;
        return seed % most;
    };
    for (let round = 0; round < 300; round += 1) {
        const wids = new Set(Array.from({ length: next(40) }, () => 1 + next(30)));
        const rows = [...wids].map((wid) => [wid, next(2) * wid, next(3) - 1]);
        const found = inRuns(rows);
        assert.deepEqual(spread(found), [...rows].sort((one, other) => one[0] - other[0]));
        const firsts = found.runs.map(([wid]) => wid);
        assert.deepEqual(firsts, [...firsts].sort((one, other) => one - other));
    }
});
