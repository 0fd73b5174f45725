import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../../src/pgwidgets/web/pgwidgets/line/backoff.js";

/** A back-off under a clock that its waits move on, as if each attempt failed at once. */
function waiting(random) {
    let time = 5_000;
    const backoff = new Backoff({ random, now: () => time });
    const next = () => {
        const wait = backoff.next();
        time += wait;
        return wait;
    };
    return { backoff, next };
}

test("the first attempt follows nearly at once, the next every second at most", () => {
    const { next } = waiting(() => 1);
    assert.equal(next(), 250);
    for (let n = 0; n < 60; n += 1) assert.equal(next(), 1_000);
});

test("they are half a second apart at least", () => {
    const { next } = waiting(() => 0);
    assert.equal(next(), 0);
    for (let n = 0; n < 120; n += 1) assert.equal(next(), 500);
});

test("after a minute they become rare", () => {
    const { backoff, next } = waiting(() => 1);
    for (let n = 0; n < 61; n += 1) next();
    assert.equal(backoff.isEarly, false);
    assert.deepEqual([next(), next(), next(), next(), next()], [2_000, 4_000, 8_000, 10_000, 10_000]);
});

test("also then each wait is drawn, from half of the longest on", () => {
    const { next } = waiting(() => 0.5);
    for (let n = 0; n < 1_000; n += 1) next();
    assert.equal(next(), 7_500);
});

test("a success starts it over", () => {
    const { backoff, next } = waiting(() => 1);
    for (let n = 0; n < 100; n += 1) next();
    backoff.reset();
    assert.equal(backoff.isEarly, true);
    assert.deepEqual([next(), next()], [250, 1_000]);
});

test("without hurry, attempts are rare from the first", () => {
    const { backoff, next } = waiting(() => 1);
    backoff.slowDown();
    assert.deepEqual([next(), next()], [10_000, 10_000]);
    backoff.reset();
    assert.equal(next(), 250);
});

test("a line that comes back in the first minute is tried within a second", () => {
    // Whenever it is back: the time until the next attempt, over many losses.
    let seed = 7;
    const random = () => { // a linear congruential generator: the same losses in each run
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        return seed / 2 ** 31;
    };
    const waits = [];
    for (let loss = 0; loss < 500; loss += 1) {
        let time = 0;
        const backoff = new Backoff({ random, now: () => time });
        const back = 100 + random() * 59_000;
        while (time < back) time += backoff.next();
        waits.push(time - back);
    }
    waits.sort((one, other) => one - other);
    assert.ok(waits[250] < 500, `median ${waits[250]}`);
    assert.ok(waits.at(-1) <= 1_000, `worst ${waits.at(-1)}`);
});

test("one that has no hurry is rare at once, however early it is", () => {
    const { backoff, next } = waiting(() => 1);
    next();
    assert.equal(backoff.isEarly, true);
    backoff.slowDown();
    assert.equal(backoff.isEarly, false);
    assert.equal(next(), 10_000);
});
