import assert from "node:assert/strict";
import test from "node:test";

import { padded, panned, Scale, zoomed } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/scales.js";
import { linearTicks, logTicks, niceStep, readout } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/ticks.js";
import { clockText, timeReadout, timeTicks } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/time_ticks.js";

const texts = ({ major }) => major.map(({ text }) => text);
const near = (found, wanted) => {
    assert.equal(found.length, wanted.length);
    found.forEach((each, index) => assert.ok(Math.abs(each - wanted[index]) <= 1e-9 * Math.max(1, Math.abs(wanted[index])), `${found} is not ${wanted}`));
};

test("steps are 1, 2 or 5 times a power of ten", () => {
    assert.deepEqual([0.9, 1, 1.2, 2, 3, 5, 7].map(niceStep), [1, 1, 2, 2, 5, 5, 10]);
    near([niceStep(0.00013), niceStep(4e8)], [0.0002, 5e8]);
});

test("numbers have as many digits as their step needs, and a common factor where they are large", () => {
    assert.deepEqual(texts(linearTicks([0, 1], 5)), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    assert.deepEqual(texts(linearTicks([-10, 10], 4)), ["−10", "−5", "0", "5", "10"]);
    assert.equal(linearTicks([0, 10], 4).factor, "");
    const large = linearTicks([0, 4e6], 4);
    assert.deepEqual([texts(large), large.factor], [["0", "1", "2", "3", "4"], "×10⁶"]);
    const small = linearTicks([0, 2e-5], 4);
    assert.deepEqual([texts(small).slice(0, 3), small.factor], [["0", "5", "10"], "×10⁻⁶"]);
    assert.deepEqual(texts(linearTicks([-0.1, 0.1], 2)), ["−0.1", "0.0", "0.1"]);
});

test("an axis has two marks at least", () => {
    assert.deepEqual(texts(linearTicks([-1.9, 1.9], 2)), ["−1", "0", "1"]);
    assert.deepEqual(texts(linearTicks([1, 4.9], 2)), ["2", "4"]);
    assert.deepEqual(texts(linearTicks([-4.9, 4.9], 2)), ["−4", "−2", "0", "2", "4"]);
    for (let high = 0.13; high < 100; high *= 1.07) {
        for (const low of [0, -high, high * 0.03, -high * 0.6]) {
            const { major } = linearTicks([low, high], 2);
            assert.ok(major.length >= 2 && major.length <= 6, `${low} ${high}: ${major.length}`);
        }
    }
});

test("there are never more marks than can be drawn", () => {
    for (const limits of [[0, 1e-300], [-1e300, 1e300], [1e15, 1e15 + 1], [5, 5 + 1e-12]]) {
        const { major, minor } = linearTicks(limits, 8);
        assert.ok(major.length <= 200 && minor.length <= 200, String(limits));
    }
});

test("a logarithmic axis names powers, and what is between them where there are few", () => {
    assert.deepEqual(texts(logTicks([1, 1000], 6)), ["1", "10", "100", "1000"]);
    assert.deepEqual(texts(logTicks([1e-9, 1e9], 4)).slice(0, 2), ["10⁻⁵", "10⁰"]);
    assert.deepEqual(texts(logTicks([1, 20], 6)), ["1", "2", "5", "10", "20"]);
    assert.deepEqual(texts(logTicks([2, 3], 5)), texts(linearTicks([2, 3], 5)));
    assert.equal(logTicks([1, 100], 6).minor.length, 16);
});

test("times of day stand at whole steps, with the date where it changes", () => {
    const start = Date.UTC(2026, 10, 29, 23, 50) / 1000;
    const { major } = timeTicks([start, start + 1200], 5, true);
    assert.deepEqual(major.map(({ text, below }) => [text, below]), [
        ["23:50", "2026-11-29"], ["23:55", ""], ["00:00", "2026-11-30"], ["00:05", ""], ["00:10", ""],
    ]);
    const quick = timeTicks([start, start + 1], 5, true).major;
    assert.deepEqual(quick.slice(0, 2).map(({ text }) => text), ["23:50:00.0", "23:50:00.2"]);
});

test("days, months and years stand where they begin", () => {
    const from = Date.UTC(2025, 11, 30) / 1000;
    const DAY = 86400;
    assert.deepEqual(texts(timeTicks([from, from + 4 * DAY], 5, true)), ["30 Dec", "1 Jan", "2 Jan", "3 Jan"]);
    assert.deepEqual(texts(timeTicks([from, from + 100 * DAY], 5, true)), ["Jan", "Feb", "Mar", "Apr"]);
    const years = timeTicks([from, from + 6 * 365 * DAY], 8, true).major;
    assert.deepEqual(years.map(({ text }) => text), ["2026", "2027", "2028", "2029", "2030", "2031"]);
    assert.deepEqual(timeTicks([-1e300, 1e300], 5, true).major, []);
    for (const isUtc of [true, false]) {
        const weeks = timeTicks([from, from + 40 * DAY], 6, isUtc).major;
        assert.ok(weeks.length >= 4);
    }
});

test("what is too long or too short for a step has no marks", () => {
    for (const limits of [[-1.7e308, 1.7e308], [-5e-324, 5e-324], [0, 5e-324], [5e-324, 1.7e308]]) {
        for (const count of [2, 10, 500]) {
            for (const { major, minor } of [linearTicks(limits, count), logTicks(limits, count)]) {
                assert.ok(major.every(({ value, text }) => Number.isFinite(value) && !text.includes("NaN")));
                assert.ok(minor.every(Number.isFinite));
            }
        }
    }
});

test("marks end where the calendar does", () => {
    const latest = 8.64e12; // seconds; a Date can be no later one
    for (const isUtc of [true, false]) {
        for (const limits of [
            [-8e12, 8e12], [0, 8.6e12], [1 - latest, latest - 1], // years
            [8.5e12, latest - 1], [latest - 300 * 86400, latest - 100], // months
            [latest - 30 * 86400, latest - 100], [latest - 5 * 86400, latest - 1], // days
            [latest - 1000, latest - 1], [1 - latest, 1000 - latest], [0, 5e-324],
        ]) {
            const { major } = timeTicks(limits, 10, isUtc);
            assert.ok(major.length < 30, `${limits}`);
            for (const { value, text } of major) {
                assert.ok(value >= limits[0] - 1 && value <= limits[1], `${value} of ${limits}`);
                assert.ok(!text.includes("NaN"));
            }
        }
    }
    assert.deepEqual(texts(timeTicks([-8e12, 8e12], 5, true)), ["-200000", "0", "200000"]);
});

test("values are read with the digits that can be told apart", () => {
    assert.equal(readout(3.14159, 0.01), "3.14");
    assert.equal(readout(-1234.5, 1), "−1235");
    assert.equal(readout(0, 1), "0");
    assert.equal(readout(6.02e23, 1e20), "6.020×10²³");
    assert.equal(readout(NaN, 1), "–");
    const time = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 + 0.25;
    assert.equal(timeReadout(time, 0.01, true), "2026-01-02 03:04:05.25");
    assert.equal(timeReadout(time, 86400, true), "2026-01-02");
    assert.equal(clockText(time, 60, true), "03:04");
});

test("scales lead from values to pixels and back", () => {
    const linear = new Scale(false, [10, 20], 100, 0);
    near([linear.pixel(10), linear.pixel(20), linear.value(25)], [100, 0, 17.5]);
    const log = new Scale(true, [1, 100], 0, 200);
    near([log.pixel(10), log.value(50)], [100, 10 ** 0.5]);
    assert.ok(!Number.isFinite(log.pixel(0)));
});

test("ranges are moved and widened, and stay ranges", () => {
    near(panned([0, 10], false, 0.5), [5, 15]);
    near(panned([1, 100], true, 0.5), [10, 1000]);
    near(zoomed([0, 10], false, 2, 0.5), [2.5, 7.5]);
    near(zoomed([0, 10], false, 2, 0), [0, 5]);
    near(padded([0, 10], false, 0.05), [-0.5, 10.5]);
    near(padded([3, 3], false, 0.05), [2.7, 3.3]);
    near(padded([0, 0], false, 0.05), [-1, 1]);
    near(padded([5, 5], true, 0.05), [2.5, 10]);
    let limits = [1.7e9, 1.7e9 + 1];
    for (let count = 0; count < 200; count += 1) limits = zoomed(limits, false, 2, 0.3);
    assert.ok(limits[0] < limits[1]);
    for (let count = 0; count < 3000; count += 1) limits = zoomed(limits, false, 0.5, 0.3);
    assert.ok(limits.every(Number.isFinite) && limits[0] < limits[1]);
});
