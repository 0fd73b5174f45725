import assert from "node:assert/strict";
import test from "node:test";

import { Geometry } from "../../src/pgwidgets/web/pgwidgets/telling/geometry.js";

const all = () => true;

test("no change, no report", () => {
    assert.equal(new Geometry().take(all), null);
});

test("the newest value of each widget, rounded, in one report", () => {
    const geometry = new Geometry();
    const [a, b] = [{ wid: 1 }, { wid: 2 }];
    geometry.resized(a, 10, 20);
    geometry.resized(b, 5, 5);
    geometry.resized(a, 11.4, 20.6);
    geometry.moved(b, 1, -2.5);
    const report = { sizes: [[1, 11, 21], [2, 5, 5]], positions: [[2, 1, -2]] };
    assert.deepEqual(geometry.take(all), report);
    assert.equal(geometry.take(all), null);
});

test("what is back where it was is no news", () => {
    const geometry = new Geometry();
    const widget = { wid: 1 };
    geometry.resized(widget, 10, 20);
    geometry.take(all);
    geometry.resized(widget, 12, 20);
    geometry.resized(widget, 10, 20);
    assert.equal(geometry.take(all), null);
});

test("a widget that the server does not know is left out until it is introduced", () => {
    const geometry = new Geometry();
    const widget = { wid: 1_000_003 };
    const known = ({ wid }) => wid < 1_000_000;
    geometry.resized(widget, 10, 20);
    geometry.moved(widget, 3, 4);
    assert.equal(geometry.take(known), null);
    widget.wid = 12;
    geometry.introduce(widget);
    assert.deepEqual(geometry.take(known), { sizes: [[12, 10, 20]], positions: [[12, 3, 4]] });
});

test("introducing a widget that has no size yet says nothing", () => {
    const geometry = new Geometry();
    geometry.introduce({ wid: 1 });
    assert.equal(geometry.take(all), null);
});

test("a report that may not have arrived is made again, with the newest values", () => {
    const geometry = new Geometry();
    const [a, b, c] = [{ wid: 1 }, { wid: 2 }, { wid: 3 }];
    geometry.resized(a, 1, 1);
    geometry.take(all);
    geometry.resized(b, 2, 2);
    geometry.moved(b, 5, 5);
    geometry.take(all);
    geometry.resized(c, 3, 3);
    geometry.take(all);
    geometry.confirm(); // the first
    geometry.resized(c, 4, 4);
    geometry.lost();
    const report = geometry.take(all);
    assert.deepEqual(report.sizes.sort(), [[2, 2, 2], [3, 4, 4]]);
    assert.deepEqual(report.positions, [[2, 5, 5]]);
    geometry.confirm();
    geometry.lost();
    assert.equal(geometry.take(all), null);
});

test("a place that layout gave is told with the positions, and is nobody's move", () => {
    const geometry = new Geometry();
    const [window, label] = [{ wid: 1 }, { wid: 2 }];
    geometry.placed(label, 3.4, 5.6);
    assert.equal(geometry.hasNewsOfWindows, false);
    geometry.moved(window, 7, 8);
    assert.deepEqual(geometry.take(all), { positions: [[1, 7, 8], [2, 3, 6]] });
    geometry.placed(label, 3, 6);
    assert.equal(geometry.take(all), null);
    geometry.lost();
    assert.deepEqual(geometry.take(all).positions, [[1, 7, 8], [2, 3, 6]]);
});
