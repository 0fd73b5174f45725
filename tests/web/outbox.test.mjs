import assert from "node:assert/strict";
import test from "node:test";

import { Outbox } from "../../src/pgwidgets/web/pgwidgets/line/outbox.js";

class FakeSocket {
    readyState = 1;
    bufferedAmount = 0;
    frames = [];

    send(frame) {
        this.frames.push(typeof frame === "string" ? JSON.parse(frame) : frame);
    }
}

function live({ isResumable = false } = {}) {
    const socket = new FakeSocket();
    const outbox = new Outbox();
    outbox.attach(socket);
    outbox.begin({ isResumable });
    return { socket, outbox };
}

const click = (n) => ({ type: "callback", wid: 1, action: "activated", args: [n] });

test("before the session begins, only the greeting is answered", () => {
    const socket = new FakeSocket();
    const outbox = new Outbox();
    outbox.attach(socket);
    assert.equal(outbox.post({ type: "callback" }), false);
    outbox.answer({ type: "result", id: 0 });
    outbox.begin({ isResumable: false });
    assert.equal(outbox.post({ type: "viewport" }), true);
    assert.deepEqual(socket.frames, [{ type: "result", id: 0 }, { type: "viewport" }]);
    assert.equal(outbox.dropped, 1);
});

test("without a connection, messages are dropped and counted", () => {
    const { socket, outbox } = live();
    outbox.detach();
    outbox.post({ type: "callback" });
    assert.equal(outbox.postBinary({ type: "binary-chunk" }, new ArrayBuffer(1)), false);
    outbox.answer({ type: "result" });
    assert.equal(outbox.dropped, 2);
    assert.deepEqual(socket.frames, []);
});

test("a socket that is closing takes nothing", () => {
    const { socket, outbox } = live();
    socket.readyState = 2;
    assert.equal(outbox.post({ type: "callback" }), false);
    assert.equal(outbox.live, false);
});

test("what one task says leaves as one frame, in order", () => {
    const { socket, outbox } = live();
    outbox.together(() => {
        outbox.post({ n: 1 });
        outbox.together(() => outbox.post({ n: 2 }));
        outbox.post({ n: 3 });
        assert.deepEqual(socket.frames, []);
    });
    outbox.together(() => outbox.post({ n: 4 }));
    outbox.together(() => {});
    assert.deepEqual(socket.frames, [[{ n: 1 }, { n: 2 }, { n: 3 }], { n: 4 }]);
});

test("what was posted before a failure is sent all the same", () => {
    const { socket, outbox } = live();
    assert.throws(() => outbox.together(() => {
        outbox.post({ n: 1 });
        throw new Error("boom");
    }), /boom/);
    outbox.post({ n: 2 });
    assert.deepEqual(socket.frames, [{ n: 1 }, { n: 2 }]);
});

test("a header and its bytes stand back to back, after all that was said before", () => {
    const { socket, outbox } = live();
    const bytes = new Uint8Array([1, 2]).buffer;
    outbox.together(() => {
        outbox.post({ n: 1 });
        outbox.postBinary({ n: 2 }, bytes);
        outbox.post({ n: 3 });
    });
    assert.deepEqual(socket.frames, [[{ n: 1 }, { n: 2 }], bytes, { n: 3 }]);
});

test("a connection that is lost within a task loses what the task said", () => {
    const { socket, outbox } = live();
    outbox.together(() => {
        outbox.post({ n: 1 });
        outbox.detach();
        outbox.post({ n: 2 });
    });
    assert.deepEqual(socket.frames, []);
});

// ------------------------------------------------------------------------- resume

test("what was not handled and what was posted while away is sent in order, once", () => {
    const { outbox } = live({ isResumable: true });
    outbox.post(click(1));
    outbox.post(click(2));
    outbox.post({ type: "ack", seen: 1 });
    outbox.detach();
    assert.equal(outbox.post(click(3)), true);
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.post(click(4));
    assert.deepEqual(socket.frames, []);
    assert.equal(outbox.canResume, true);
    outbox.together(() => {
        outbox.resume(1);
        outbox.post({ type: "viewport" });
    });
    assert.deepEqual(socket.frames, [[click(2), click(3), click(4)], { type: "viewport" }]);
    assert.equal(outbox.dropped, 0);
    outbox.acknowledge(4);
    outbox.detach();
    const next = new FakeSocket();
    outbox.attach(next);
    outbox.resume(4);
    assert.deepEqual(next.frames, []);
});

test("what a task said when its connection broke is sent after the resume", () => {
    const { outbox } = live({ isResumable: true });
    outbox.together(() => {
        outbox.post(click(1));
        outbox.detach();
        outbox.post(click(2));
    });
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.resume(0);
    assert.deepEqual(socket.frames, [[click(1), click(2)]]);
});

test("a header and its bytes are sent again as one", () => {
    const { outbox } = live({ isResumable: true });
    const header = { type: "binary-chunk", wid: 1 };
    const bytes = new Uint8Array([1, 2]);
    outbox.post(click(1));
    outbox.postBinary(header, bytes);
    outbox.post(click(2));
    outbox.detach();
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.resume(0);
    assert.deepEqual(socket.frames, [[click(1), header], bytes, click(2)]);
});

test("much is sent again in several frames", () => {
    const { outbox } = live({ isResumable: true });
    const long = "x".repeat(40_000);
    for (let n = 0; n < 4; n += 1) outbox.post(click(long));
    outbox.detach();
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.resume(0);
    assert.deepEqual(socket.frames.map((frame) => frame.length), [2, 2]);
});

test("a session that begins anew says what was lost with the old one", () => {
    const { outbox } = live({ isResumable: true });
    outbox.post(click(1));
    outbox.detach();
    outbox.post(click(2));
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.begin({ isResumable: true });
    assert.equal(outbox.takeLost(), 2);
    assert.deepEqual(socket.frames, []);
    outbox.detach();
    assert.equal(outbox.canResume, true);
    outbox.post(click(3));
    outbox.abandon();
    assert.equal(outbox.canResume, false);
    outbox.attach(socket);
    outbox.begin({ isResumable: false });
    assert.equal(outbox.takeLost(), 1);
});

test("a connection that breaks with a hole in what it was given leaves nothing to keep", () => {
    const { outbox } = live({ isResumable: true });
    const long = "x".repeat(100_000);
    for (let n = 0; n < 3; n += 1) outbox.post(click(long)); // more than may be kept
    outbox.detach();
    assert.equal(outbox.canResume, false);
    assert.equal(outbox.takeLost(), 3);
    assert.equal(outbox.post(click(4)), false);
    assert.equal(outbox.dropped, 1);
    assert.equal(outbox.takeLost(), 1);
});

test("what the server cannot have handled resumes nothing", () => {
    const { outbox } = live({ isResumable: true });
    outbox.post(click(1));
    outbox.detach();
    const socket = new FakeSocket();
    outbox.attach(socket);
    assert.throws(() => outbox.resume(2), RangeError);
    assert.equal(outbox.live, false);
    assert.deepEqual(socket.frames, []);
});

test("a session that cannot be resumed ends what was kept of the one before", () => {
    const { socket, outbox } = live({ isResumable: true });
    outbox.post(click(1));
    outbox.begin({ isResumable: false });
    assert.equal(outbox.canResume, false);
    assert.equal(outbox.takeLost(), 1);
    assert.equal(outbox.post(click(2)), true);
    assert.deepEqual(socket.frames, [click(1), click(2)]);
});

test("bytes that are posted while away are sent behind their header", () => {
    const { outbox } = live({ isResumable: true });
    const [header, bytes] = [{ type: "binary-chunk", wid: 1 }, new Uint8Array([1, 2])];
    outbox.detach();
    assert.equal(outbox.postBinary(header, bytes), true);
    const socket = new FakeSocket();
    outbox.attach(socket);
    outbox.resume(0);
    assert.deepEqual(socket.frames, [header, bytes]);
});

test("it tells how many bytes wait for the server", () => {
    const { outbox } = live({ isResumable: true });
    outbox.postBinary({ type: "binary-chunk", wid: 1 }, new Uint8Array(5));
    assert.equal(outbox.unacknowledgedBytes, 5);
    outbox.acknowledge(1);
    assert.equal(outbox.unacknowledgedBytes, 0);
});

test("what one task says is no longer than the server takes in one frame", () => {
    const { socket, outbox } = live();
    const long = "x".repeat(50_000);
    outbox.together(() => {
        for (let n = 0; n < 30; n += 1) outbox.post({ n, long });
        for (let n = 30; n < 100; n += 1) outbox.post({ n });
    });
    const told = socket.frames.flat();
    assert.deepEqual(told.map(({ n }) => n), [...Array(100).keys()]);
    assert.ok(socket.frames.every((frame) => JSON.stringify(frame).length < 128 * 1024));
    assert.ok(socket.frames.length < 40); // small ones go together
});

test("a report that is longer than the server takes is told to be so, and nothing else is", () => {
    const { socket, outbox } = live();
    const told = [];
    outbox.tooLong = ({ args, ...message }, size) => {
        told.push(size);
        return { ...message, too_long: size };
    };
    outbox.begin({ isResumable: true, most: 1000 });
    const report = (text) => ({ type: "callback", wid: 1, action: "modified", args: [text] });
    const { length: rest } = JSON.stringify(report(""));
    const fits = "x".repeat(1000 - rest);
    outbox.post(report(fits));
    outbox.post(report(`${fits}x`));
    outbox.post(report("ä".repeat(500)));
    outbox.post({ type: "result", id: 1, value: "x".repeat(5000) }); // an answer may be longer
    assert.deepEqual(told, [1001, 1000 + rest]);
    assert.deepEqual(socket.frames.map(({ args, too_long: size }) => size ?? args?.[0].length), [
        fits.length, 1001, 1000 + rest, undefined,
    ]);
});

test("what is not repeated is news once, however often it is told", () => {
    const { outbox } = live({ isResumable: true, holds: true });
    assert.deepEqual([2, 2, 5, 4, 6].map((total) => outbox.unrepeated(total)), [2, 0, 3, 0, 2]);
    outbox.detach();
    outbox.attach(new FakeSocket());
    outbox.carry(0);
    assert.equal(outbox.unrepeated(7), 1);
    outbox.begin({ isResumable: true });
    assert.equal(outbox.unrepeated(1), 1);
});
