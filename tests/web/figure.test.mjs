import assert from "node:assert/strict";
import test from "node:test";

const FOLDER = "../../src/pgwidgets/web/pgwidgets/widgets/figure/";
const { fitted, onCanvas, onPicture } = await import(`${FOLDER}fitting.js`);
const { Motions } = await import(`${FOLDER}motions.js`);

test("a picture of the canvas' own size stands as it is, whatever was rounded", () => {
    const place = fitted({ width: 640, height: 480 }, { width: 640, height: 481 });
    assert.deepEqual(place, { scale: 1, left: 0, top: 0, width: 640, height: 480 });
});

test("another one is as large as it goes, in the middle", () => {
    const place = fitted({ width: 100, height: 100 }, { width: 400, height: 200 });
    assert.deepEqual([place.scale, place.left, place.top], [2, 100, 0]);
    assert.deepEqual(onPicture(place, 100, 0), { x: 0, y: 0 });
    assert.deepEqual(onPicture(place, 300, 200), { x: 100, y: 100 });
    // The lower left corner of the picture, as matplotlib's script counts it.
    assert.deepEqual(onCanvas(place, { height: 200 }, 0, 0), { x: 100, y: 0 });
    assert.deepEqual(onCanvas(place, { height: 200 }, 100, 100), { x: 300, y: 200 });
});

test("on a canvas without a size nothing is infinite", () => {
    const place = fitted({ width: 100, height: 100 }, { width: 0, height: 0 });
    assert.equal(place.scale, 1);
    assert.ok(Object.values(onPicture(place, 3, 4)).every(Number.isFinite));
});

test("of motions the newest is told a frame, and before what comes behind it", () => {
    const sent = [];
    const frames = [];
    const motions = new Motions(({ type, x }) => sent.push([type, x]), (run) => frames.push(run));
    for (const x of [1, 2, 3]) motions.report({ type: "motion_notify", x });
    assert.deepEqual(sent, []);
    assert.equal(frames.length, 1);
    motions.report({ type: "button_press", x: 3 });
    assert.deepEqual(sent, [["motion_notify", 3], ["button_press", 3]]);
    frames.shift()();
    assert.equal(sent.length, 2);
    motions.report({ type: "motion_notify", x: 4 });
    motions.report({ type: "resize", x: 5 });
    motions.report({ type: "motion_notify", x: 6 });
    frames.shift()();
    assert.deepEqual(sent.slice(2), [["resize", 5], ["motion_notify", 6]]);
});
