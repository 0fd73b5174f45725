import assert from "node:assert/strict";
import test from "node:test";

import { Liveness } from "../../src/pgwidgets/web/pgwidgets/line/liveness.js";
import { FakeClock } from "./fake_clock.mjs";

function watched() {
    const told = { pings: 0, deaths: 0, isVisible: true };
    const clock = new FakeClock();
    const liveness = new Liveness({
        ping: () => { told.pings += 1; },
        dead: () => { told.deaths += 1; },
        isVisible: () => told.isVisible,
        clock,
    });
    liveness.begin();
    return { told, clock, liveness };
}

test("a silent server is asked after 30 s, and dead after 5 more", () => {
    const { told, clock } = watched();
    clock.advance(29_999);
    assert.equal(told.pings, 0);
    clock.advance(1);
    assert.equal(told.pings, 1);
    clock.advance(4_999);
    assert.equal(told.deaths, 0);
    clock.advance(1);
    assert.equal(told.deaths, 1);
    clock.advance(100_000);
    assert.deepEqual([told.pings, told.deaths], [1, 1]);
});

test("a server that answers lives on, and is asked again", () => {
    const { told, clock, liveness } = watched();
    for (let n = 1; n <= 3; n += 1) {
        clock.advance(30_000);
        assert.equal(told.pings, n);
        liveness.heard();
        liveness.pong();
    }
    assert.equal(told.deaths, 0);
});

test("a server that speaks is not asked", () => {
    const { told, clock, liveness } = watched();
    for (let n = 0; n < 10; n += 1) {
        clock.advance(29_000);
        liveness.heard();
    }
    assert.equal(told.pings, 0);
    clock.advance(30_000);
    assert.equal(told.pings, 1);
});

test("a page that nobody sees does not ask by itself", () => {
    const { told, clock, liveness } = watched();
    told.isVisible = false;
    clock.advance(8 * 3_600_000);
    assert.equal(told.pings, 0);
    liveness.probe(); // it is shown again
    assert.equal(told.pings, 1);
    clock.advance(5_000);
    assert.equal(told.deaths, 1);
});

test("an answer behind much else may take longer", () => {
    const { told, clock, liveness } = watched();
    liveness.probe();
    liveness.probe();
    assert.equal(told.pings, 1);
    for (let n = 0; n < 5; n += 1) {
        clock.advance(4_000);
        liveness.heard();
    }
    assert.equal(told.deaths, 0);
    clock.advance(5_000);
    assert.equal(told.deaths, 1);
});

test("a page that was busy first hears what has come meanwhile", () => {
    const { told, clock, liveness } = watched();
    liveness.probe();
    clock.time += 20_000; // in which none of its timers could run
    clock.advance(0);
    assert.equal(told.deaths, 0);
    liveness.heard();
    liveness.pong();
    liveness.probe();
    clock.time += 20_000;
    clock.advance(0);
    clock.advance(999);
    assert.equal(told.deaths, 0);
    clock.advance(1);
    assert.equal(told.deaths, 1);
});

test("a page all of whose timers are late takes a dead server for dead", () => {
    const { told, clock, liveness } = watched();
    liveness.probe();
    for (let minute = 0; minute < 2; minute += 1) {
        clock.time += 60_000; // as of one that nobody sees
        clock.advance(0);
    }
    assert.equal(told.deaths, 1);
});

test("answers come in the order of the questions", () => {
    const { told, liveness } = watched();
    const received = [];
    liveness.whenReceived(() => received.push(1));
    liveness.whenReceived(() => received.push(2));
    assert.equal(told.pings, 2);
    liveness.pong();
    assert.deepEqual(received, [1]);
    liveness.pong();
    liveness.pong(); // nobody asked
    assert.deepEqual(received, [1, 2]);
});

test("with the connection go its questions", () => {
    const { told, clock, liveness } = watched();
    liveness.whenReceived(() => assert.fail("never received"));
    liveness.probe();
    liveness.end();
    liveness.probe();
    liveness.pong();
    clock.advance(100_000);
    assert.deepEqual([told.pings, told.deaths], [2, 0]);
});

test("begun again, it is ended at once", () => {
    const { told, clock, liveness } = watched();
    liveness.begin();
    liveness.end();
    clock.advance(100_000);
    assert.equal(told.pings, 0);
});

test("a new connection is asked, whatever the one before was asked", () => {
    const { told, clock, liveness } = watched();
    liveness.probe();
    liveness.end();
    liveness.begin();
    liveness.probe();
    assert.equal(told.pings, 2);
    clock.advance(5_000);
    assert.equal(told.deaths, 1);
});

test("the answer to a probe is no answer to what was asked after it", () => {
    const { liveness } = watched();
    const received = [];
    liveness.probe();
    liveness.whenReceived(() => received.push("all"));
    liveness.pong();
    assert.deepEqual(received, []);
    liveness.pong();
    assert.deepEqual(received, ["all"]);
});

test("silence counts from the last word on", () => {
    const { told, clock, liveness } = watched();
    liveness.probe();
    clock.advance(3_000);
    liveness.heard();
    clock.advance(4_999);
    assert.equal(told.deaths, 0);
    clock.advance(1);
    assert.equal(told.deaths, 1);
});

test("nothing that the dead connection was asked for is answered", () => {
    const { clock, liveness } = watched();
    liveness.whenReceived(() => assert.fail("never received"));
    liveness.probe();
    clock.advance(5_000);
    liveness.pong();
});
