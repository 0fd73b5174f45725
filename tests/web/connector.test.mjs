import assert from "node:assert/strict";
import test from "node:test";

import { Backoff } from "../../src/pgwidgets/web/pgwidgets/line/backoff.js";
import { Connector, Trouble } from "../../src/pgwidgets/web/pgwidgets/line/connector.js";

class FakeSocket {
    isClosed = false;

    close() {
        this.isClosed = true;
    }
}

/** A connector whose sockets do what the test says, under the clock of the test runner. */
function connecting(t, { isSignedOut = async () => false, knock = null } = {}) {
    t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
    const now = () => Date.now();
    const told = [];
    const sockets = [];
    const connector = new Connector({
        open() {
            sockets.push(new FakeSocket());
            return sockets.at(-1);
        },
        isSignedOut,
        knock,
        backoff: new Backoff({ random: () => 1, now }),
        now,
        listener: {
            opening: () => told.push("opening"),
            message: ({ data }) => told.push(data),
            lost: () => told.push("lost"),
            waiting: () => told.push(`waiting (${connector.trouble})`),
            refused: (reason, code) => told.push(`refused: ${code} ${reason}`),
        },
    });
    const tick = (milliseconds) => t.mock.timers.tick(milliseconds);
    connector.connect();
    return { connector, told, sockets, tick };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A socket opens, its session is joined, and its line is cut. */
function cut(connector, socket) {
    socket.onopen();
    connector.letIn();
    socket.onclose({ code: 1006, reason: "" });
}

test("a loss leads to another attempt, soon and then every second", (t) => {
    const { connector, told, sockets, tick } = connecting(t);
    connector.connect(); // one is being made
    assert.equal(sockets.length, 1);
    for (const wait of [250, 1_000, 1_000]) {
        sockets.at(-1).onopen();
        sockets.at(-1).onclose({ code: 1006, reason: "" });
        const before = sockets.length;
        tick(wait - 1);
        assert.equal(sockets.length, before);
        tick(1);
        assert.equal(sockets.length, before + 1);
    }
    connector.letIn();
    sockets.at(-1).onclose({ code: 1006, reason: "" });
    tick(250);
    assert.equal(sockets.length, 5);
    assert.deepEqual(told.slice(0, 4), ["opening", "lost", "waiting (null)", "opening"]);
});

test("when the network is back, the next attempt is made now", (t) => {
    const { connector, sockets, tick } = connecting(t);
    connector.hurry();
    assert.equal(sockets.length, 1);
    sockets[0].onclose({ code: 1006, reason: "" });
    connector.hurry();
    assert.equal(sockets.length, 2);
    tick(9_000);
    assert.equal(sockets.length, 2);
});

test("an attempt that leads to no session in time is given up", (t) => {
    const { connector, sockets, tick } = connecting(t);
    sockets[0].onopen();
    tick(10_000);
    assert.equal(sockets[0].isClosed, true);
    tick(250);
    assert.equal(sockets.length, 2);
    connector.letIn();
    tick(100_000);
    assert.equal(sockets[1].isClosed, false);
});

test("a socket that was replaced is never heard again", (t) => {
    const { connector, told, sockets, tick } = connecting(t);
    sockets[0].onopen();
    connector.letIn();
    connector.replace();
    assert.equal(sockets.length, 2);
    assert.equal(sockets[0].isClosed, true);
    const before = [...told];
    sockets[0].onmessage({ data: "ghost" });
    sockets[0].onclose({ code: 4001, reason: "ghost" });
    sockets[0].onopen();
    assert.deepEqual(told, before);
    connector.letIn();
    tick(100_000);
    assert.equal(sockets.length, 2);
    assert.equal(sockets[1].isClosed, false);
});

test("a refusal is told with its reason, and not tried again", (t) => {
    const { told, sockets, tick } = connecting(t);
    sockets[0].onopen();
    sockets[0].onclose({ code: 4001, reason: "wrong token" });
    assert.equal(told.at(-1), "refused: 4001 wrong token");
    tick(100_000);
    assert.equal(sockets.length, 1);
});

test("a URL that cannot be opened is a refusal", () => {
    const told = [];
    new Connector({
        open() { throw new SyntaxError("no URL"); },
        isSignedOut: async () => false,
        listener: { refused: (...why) => told.push(why) },
    }).connect();
    assert.deepEqual(told, [["no URL", null]]);
});

test("a server that says that it restarts is believed until it is back", (t) => {
    const { connector, told, sockets, tick } = connecting(t);
    sockets[0].onopen();
    connector.letIn();
    sockets[0].onclose({ code: 1012, reason: "" });
    assert.equal(told.at(-1), "waiting (restarting)");
    tick(250);
    sockets[1].onclose({ code: 1006, reason: "" });
    assert.equal(connector.trouble, Trouble.RESTARTING);
    tick(1_000);
    sockets[2].onopen();
    connector.letIn();
    assert.equal(connector.trouble, null);
});

test("after two failed handshakes it is asked whether a login is needed", async (t) => {
    let isOut = true;
    let asked = 0;
    const isSignedOut = async () => {
        asked += 1;
        return isOut;
    };
    const { connector, told, sockets, tick } = connecting(t, { isSignedOut });
    const fail = async () => {
        sockets.at(-1).onclose({ code: 1006, reason: "" });
        await settled();
    };
    await fail();
    assert.equal(asked, 0);
    tick(250);
    await fail();
    assert.equal(asked, 1);
    assert.equal(told.at(-1), "waiting (signedOut)");
    tick(9_999);
    assert.equal(sockets.length, 2); // nothing changes until the user has signed in
    tick(1);
    assert.equal(sockets.length, 3);
    isOut = false;
    await fail();
    assert.equal(connector.trouble, null);
    assert.equal(told.at(-1), "waiting (null)");
    tick(10_000);
    sockets.at(-1).onopen();
    await fail();
    assert.equal(asked, 2);
});

test("an answer that comes when the connection is there again is not news", async (t) => {
    let answer;
    const isSignedOut = () => new Promise((resolve) => { answer = resolve; });
    const { connector, sockets, tick } = connecting(t, { isSignedOut });
    sockets[0].onclose({ code: 1006, reason: "" });
    tick(250);
    sockets[1].onclose({ code: 1006, reason: "" });
    tick(1_000);
    sockets[2].onopen();
    connector.letIn();
    answer(true);
    await settled();
    assert.equal(connector.trouble, null);
    assert.equal(sockets.length, 3);
});

test("an answer that comes when it was stopped meanwhile is not news", async (t) => {
    let answer;
    const isSignedOut = () => new Promise((resolve) => { answer = resolve; });
    const { connector, told, sockets, tick } = connecting(t, { isSignedOut });
    sockets[0].onclose({ code: 1006, reason: "" });
    tick(250);
    sockets[1].onclose({ code: 1006, reason: "" });
    connector.stop();
    const before = [...told];
    answer(true);
    await settled();
    assert.deepEqual(told, before);
    assert.equal(connector.trouble, null);
});

test("stopped, it stays away", (t) => {
    const { connector, sockets, tick } = connecting(t);
    connector.stop();
    connector.hurry();
    tick(100_000);
    assert.equal(sockets.length, 1);
    assert.equal(sockets[0].isClosed, true);
    connector.connect();
    sockets[1].onclose({ code: 1006, reason: "" });
    connector.stop();
    tick(100_000);
    assert.equal(sockets.length, 2);
});

/** All attempts fail at once, for so long. */
async function failFor(milliseconds, { sockets, tick }) {
    for (let passed = 0; passed < milliseconds; passed += 50) {
        const last = sockets.at(-1);
        if (!last.isClosed && !last.hasFailed) {
            last.hasFailed = true;
            last.onclose({ code: 1006, reason: "" });
        }
        tick(50);
        await settled();
    }
}

/** How long Firefox would hold back the next WebSocket: longest, after failures at these times. */
function longestHeldBack(failures) {
    const [first, growth, memory] = [400, 1.5, 60_000]; // ms; the first one is drawn from 200 to 400
    let held = 0;
    let longest = 0;
    failures.forEach((at, n) => {
        const isForgotten = n === 0 || at - failures[n - 1] >= memory + held;
        held = isForgotten ? first : held * growth;
        longest = Math.max(longest, held);
    });
    return longest;
}

test("so few WebSockets fail in a cut that no browser holds back the one that would not", async (t) => {
    const world = connecting(t, { knock: async () => false });
    const failures = [];
    for (let second = 0; second < 600; second += 1) {
        const before = world.sockets.length;
        await failFor(1_000, world);
        failures.push(...Array(world.sockets.length - before).fill(second * 1_000));
    }
    assert.ok(longestHeldBack(failures) < 1_000, `failures after ${failures} ms`);
    assert.ok(failures.length >= 9, `failures after ${failures} ms`); // a knock may not get through
});

test("after a failure a WebSocket is tried only where the server answers", async (t) => {
    let isThere = false;
    let knocks = 0;
    const knock = async () => {
        knocks += 1;
        return isThere;
    };
    const world = connecting(t, { knock });
    await failFor(30_000, world);
    const { sockets, tick } = world;
    assert.ok(knocks >= 18, `${knocks} knocks`);
    assert.equal(sockets.length, 3);
    isThere = true;
    const before = sockets.length;
    tick(1_000);
    await settled();
    assert.equal(sockets.length, before + 1);
    await settled();
    tick(500);
    assert.equal(sockets.length, before + 1); // one at a time
});

test("a knock that is answered when all is over is not heeded", async (t) => {
    let answer;
    const world = connecting(t, { knock: () => new Promise((resolve) => { answer = resolve; }) });
    await failFor(10_000, world);
    const { connector, sockets } = world;
    connector.stop();
    const before = sockets.length;
    answer(true);
    await settled();
    assert.equal(sockets.length, before);
});

test("a handshake that the network swallows is made anew in a second", (t) => {
    const { sockets, connector, tick } = connecting(t);
    cut(connector, sockets[0]);
    tick(250);
    for (let n = 2; n < 5; n += 1) {
        assert.equal(sockets.length, n);
        tick(1_000);
        assert.equal(sockets[n - 1].isClosed, true);
    }
    tick(9_999);
    assert.equal(sockets.at(-1).isClosed, false); // one of four may take long: it is a slow line
    tick(1);
    assert.equal(sockets.at(-1).isClosed, true);
});

test("a line whose handshakes took long is given as much time again", (t) => {
    const { sockets, connector, tick } = connecting(t);
    tick(700);
    cut(connector, sockets[0]);
    tick(250);
    tick(2_799);
    assert.equal(sockets[1].isClosed, false);
    tick(1);
    assert.equal(sockets[1].isClosed, true);
});

test("one that was made before the page's modules were there tells how long it took", (t) => {
    const { connector, sockets, tick } = connecting(t);
    sockets[0].openingTook = 2_000; // though it is open now
    cut(connector, sockets[0]);
    tick(250);
    assert.equal(sockets.length, 2);
    tick(7_900);
    assert.equal(sockets[1].isClosed, false);
    tick(100);
    assert.equal(sockets[1].isClosed, true);
});

test("the first handshake of a page may take its time", (t) => {
    const { sockets, tick } = connecting(t);
    tick(9_999);
    assert.equal(sockets[0].isClosed, false);
    assert.equal(sockets.length, 1);
});

test("a key or a click makes the next attempt, but not one each", (t) => {
    const { sockets, connector, tick } = connecting(t);
    connector.nudge();
    assert.equal(sockets.length, 1); // one is being made
    tick(1_000);
    const fail = () => sockets.at(-1).onclose({ code: 1006, reason: "" });
    fail();
    tick(250);
    fail();
    tick(10);
    connector.nudge();
    connector.nudge();
    assert.equal(sockets.length, 2); // the last attempt was made just now
    tick(240);
    assert.equal(sockets.length, 3);
    fail();
    tick(900);
    connector.nudge();
    assert.equal(sockets.length, 4);
});

test("paused, it is away; then it is back at once", (t) => {
    const { sockets, connector, told, tick } = connecting(t);
    sockets[0].onopen();
    connector.letIn();
    connector.pause();
    assert.equal(sockets[0].isClosed, true);
    assert.equal(told.at(-1), "lost");
    tick(100_000);
    connector.hurry();
    connector.nudge();
    assert.equal(sockets.length, 1);
    connector.unpause();
    assert.equal(sockets.length, 2);
    connector.unpause();
    assert.equal(sockets.length, 2);
});

test("paused between two attempts, it makes none until it goes on", (t) => {
    const { sockets, connector, tick } = connecting(t);
    sockets[0].onclose({ code: 1006, reason: "" });
    connector.pause();
    tick(100_000);
    assert.equal(sockets.length, 1);
    connector.unpause();
    assert.equal(sockets.length, 2);
});

test("who was refused, or stopped, is not brought back by a pause", (t) => {
    const { sockets, connector } = connecting(t);
    sockets[0].onopen();
    sockets[0].onclose({ code: 4001, reason: "wrong token" });
    connector.pause();
    connector.unpause();
    connector.stop();
    connector.pause();
    connector.unpause();
    assert.equal(sockets.length, 1);
});

test("a connection that opens and breaks is no failed handshake", async (t) => {
    const { sockets, tick } = connecting(t, { isSignedOut: () => assert.fail("is asked") });
    for (let n = 0; n < 4; n += 1) {
        sockets.at(-1).onopen();
        sockets.at(-1).onclose({ code: 1006, reason: "" });
        await settled();
        tick(1_000);
    }
    assert.equal(sockets.length, 5);
});

test("once open, a connection has all the time that a session may take", (t) => {
    const { sockets, connector, tick } = connecting(t);
    cut(connector, sockets[0]);
    tick(250);
    tick(500);
    sockets[1].onopen();
    tick(9_499);
    assert.equal(sockets[1].isClosed, false);
    tick(1);
    assert.equal(sockets[1].isClosed, true);
});

test("when the loss is long ago, no handshake is cut short", async (t) => {
    const world = connecting(t);
    const { sockets, tick } = world;
    await failFor(80_000, world);
    while (sockets.at(-1).hasFailed) tick(50);
    tick(9_900);
    assert.equal(sockets.at(-1).isClosed, false);
});

test("a session makes good for all attempts that failed before it", async (t) => {
    let knocks = 0;
    const knock = async () => {
        knocks += 1;
        return false;
    };
    const world = connecting(t, { knock });
    const { connector, sockets, tick } = world;
    await failFor(10_000, world);
    assert.ok(knocks > 0);
    connector.hurry();
    sockets.at(-1).onopen();
    connector.letIn();
    knocks = 0;
    const before = sockets.length;
    sockets.at(-1).onclose({ code: 1006, reason: "" });
    tick(250);
    assert.deepEqual([knocks, sockets.length], [0, before + 1]);
});

test("back from a pause, a loss is tried again as soon as any", async (t) => {
    const world = connecting(t);
    const { connector, sockets, tick } = world;
    await failFor(100_000, world);
    connector.pause();
    connector.unpause();
    const before = sockets.length;
    sockets.at(-1).onclose({ code: 1006, reason: "" });
    tick(250);
    assert.equal(sockets.length, before + 1);
});

test("one pause ends once", (t) => {
    const { connector, sockets } = connecting(t);
    connector.pause();
    connector.unpause();
    sockets[1].onclose({ code: 4001, reason: "wrong token" });
    connector.unpause();
    assert.equal(sockets.length, 2);
});

test("only what an application closes with is a refusal", (t) => {
    for (const [code, isRefused] of [[3999, false], [4000, true], [4999, true], [1006, false]]) {
        const { sockets, told } = connecting(t);
        sockets[0].onopen();
        sockets[0].onclose({ code, reason: "" });
        assert.equal(told.some((what) => what.startsWith("refused")), isRefused, `${code}`);
        t.mock.timers.reset();
    }
});

test("stopped in a pause, it is not brought back by the pause's end", (t) => {
    const { connector, sockets } = connecting(t);
    connector.pause();
    connector.stop();
    connector.unpause();
    assert.equal(sockets.length, 1);
});

test("stopped and begun anew, it knocks no earlier than at first", async (t) => {
    let knocks = 0;
    const knock = async () => {
        knocks += 1;
        return false;
    };
    const world = connecting(t, { knock });
    const { connector, sockets, tick } = world;
    await failFor(10_000, world);
    connector.stop();
    connector.connect();
    knocks = 0;
    const before = sockets.length;
    sockets.at(-1).onclose({ code: 1006, reason: "" });
    tick(1_000);
    assert.deepEqual([knocks, sockets.length], [0, before + 1]);
});

test("a key or a click right after a knock does not knock again", async (t) => {
    let knocks = 0;
    const knock = async () => {
        knocks += 1;
        return false;
    };
    const world = connecting(t, { knock });
    const { connector, tick } = world;
    await failFor(8_000, world);
    const before = knocks;
    while (knocks === before) tick(10);
    for (let n = 0; n < 5; n += 1) connector.nudge();
    assert.equal(knocks, before + 1);
    tick(250);
    assert.equal(knocks, before + 2);
});

test("it is asked once at a time whether a login is needed, and told once a failure", async (t) => {
    let answer;
    let asked = 0;
    const isSignedOut = () => new Promise((resolve) => {
        asked += 1;
        answer = resolve;
    });
    const { told, sockets, tick } = connecting(t, { isSignedOut });
    for (let n = 0; n < 4; n += 1) {
        sockets.at(-1).onclose({ code: 1006, reason: "" });
        await settled();
        tick(1_000);
    }
    assert.equal(asked, 1);
    const before = told.length;
    answer(false); // which was taken to be so
    await settled();
    assert.equal(told.length, before);
});

test("a socket that is gone does not cut the next one short", (t) => {
    const { connector, sockets, tick } = connecting(t);
    cut(connector, sockets[0]);
    tick(250);
    tick(500);
    sockets[1].onclose({ code: 1006, reason: "" });
    tick(999); // the first of these two would be over by now
    assert.equal(sockets.length, 2);
    tick(1);
    assert.equal(sockets.length, 3);
});
