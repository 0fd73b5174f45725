import assert from "node:assert/strict";
import test from "node:test";

import { arrange } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/arranging.js";
import { cellOf } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/cell_keys.js";
import { Widest } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/column_widths.js";
import {
    childrenOf, Node, openNodes,
} from "../../src/pgwidgets/web/pgwidgets/widgets/rows/nodes.js";
import { RowHeights } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/row_heights.js";
import {
    MOST, Scrolling,
} from "../../src/pgwidgets/web/pgwidgets/widgets/rows/scrolling.js";
import { Order } from "../../src/pgwidgets/web/pgwidgets/widgets/rows/sorting.js";

// --- rows as data -----------------------------------------------------------------------------

/** A tree of these keys; a list is one of keys, and of [key, list of what is below it]. */
function grown(items, parent = new Node({ key: null, values: null, depth: -1, parent: null })) {
    for (const item of items) {
        const [key, below] = Array.isArray(item) ? item : [item, []];
        const node = new Node({ key, values: {}, depth: parent.depth + 1, parent });
        parent.grow();
        parent.children.set(key, node);
        grown(below, node);
    }
    return parent;
}

const keys = (nodes) => nodes.map(({ key }) => key).join(" ");

test("open rows are listed from top to bottom, and know their places", () => {
    const root = grown(["a", ["b", ["c", ["d", ["e"]], "f"]], "g"]);
    const open = openNodes(root, childrenOf);
    assert.equal(keys(open), "a b c d e f g");
    assert.deepEqual(open.map(({ place }) => place), [0, 1, 2, 3, 4, 5, 6]);
    root.children.get("b").children.get("d").expanded = false;
    assert.equal(keys(openNodes(root, childrenOf)), "a b c d f g");
    root.children.get("b").expanded = false;
    assert.equal(keys(openNodes(root, (node) => childrenOf(node).toReversed())), "g b a");
    assert.deepEqual(openNodes(grown([]), childrenOf), []);
});

test("rows that have none below them share that, and none is put there", () => {
    const [one, other] = ["a", "b"].map((key) => new Node({ key, depth: 0, parent: grown([]) }));
    assert.equal(one.children, other.children);
    assert.throws(() => one.children.set("x", other), /must grow/);
    one.grow();
    one.children.set("x", other);
    assert.equal(other.children.size, 0);
});

// --- their order ------------------------------------------------------------------------------

const sorted = (rows, ...order) => new Order(...order).sorted(rows);

test("a row that came as a list stays one until its values are asked for", () => {
    const root = new Node({ key: null, values: null, depth: -1, parent: null });
    const cells = ["a", null, 3, "too many"];
    const row = Node.ofCells("row0", cells, ["x", "y", "z"], root);
    assert.deepEqual([0, 1, 2].map((at) => row.cell("xyz"[at], at)), ["a", null, 3]);
    assert.equal(row.cell("z", 0), 3, "columns stand otherwise by now");
    assert.deepEqual(row.values, { x: "a", y: null, z: 3 });
    row.values.y = 5;
    assert.deepEqual([row.cell("y", 1), row.cell("w", 0), row.cell("toString", 0)], [5, undefined, undefined]);
    const short = Node.ofCells("row1", ["b"], ["x", "y"], root);
    assert.equal(short.cell("y", 1), undefined);
    assert.deepEqual(short.values, { x: "b" });
    short.values = null;
    assert.equal(short.cell("x", 0), undefined);
});

test("numbers are sorted as numbers, whatever they came as, and others come after them", () => {
    const values = [10, "9.5", null, "x", 9, -1, undefined, 10];
    const by = (type, isAscending) => sorted(values, type, (value) => value, isAscending);
    assert.deepEqual(by("float", true), [-1, 9, "9.5", 10, 10, null, "x", undefined]);
    assert.deepEqual(by("float", false), [null, "x", undefined, 10, 10, "9.5", 9, -1]);
    assert.deepEqual(sorted(["2.9", "2.1", 1], "integer", (value) => value, true), [1, "2.9", "2.1"]);
});

test("texts are sorted without regard to case, ticks as they are, and equal ones stay", () => {
    const rows = [["b", 1], ["A", 2], ["a", 3], ["ä", 4], [7, 5], [null, 6]];
    const order = (type, isAscending, of = 0) =>
        sorted(rows, type, (row) => row[of], isAscending).map(([, number]) => number).join("");
    assert.equal(order("string", true), "652341");
    assert.equal(order("string", false), "123456");
    const ticks = [[0, "a"], [true, "b"], ["", "c"], ["no", "d"]];
    assert.deepEqual(
        sorted(ticks, "boolean", ([tick]) => tick, true).map(([, name]) => name).join(""), "acbd");
    assert.deepEqual(
        sorted(ticks, "boolean", ([tick]) => tick, false).map(([, name]) => name).join(""), "bdac");
});

test("where few values have changed, the order is the same as if all were sorted", () => {
    let seed = 7;
    const random = (below) => {
        seed = (seed * 16807) % 2147483647;
        return seed % below;
    };
    const texts = ["", "b", "A", "a", "c", null];
    for (const [type, any] of [
        ["float", () => random(20)], ["float", () => [NaN, "x", 3, "4"][random(4)]],
        ["string", () => texts[random(6)]], ["boolean", () => random(2)],
    ]) {
        for (const isAscending of [true, false]) {
            const rows = Array.from({ length: 60 }, (_, index) => ({ index, value: any() }));
            const order = new Order(type, ({ value }) => value, isAscending);
            let shown = order.sorted(rows);
            for (let round = 0; round < 40; round += 1) {
                const moved = new Set();
                for (let count = random(5); count >= 0; count -= 1) {
                    const row = rows[random(60)];
                    row.value = any();
                    moved.add(row);
                }
                shown = order.resorted(shown, moved);
                assert.deepEqual(shown, order.sorted(rows), `${type} ${isAscending} ${round}`);
            }
        }
    }
});

// --- their heights ----------------------------------------------------------------------------

const COLUMNS = [
    { key: "name" }, { key: "face", type: "icon" }, { key: "on", widget: "checkbox" },
    { key: "go", widget: "button", visible_key: "can_go" },
];
const rowsOf = (...all) => all.map((values) => ({ values }));

test("rows are equally high until it is known otherwise", () => {
    const heights = new RowHeights();
    const nodes = rowsOf({}, {}, {}, {});
    heights.setColumns([{ key: "name" }]);
    heights.over(nodes);
    const kind = heights.kindOf(nodes[0]);
    assert.equal(heights.isKnown(kind), false);
    assert.deepEqual([heights.total, heights.common], [100, null]);
    heights.note(kind, 30);
    assert.equal(heights.isKnown(kind), true);
    assert.deepEqual([heights.topOf(2), heights.total, heights.common], [60, 120, 30]);
    assert.deepEqual([0, 29.9, 30, 119, 120, 5000].map((top) => heights.placeAt(top)), [0, 0, 1, 3, 4, 4]);
    heights.forget();
    assert.deepEqual([heights.total, heights.common], [100, null]);
    heights.over([]);
    assert.deepEqual([heights.total, heights.placeAt(0)], [0, 0]);
});

test("rows of a source that are yet to come are as high as most", () => {
    const heights = new RowHeights();
    heights.setColumns(COLUMNS);
    const [plain, face] = rowsOf({ name: "a" }, { face: "b.png" });
    const list = [plain, face];
    list.length = 10;
    heights.over(list);
    heights.note(heights.kindOf(plain), 20);
    heights.note(heights.kindOf(face), 50);
    assert.deepEqual([heights.topOf(1), heights.topOf(2), heights.topOf(3), heights.total], [20, 70, 90, 230]);
    assert.deepEqual([heights.placeAt(69), heights.placeAt(90)], [1, 3]);
    const long = [...list];
    long.length = 4e9;
    heights.over(long);
    assert.deepEqual([heights.total, heights.placeAt(8e10)], [8e10, 4e9]);
});

test("what has pictures and controls in the same columns is a kind", () => {
    const heights = new RowHeights();
    heights.setColumns(COLUMNS);
    const [plain, face, other, ticked, hidden, shown, none] = rowsOf(
        { name: "a" }, { name: "b", face: "b.png" }, { face: "c.png" }, { on: false },
        { go: "Go" }, { go: "Go", can_go: true }, null,
    ).map((node) => heights.kindOf(node));
    assert.equal(face, other);
    assert.equal(plain, hidden);
    assert.equal(plain, none);
    assert.equal(new Set([plain, face, ticked, shown]).size, 4);
    const changed = () => ["name", "face", "on", "can_go", "size"].map((key) => (
        heights.kindsChanged(key)));
    assert.deepEqual(changed(), [false, false, false, false, false]);
    heights.note(plain, 20);
    assert.equal(heights.common, null); // others may come
    heights.note(face, 50);
    assert.deepEqual(changed(), [false, true, true, true, false]);
});

test("each row begins where those above it end", () => {
    const heights = new RowHeights();
    heights.setColumns(COLUMNS);
    const nodes = rowsOf({}, { face: "a.png" }, {}, { on: true }, { face: "b.png" });
    heights.over(nodes);
    heights.note(heights.kindOf(nodes[0]), 20);
    heights.note(heights.kindOf(nodes[1]), 50); // that of a check box is not known yet
    const tops = () => [0, 1, 2, 3, 4, 5].map((place) => heights.topOf(place));
    assert.deepEqual(tops(), [0, 20, 70, 90, 110, 160]);
    assert.deepEqual([0, 19, 20, 69.5, 70, 159, 160, 999].map((top) => heights.placeAt(top)),
        [0, 0, 1, 1, 2, 4, 5, 5]);
    heights.note(heights.kindOf(nodes[3]), 30);
    assert.equal(heights.total, 170);
    nodes[0].values.face = "c.png";
    assert.equal(heights.kindsChanged("face"), true);
    assert.equal(heights.total, 200);
    heights.over(nodes.slice(0, 2));
    assert.equal(heights.total, 100);
});

// --- their elements ---------------------------------------------------------------------------

/** An element that notes when it is moved. */
class FakeElement {
    children = [];
    moved = 0;

    constructor(name) {
        this.name = name;
    }

    get firstElementChild() {
        return this.children[0] ?? null;
    }

    get nextElementSibling() {
        const { children } = this.parent;
        return children[children.indexOf(this) + 1] ?? null;
    }

    remove() {
        this.moved += 1;
        this.parent.children = this.parent.children.filter((child) => child !== this);
        this.parent = null;
    }

    insertBefore(child, next) {
        if (child.parent) child.remove();
        child.parent = this;
        child.moved += 1;
        const index = next === null ? this.children.length : this.children.indexOf(next);
        this.children.splice(index, 0, child);
    }

    append(child) {
        this.insertBefore(child, null);
    }
}

/** Arranges what stands in the order of `before` as `wanted`; gives what stands then. */
function arranged(before, wanted, stuck = "", apart = "") {
    const elements = new Map([...before, ...wanted].map((name) => [name, new FakeElement(name)]));
    const parent = new FakeElement("parent");
    for (const name of before) parent.append(elements.get(name));
    for (const element of elements.values()) element.moved = 0;
    arrange(parent, [...wanted].map((name) => elements.get(name)),
        ({ name }) => stuck.includes(name), ({ name }) => apart.includes(name));
    for (const name of stuck + apart) assert.equal(elements.get(name).moved, 0, name);
    return parent.children.map(({ name }) => name).join("");
}

test("children come into any order, and none is left that is not wanted", () => {
    for (const [before, wanted] of [
        ["", ""], ["", "abc"], ["abc", ""], ["abc", "abc"], ["abc", "cba"], ["abcd", "bcde"],
        ["abcd", "zabc"], ["abcdef", "fxbya"],
    ]) {
        assert.equal(arranged(before, wanted), wanted, `${before} -> ${wanted}`);
    }
});

test("one that is stuck is not moved, wherever it stands", () => {
    for (const before of ["sabc", "asbc", "abcs", "sxyz", "xyzs", "s"]) {
        for (const wanted of ["sabc", "asbc", "abcs", "cbsa", "s"]) {
            assert.equal(arranged(before, wanted, "s"), wanted, `${before} -> ${wanted}`);
        }
    }
});

test("one that stands apart is not moved, and not in the way", () => {
    for (const before of ["pabc", "abpc", "abcp", "p"]) {
        for (const wanted of ["abc", "cba", "", "xaz"]) {
            const now = arranged(before, wanted, "", "p");
            assert.equal(now.replace("p", ""), wanted, `${before} -> ${wanted}`);
            assert.ok(now.includes("p"));
        }
    }
});

// --- cells and columns ------------------------------------------------------------------------

test("the name of a cell is taken apart, whatever stands in it", () => {
    for (const [path, key] of [
        [["row0"], "name"], [["a", "b"], "x|y"], [['"]|', "\\", "ü\n"], '"]|'], [[], "null"],
    ]) {
        assert.deepEqual(cellOf(`${JSON.stringify(path)}|${key}`), { path, key });
    }
});

test("of many texts the widest are kept", () => {
    const widest = new Widest((text) => text.length);
    for (let length = 1; length <= 306; length += 1) {
        widest.add("x".repeat((length * 77) % 307));
        widest.add("same");
    }
    const lengths = widest.texts.map(({ length }) => length).sort((one, other) => other - one);
    assert.deepEqual(lengths.slice(0, 3), [306, 305, 304]);
    assert.ok(lengths.length <= 16);
});

// --- where they are scrolled to ---------------------------------------------------------------

function scrolledIn(total, room = 300) {
    const scrolling = new Scrolling();
    scrolling.setTotal(total);
    scrolling.look(0, room);
    return scrolling;
}

test("a body as high as its rows is scrolled as far as they are", () => {
    const scrolling = scrolledIn(MOST);
    for (const at of [0, 10.5, 5_000_000, MOST - 300]) {
        scrolling.look(at, 300);
        assert.deepEqual([scrolling.top, scrolling.shift, scrolling.place], [at, 0, at]);
        assert.equal(scrolling.isOff, false);
    }
    assert.equal(scrolling.height, MOST);
});

test("rows that are higher together are scrolled through in fewer pixels, from end to end", () => {
    const scrolling = scrolledIn(10 * MOST);
    assert.equal(scrolling.height, MOST);
    scrolling.look((MOST - 300) / 2, 300);
    assert.equal(Math.round(scrolling.top), 5 * MOST - 150);
    scrolling.look(MOST - 300, 300);
    assert.equal(scrolling.top, 10 * MOST - 300);
    assert.equal(scrolling.top - scrolling.shift, MOST - 300);
    scrolling.look(0, 300);
    assert.deepEqual([scrolling.top, scrolling.shift], [0, 0]);
});

test("a small step goes as far as elsewhere, and then the place is put right", () => {
    const scrolling = scrolledIn(10 * MOST);
    scrolling.goTo(1_000_000);
    assert.equal(scrolling.isOff, true);
    scrolling.arrived(scrolling.place);
    scrolling.look(scrolling.place + 100, 300);
    assert.equal(scrolling.top, 1_000_100);
    assert.equal(scrolling.isOff, true);
    scrolling.arrived(scrolling.place);
    assert.equal(scrolling.isOff, false);
    scrolling.look(scrolling.place, 300);
    assert.equal(scrolling.top, 1_000_100);
    scrolling.jump();
    scrolling.look(scrolling.place + 100, 300);
    assert.ok(scrolling.top > 1_000_900);
    scrolling.look(0, 300);
    assert.equal(scrolling.top, 0);
});

test("what is not laid out is nowhere, and fewer rows end where they end", () => {
    const scrolling = scrolledIn(10 * MOST);
    scrolling.goTo(9 * MOST);
    scrolling.arrived(scrolling.place);
    scrolling.look(0, 0);
    assert.equal(scrolling.top, 9 * MOST);
    scrolling.look(scrolling.place, 300);
    scrolling.setTotal(2 * MOST);
    assert.equal(scrolling.top, 2 * MOST - 300);
    scrolling.setTotal(1000);
    assert.equal(scrolling.place, scrolling.top);
    assert.equal(scrolling.isOff, true);
    scrolling.arrived(700);
    assert.deepEqual([scrolling.top, scrolling.shift], [700, 0]);
});
