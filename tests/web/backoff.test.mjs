import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../../src/pgwidgets/web/pgwidgets/backoff.js";

test("ceilings double from a quarter of a second to ten seconds", () => {
    const backoff = new Backoff({ random: () => 1 });
    const waits = Array.from({ length: 8 }, () => backoff.next());
    assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test("each wait is drawn from zero up to its ceiling", () => {
    const draws = [0, 0.5, 0.25];
    const backoff = new Backoff({ random: () => draws.shift() });
    assert.deepEqual([backoff.next(), backoff.next(), backoff.next()], [0, 250, 250]);
});

test("a success starts it over", () => {
    const backoff = new Backoff({ random: () => 1 });
    backoff.next();
    backoff.next();
    backoff.reset();
    assert.equal(backoff.next(), 250);
});

test("thousands of failures still give a finite wait", () => {
    const backoff = new Backoff({ random: () => 1 });
    for (let i = 0; i < 5000; i += 1) backoff.next();
    assert.equal(backoff.next(), 10_000);
});

test("without hurry, each wait is drawn from the largest range", () => {
    const backoff = new Backoff({ base: 250, cap: 10_000, random: () => 0.5 });
    backoff.slowDown();
    assert.equal(backoff.next(), 5_000);
    for (let n = 0; n < 2_000; n += 1) backoff.next();
    backoff.slowDown();
    assert.equal(backoff.next(), 5_000);
    backoff.reset();
    assert.equal(backoff.next(), 125);
});
