import assert from "node:assert/strict";
import test from "node:test";

import { SeenRows } from "../../src/pgwidgets/web/pgwidgets/widgets/seen_rows.js";

function table(length, { needed = new Set(), known = new Map() } = {}) {
    const asked = [];
    const rows = new SeenRows({ generation: 1, length }, {
        make: (key, place) => ({ key, place, values: null }),
        isNeeded: (row) => needed.has(row),
        known: (key) => known.get(key),
        ask: (start, stop) => asked.push([start, stop]),
    });
    return { rows, asked, list: rows.list };
}

function block(start, count, { generation = 1, length = 1000, step = 1, looks } = {}) {
    const numbers = Array.from({ length: count }, (_, index) => (start + index) * step);
    return {
        generation, start, length, columns: ["n"], looks,
        keys: numbers.map((number) => `row${number}`),
        cells: [numbers.map(String)],
    };
}

const keysOf = (rows) => rows.map(({ key }) => key);

test("what is looked at is asked for, with a screen above and below", () => {
    const { rows, asked, list } = table(1000);
    assert.equal(list.length, 1000);
    assert.deepEqual(keysOf(list.slice(500, 530)), Array(30).fill(null));
    assert.deepEqual(asked, [[470, 560]]);
    assert.equal(rows.take(block(470, 90)), true);
    assert.deepEqual(keysOf(list.slice(500, 502)), ["row500", "row501"]);
    assert.deepEqual(list[500].values, { n: "500" });
    list.slice(470, 500);
    list.slice(530, 560);
    assert.equal(asked.length, 1);
    list.slice(531, 561);
    assert.deepEqual(asked[1], [501, 591]);
});

test("there may be more rows than a list can have", () => {
    for (const length of [2 ** 32, 2 ** 53]) {
        const { rows, list } = table(length);
        assert.equal(list.length, 2 ** 32 - 1);
        assert.equal(rows.take(block(0, 2, { length })), true);
        assert.equal(rows.take(block(0, 2, { length })), false); // nothing has moved
        assert.deepEqual(keysOf(list.slice(0, 2)), ["row0", "row1"]);
        assert.equal(rows.take(block(0, 2, { length, generation: 2 })), true);
    }
});

test("the first rows come unasked", () => {
    const asked = [];
    const rows = new SeenRows({ generation: 1, length: 1000, coming: 60 }, {
        make: (key, place) => ({ key, place }), isNeeded: () => false, known: () => null,
        ask: (...range) => asked.push(range),
    });
    rows.list.slice(0, 30);
    assert.deepEqual(asked, []);
    rows.list.slice(50, 80);
    assert.deepEqual(asked, [[20, 110]]);
});

test("nothing is asked for twice while it is on its way", () => {
    const { rows, asked, list } = table(1000);
    for (let start = 100; start < 110; start += 1) list.slice(start, start + 20);
    assert.deepEqual(asked, [[80, 140]]);
    rows.take(block(80, 60));
    list.slice(300, 320);
    list.slice(900, 920);
    list.slice(300, 320);
    assert.deepEqual(asked.slice(1), [[280, 340], [880, 940], [280, 340]]);
});

test("a range is asked for within the table, and never of all of it", () => {
    const { asked, list } = table(100_000);
    list.slice(0, 10);
    list.slice(99_995, 100_010);
    list.slice();
    assert.deepEqual(asked[0], [0, 30]);
    assert.deepEqual(asked[1], [99_975, 100_000]);
    assert.deepEqual(asked[2], [0, 2000]);
    assert.equal(list.indexOf(undefined), -1);
    const empty = table(0);
    assert.deepEqual(empty.list.slice(0, 10), []);
    assert.deepEqual(empty.asked, []);
});

test("a row is the same object as long as it is there", () => {
    const { rows, list } = table(1000);
    rows.take(block(100, 50));
    const row = list[120];
    assert.equal(rows.take(block(100, 50)), false, "they are where they were");
    assert.equal(list[120], row);
    assert.equal(list.indexOf(row), 120);
    assert.equal(rows.take(block(110, 50)), true);
    assert.equal(list[120], row);
    assert.equal(list[105], undefined);
    rows.take(block(700, 50));
    assert.equal(list[120], undefined);
    assert.equal(list.indexOf(row), -1);
    assert.deepEqual([...rows.byKey.keys()].slice(0, 2), ["row700", "row701"]);
});

test("another order throws all of them away, but for those that are kept elsewhere", () => {
    const kept = { key: "row130", place: 130, values: { n: "130" } };
    const { rows, list } = table(1000, { known: new Map([["row130", kept]]) });
    rows.take(block(100, 50));
    assert.equal(list[130], kept);
    assert.equal(rows.take(block(0, 20, { generation: 2, step: 10 })), true);
    assert.equal(rows.generation, 2);
    assert.equal(list[110], undefined);
    assert.equal(list[13], kept);
    assert.equal(kept.place, 13);
});

test("fewer rows end the list, and more lengthen it", () => {
    const { rows, list } = table(1000);
    rows.take(block(980, 20));
    rows.take(block(980, 5, { length: 985 }));
    assert.equal(list.length, 985);
    assert.deepEqual(keysOf(list.slice(983, 990)), ["row983", "row984"]);
    rows.take(block(980, 10, { length: 990 }));
    assert.equal(list[989].key, "row989");
    rows.take({ ...block(0, 0), length: 0 });
    assert.equal(list.length, 0);
    assert.equal(rows.byKey.size, 0);
});

test("a row in which the user does something stays where it was", () => {
    const needed = new Set();
    const { rows, list } = table(1000, { needed });
    rows.take(block(100, 50));
    const row = list[120];
    needed.add(row);
    rows.take(block(700, 50));
    assert.equal(list[120], row);
    assert.equal(rows.byKey.get("row120"), row);
    rows.take(block(119, 2, { step: 2 }));
    assert.equal(list[120].key, "row240", "another one stands there now");
    assert.equal(rows.byKey.has("row120"), false);
});

test("empty rows do not pile up", () => {
    const { rows, list } = table(100_000);
    for (let start = 0; start < 50_000; start += 100) list.slice(start, start + 50);
    rows.take(block(40_000, 50, { length: 100_000 }));
    assert.equal(Object.keys(list).length, 51); // and the first
    assert.equal(list[0].key, null);
});

test("rows that could not be read leave those that are there, and are asked for again", () => {
    const { rows, asked, list } = table(1000);
    rows.take(block(0, 40));
    list.slice(500, 510);
    assert.equal(rows.take({ generation: 1, start: 480, failed: true }), false);
    assert.equal(rows.hasFailed, true);
    assert.equal(list[5].key, "row5");
    list.slice(500, 510);
    assert.deepEqual(asked, [[480, 530], [480, 530]]);
    rows.take(block(480, 50));
    assert.equal(rows.hasFailed, false);
});

test("two rows of one key are two rows", () => {
    const { rows, list } = table(1000);
    rows.take({ ...block(0, 2), keys: ["same", "same"] });
    assert.notEqual(list[0], list[1]);
    assert.deepEqual([list[0].values.n, list[1].values.n], ["0", "1"]);
});

test("each row has the looks of its cells", () => {
    const { rows, list } = table(1000);
    rows.take(block(0, 2, { looks: { n: { bg: ["red", null], bar: [0.5, 1] } } }));
    assert.deepEqual(list[0].looks, { n: { bg: "red", bar: 0.5 } });
    assert.deepEqual(list[1].looks, { n: { bg: null, bar: 1 } });
    rows.take(block(0, 2));
    assert.equal(list[0].looks, null);
});

test("a row that is edited stays in another order, wherever it is there", () => {
    const needed = new Set();
    const { rows, list } = table(1000, { needed });
    list.slice(0, 30);
    rows.take(block(0, 60));
    const edited = list[7];
    needed.add(edited);
    const other = { ...block(0, 60, { generation: 2 }), keys: Array.from({ length: 60 }, (_, n) => `row${999 - n}`) };
    rows.take(other);
    assert.equal(rows.byKey.get("row7"), edited);
    assert.equal(list.indexOf(edited), -1);
    assert.deepEqual(Object.keys(list).filter((place) => place < 0), []);
    rows.take({ ...other, start: 980, keys: ["row8", "row7"], cells: [["8", "7"]] });
    assert.equal(list.indexOf(edited), 981);
    rows.take({ ...block(0, 60, { generation: 3 }), keys: other.keys });
    needed.clear();
    rows.take({ ...block(0, 60, { generation: 3 }), keys: other.keys });
    assert.equal(rows.byKey.has("row7"), false);
});
