import assert from "node:assert/strict";
import test from "node:test";

import { Asking } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/asking.js";
import { Points } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/points.js";
import { Scale } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/scales.js";
import { sizeOf, traced } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/tracing.js";
import { View } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/view.js";

const block = (x, y, more = {}) => [
    { count: x.length, all: true, new: false, rising: true, first: null, x0: 0, y0: 0, ...more },
    Float32Array.from([...x, ...y]),
    0,
    x.length,
];
const made = (x, y, more) => {
    const points = new Points();
    points.take(...block(x, y, { new: true, ...more }));
    return points;
};
const shown = ({ x, start, stop }) => [...x.subarray(start, stop)];

test("points are added, replaced, and go when they are old", () => {
    const points = made([0, 1, 2], [5, 6, 7], { x0: 100, y0: -1 });
    assert.deepEqual(shown(points), [100, 101, 102]);
    assert.equal(points.y[points.start], 4);
    points.take(...block([103], [8], { first: 102 }));
    assert.deepEqual(shown(points), [102, 103]);
    for (let n = 0; n < 5000; n += 1) points.take(...block([200 + n], [0], { first: 190 + n }));
    assert.equal(points.length, 11);
    assert.ok(points.x.length < 600, "memory is bounded");
    points.take(...block([1], [1], { new: true, all: false }));
    assert.deepEqual([shown(points), points.isAll], [[1], false]);
});

test("of a curve as many points stay as the server keeps", () => {
    const points = made([0, 5, 1], [0, 1, 2], { rising: false, keep: 3 });
    points.take(...block([2, 3], [3, 4], { rising: false, keep: 3 }));
    assert.deepEqual(shown(points), [1, 2, 3]);
    assert.deepEqual(points.within([0, 1]), [points.start, points.stop]);
});

test("the bounds are those of what is seen", () => {
    const points = made([0, 1, 2, 3], [10, -5, NaN, 40]);
    assert.deepEqual(points.bounds([0, 2], false), [-5, 10]);
    assert.deepEqual(points.bounds([0, 2], true), [10, 10]);
    assert.equal(points.bounds([1.2, 2], false), null);
    assert.deepEqual([-4, 0.4, 0.6, 99].map((x) => points.nearest(x)), [0, 0, 1, 3]);
    assert.equal(new Points().nearest(1), -1);
});

test("a view follows all, or a window, until its user moves it", () => {
    const view = new View();
    assert.equal(view.x(false), null);
    view.extent = [0, 100];
    assert.deepEqual(view.x(false), [0, 100]);
    view.window = 10;
    assert.deepEqual(view.x(false), [90, 100]);
    view.pan("x", [90, 100], false, -1);
    assert.deepEqual([view.x(false), view.isMoved], [[80, 90], true]);
    view.fit("x");
    assert.deepEqual([view.x(false), view.isMoved], [[90, 100], false]);
});

test("a window that is zoomed is followed all the same, until it is panned", () => {
    const view = new View();
    view.extent = [0, 100];
    view.window = 10;
    view.zoom("x", [90, 100], false, 2, 0.1);
    assert.deepEqual([view.x(false), view.isMoved, view.limits], [[95, 100], true, {}]);
    view.extent = [0, 200];
    view.zoom("x", view.x(false), false, 1 / 8, 0.1);
    assert.deepEqual(view.x(false), [160, 200]);
    view.pan("x", view.x(false), false, -0.5);
    assert.deepEqual(view.x(false), [140, 180]);
    view.zoom("x", [140, 180], false, 2, 0);
    assert.deepEqual(view.x(false), [140, 160]);
    view.fit();
    assert.deepEqual([view.x(false), view.isMoved], [[190, 200], false]);
});

test("an axis does not follow each point of noise", () => {
    const view = new View();
    const at = (low, high) => view.y("y", false, () => [low, high]);
    const first = at(0, 10);
    assert.deepEqual(at(0.1, 9.9), first);
    assert.notDeepEqual(at(0, 12), first);
    assert.ok(at(0, 2)[1] < 3);
    view.set("y", [1, 2]);
    assert.deepEqual(at(0, 50), [1, 2]);
    assert.deepEqual(new View().y("y", true, () => null), [1, 10]);
});

const SEEN = {
    range: [0, 100], extent: [0, 100], isAll: true, isFollowed: true, isLog: false,
    width: 500, held: 100, strewn: 0, isWhole: true,
};

function asker() {
    const told = [];
    const asking = new Asking("v", (look) => told.push(look));
    let number = 0;
    const answer = (size = 10) => asking.took({ ask: asking.ask, number: (number += 1) }, size);
    return { asking, told, answer };
}

test("it asks once, and again while nobody answers", () => {
    const { asking, told, answer } = asker();
    asking.update({ ...SEEN, range: null, extent: null }, 0);
    asking.update({ ...SEEN, range: null, extent: null }, 100);
    assert.equal(told.length, 1);
    assert.deepEqual(told[0], { view: "v", ask: 1, low: null, high: null, width: 500, taken: 0 });
    asking.update({ ...SEEN, range: null, extent: null }, 700);
    assert.equal(told.length, 2);
    answer();
    asking.update(SEEN, 800);
    assert.deepEqual(told[2].taken, 1);
    asking.update(SEEN, 900);
    assert.equal(told.length, 3);
});

test("of a range that is nearly too long for a number it asks once", () => {
    for (const isFollowed of [false, true]) {
        const { asking, told, answer } = asker();
        const limits = [0, 1.7e308];
        const seen = { ...SEEN, range: limits, extent: limits, isAll: false, isFollowed, isWhole: false };
        for (let count = 0; count < 10; count += 1) {
            asking.update(seen, 1000 * count);
            answer();
        }
        assert.equal(asking.ask, 1);
        assert.ok(told.length < 6);
    }
});

test("it asks for more than it shows, and no sooner than that is too little", () => {
    const { asking, told, answer } = asker();
    const moved = (low, high, more) => ({ ...SEEN, isAll: false, isFollowed: false, isWhole: false, range: [low, high], extent: [0, 1000], ...more });
    asking.update(moved(400, 500), 0);
    assert.deepEqual([told[0].low, told[0].high, told[0].width], [300, 600, 1500]);
    asking.update(moved(420, 520), 10); // one question at a time
    answer();
    asking.update(moved(480, 580), 20);
    assert.equal(told.filter(({ ask }) => ask === 2).length, 0);
    asking.update(moved(520, 620), 30);
    assert.deepEqual([told.at(-1).ask, told.at(-1).low, told.at(-1).high], [2, 420, 720]);
    answer();
    asking.update(moved(540, 600), 40); // finer than what is there
    assert.equal(told.at(-1).ask, 3);
    answer();
    asking.update(moved(569, 571, { isWhole: true }), 50); // each point is there already
    assert.equal(told.filter(({ ask }) => ask === 4).length, 0);
    asking.update(moved(950, 1000), 60);
    assert.equal(told.at(-1).high, null, "what comes at the end is in sight");
});

test("it asks for fewer when too many have come, and follows a window", () => {
    const { asking, told, answer } = asker();
    const live = { ...SEEN, isAll: false, range: [90, 100] };
    asking.update(live, 0);
    assert.deepEqual([told[0].low, told[0].high, told[0].width], [87.5, null, 625]);
    answer();
    asking.update({ ...live, held: 9100 }, 10);
    assert.equal(told.at(-1).ask, 2);
    answer();
    asking.update({ ...live, strewn: 1e6 }, 10);
    assert.equal(told.at(-1).ask, 3);
});

test("it tells what it has taken now and then, and of much at once", () => {
    const { asking, told, answer } = asker();
    asking.update(SEEN, 0);
    answer();
    asking.update(SEEN, 10);
    told.length = 0;
    answer();
    answer();
    asking.update(SEEN, 20);
    assert.equal(told.length, 0);
    answer();
    asking.update(SEEN, 30);
    assert.equal(told.at(-1).taken, 4);
    answer(1 << 15);
    asking.update(SEEN, 40);
    assert.equal(told.at(-1).taken, 5);
});

/** Notes what is drawn. */
class Path {
    steps = [];
    moveTo(x, y) { this.steps.push(["M", x, y]); }
    lineTo(x, y) { this.steps.push(["L", x, y]); }
}

test("a line goes from point to point, and breaks where there is none", () => {
    const scale = new Scale(false, [0, 10], 0, 10);
    const path = traced(made([0, 1, 2, 3, 4], [0, 1, NaN, 3, NaN]), scale, scale, 1, new Path());
    assert.deepEqual(path.steps, [["M", 0, 0], ["L", 1, 1], ["M", 3, 3], ["L", 3.01, 3]]);
});

test("of many points the line covers all, with two for a pixel", () => {
    const count = 5000;
    const x = Array.from({ length: count }, (_, n) => n / 500);
    const y = x.map((at, n) => (n === 2600 ? 9 : n % 2));
    const scale = new Scale(false, [0, 10], 0, 100);
    const path = traced(made(x, y), scale, scale, 1, new Path());
    const size = sizeOf(made(x, y), scale, 1);
    assert.ok(path.steps.length <= 202, `${path.steps.length} steps`);
    assert.ok(size <= 202);
    assert.equal(Math.max(...path.steps.map(([, , py]) => py)), 90);
    assert.deepEqual(path.steps.filter(([kind]) => kind === "M").length, 1);
    const log = new Scale(true, [0.01, 10], 0, 100);
    const curved = traced(made(x, y), log, scale, 1, new Path());
    assert.ok(curved.steps.every(([, px, py]) => Number.isFinite(px) && Number.isFinite(py)));
});
