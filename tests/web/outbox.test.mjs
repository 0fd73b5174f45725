import assert from "node:assert/strict";
import test from "node:test";

import { Outbox } from "../../src/pgwidgets/web/pgwidgets/outbox.js";

class FakeSocket {
    readyState = 1;
    bufferedAmount = 0;
    frames = [];

    send(frame) {
        this.frames.push(typeof frame === "string" ? JSON.parse(frame) : frame);
    }
}

function live() {
    const socket = new FakeSocket();
    const outbox = new Outbox();
    outbox.attach(socket);
    outbox.begin();
    return { socket, outbox };
}

test("before the session begins, only the greeting is answered", () => {
    const socket = new FakeSocket();
    const outbox = new Outbox();
    outbox.attach(socket);
    assert.equal(outbox.post({ type: "callback" }), false);
    outbox.answer({ type: "result", id: 0 });
    outbox.begin();
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
    assert.equal(outbox.backlog, 0);
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
