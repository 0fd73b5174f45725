import assert from "node:assert/strict";
import test from "node:test";

import { Throttle } from "../../src/pgwidgets/web/pgwidgets/common/throttle.js";
import { FakeClock } from "./fake_clock.mjs";

function throttled() {
    const clock = new FakeClock();
    const runs = [];
    return { clock, runs, throttle: new Throttle(100, () => runs.push(clock.time), clock) };
}

test("the first request is served when the running code is done", () => {
    const { clock, runs, throttle } = throttled();
    throttle.request();
    assert.deepEqual(runs, []);
    clock.advance(0);
    assert.deepEqual(runs, [0]);
});

test("requests of one interval are served once, at its end", () => {
    const { clock, runs, throttle } = throttled();
    throttle.request();
    clock.advance(0);
    clock.advance(30);
    throttle.request();
    throttle.request();
    clock.advance(69);
    assert.deepEqual(runs, [0]);
    clock.advance(1);
    assert.deepEqual(runs, [0, 100]);
});

test("after a quiet time it serves at once again", () => {
    const { clock, runs, throttle } = throttled();
    throttle.request();
    clock.advance(0);
    clock.advance(500);
    throttle.request();
    clock.advance(0);
    assert.deepEqual(runs, [0, 500]);
});

test("a request that is made while running is served an interval later", () => {
    const clock = new FakeClock();
    const runs = [];
    const throttle = new Throttle(100, () => {
        runs.push(clock.time);
        if (runs.length === 1) throttle.request();
    }, clock);
    throttle.request();
    clock.advance(0);
    clock.advance(100);
    assert.deepEqual(runs, [0, 100]);
});
