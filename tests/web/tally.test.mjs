import assert from "node:assert/strict";
import test from "node:test";

import { Tally } from "../../src/pgwidgets/web/pgwidgets/line/tally.js";
import { FakeClock } from "./fake_clock.mjs";

function begun() {
    const posted = [];
    const clock = new FakeClock();
    const tally = new Tally({
        post: (message) => posted.push(message),
        serialize: (value) => value && { serialized: value },
        clock,
    });
    tally.begin();
    return { tally, posted, clock };
}

test("the count is raised before a message is applied", () => {
    const { tally } = begun();
    tally.count({ type: "call" }, () => assert.equal(tally.seen, 1));
    assert.equal(tally.seen, 1);
});

test("only questions and failures are answered, and all is acknowledged once", () => {
    const { tally, posted } = begun();
    tally.count({}, () => "nobody asked");
    tally.count({ id: 2 }, () => "two");
    tally.count(undefined, () => { throw new Error("boom"); });
    tally.acknowledge();
    tally.acknowledge();
    assert.deepEqual(posted, [
        { type: "result", id: 2, value: { serialized: "two" }, seen: 2 },
        { type: "error", id: 3, error: "boom", call: undefined, seen: 3 },
        { type: "ack", seen: 3 },
    ]);
});

test("the count outlives a connection, and begins anew with a session", () => {
    const { tally, posted } = begun();
    tally.count({}, () => {});
    tally.pause();
    tally.acknowledge();
    assert.equal(tally.seen, 1);
    tally.resume();
    tally.acknowledge();
    assert.deepEqual(posted, []); // the greeting has said it
    tally.count({}, () => {});
    tally.acknowledge();
    assert.deepEqual(posted, [{ type: "ack", seen: 2 }]);
    tally.begin();
    assert.equal(tally.seen, 0);
});

test("what is to be told before a message is told with the count before it", () => {
    const posted = [];
    const tally = new Tally({
        post: (message) => posted.push(message),
        serialize: (value) => value,
        before: () => posted.push(tally.seen),
    });
    tally.begin();
    tally.count({}, () => posted.push("applied"));
    tally.count({ id: 2 }, () => undefined);
    assert.deepEqual(posted.slice(0, 3), [0, "applied", 1]);
});

test("the first message of a new session is acknowledged, too", () => {
    const { tally, posted } = begun();
    for (let session = 0; session < 2; session += 1) {
        tally.begin();
        tally.count({}, () => {});
        tally.acknowledge();
    }
    assert.deepEqual(posted, [{ type: "ack", seen: 1 }, { type: "ack", seen: 1 }]);
});

test("whatever is thrown is told", () => {
    const { tally, posted } = begun();
    tally.count({ id: 1 }, () => { throw "a text"; });
    tally.count({ id: 2 }, () => { throw undefined; });
    assert.deepEqual(posted.map(({ error }) => error), ["a text", "undefined"]);
});

test("the answer to a report is acknowledged with the next one", () => {
    const { tally, posted, clock } = begun();
    assert.deepEqual(tally.ofReport(true), { seen: 0 });
    tally.count({}, () => {});
    tally.acknowledge();
    clock.advance(19);
    assert.deepEqual(tally.ofReport(true), { seen: 1, applied: true });
    assert.deepEqual(tally.ofReport(true), { seen: 1 });
    clock.advance(1000);
    assert.deepEqual(posted, []);
});

test("if none comes, it is acknowledged all the same, with what came meanwhile", () => {
    const { tally, posted, clock } = begun();
    tally.ofReport(true);
    tally.count({}, () => {});
    tally.acknowledge();
    tally.count({}, () => {});
    tally.acknowledge();
    clock.advance(20);
    clock.advance(1000);
    assert.deepEqual(posted, [{ type: "ack", seen: 2 }]);
});

test("what comes later, or when no user has acted, is acknowledged at once", () => {
    const { tally, posted, clock } = begun();
    tally.ofReport(false);
    tally.count({}, () => {});
    tally.acknowledge();
    tally.ofReport(true);
    clock.advance(201);
    tally.count({}, () => {});
    tally.acknowledge();
    assert.deepEqual(posted, [{ type: "ack", seen: 1 }, { type: "ack", seen: 2 }]);
});

test("bytes are acknowledged at once, and what waited is with them", () => {
    const { tally, posted, clock } = begun();
    tally.ofReport(true);
    tally.count({}, () => {});
    tally.acknowledge();
    tally.count({}, () => {});
    tally.acknowledge(true);
    clock.advance(1000);
    assert.deepEqual(posted, [{ type: "ack", seen: 2 }]);
});

test("a report from amid a message does not say that it is applied, even if it fails", () => {
    const { tally } = begun();
    tally.count({}, () => assert.deepEqual(tally.ofReport(true), { seen: 1 }));
    tally.count({}, () => { throw new Error("boom"); });
    assert.deepEqual(tally.ofReport(true), { seen: 2, applied: true });
});

test("nothing is acknowledged without a connection, or to another session", () => {
    const { tally, posted, clock } = begun();
    tally.ofReport(true);
    tally.count({}, () => {});
    tally.acknowledge();
    tally.pause();
    assert.deepEqual(tally.ofReport(true), { seen: 1 });
    clock.advance(20);
    tally.begin();
    clock.advance(20);
    assert.deepEqual(posted, []);
});
