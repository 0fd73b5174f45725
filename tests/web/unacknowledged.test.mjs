import assert from "node:assert/strict";
import test from "node:test";

import { Unacknowledged } from "../../src/pgwidgets/web/pgwidgets/line/unacknowledged.js";

function begun(limits) {
    const kept = new Unacknowledged(limits);
    kept.begin();
    return kept;
}

function report(action, { wid = 1, args = [] } = {}) {
    return { type: "callback", wid, action, args };
}

const send = (kept, message, bytes) => kept.keepSent(message, JSON.stringify(message), bytes);
const post = (kept, message, bytes) => kept.keepUnsent(message, JSON.stringify(message), bytes);
const again = (kept) => kept.resend().map(({ text }) => JSON.parse(text));
const size = (message) => Buffer.byteLength(JSON.stringify(message));

test("only numbered messages are kept", () => {
    const kept = begun();
    const numbered = [report("activated"), { type: "result", id: 1 }, { type: "error" },
        { type: "binary-chunk" }];
    for (const type of ["ack", "geometry", "viewport", "ping"]) {
        send(kept, { type });
        assert.equal(post(kept, { type }), false);
    }
    assert.equal(kept.sent, 0);
    for (const message of numbered) send(kept, message);
    assert.equal(kept.sent, 4);
    assert.deepEqual(again(kept), numbered);
});

test("what is acknowledged is not kept; the rest is, in order", () => {
    const kept = begun();
    for (const n of [1, 2, 3]) send(kept, report("activated", { args: [n] }));
    post(kept, report("activated", { args: [4] }));
    kept.acknowledge(2);
    kept.acknowledge(2);
    assert.deepEqual(again(kept).map(({ args }) => args[0]), [3, 4]);
    assert.equal(kept.sent, 4);
    kept.acknowledge(4);
    assert.deepEqual(again(kept), []);
});

test("an impossible acknowledgement is refused and changes nothing", () => {
    const kept = begun();
    send(kept, report("activated"));
    send(kept, report("activated"));
    post(kept, report("activated"));
    kept.acknowledge(1);
    for (const count of [0, 3, 1.5, -1, undefined, "2"]) {
        assert.throws(() => kept.acknowledge(count), RangeError);
    }
    assert.equal(again(kept).length, 2);
});

test("while away, the newest of a fleeting report takes the place of the one before", () => {
    const kept = begun();
    send(kept, report("pointer-move", { args: [0] })); // may have been handled: stays
    for (const n of [1, 2]) post(kept, report("pointer-move", { args: [n] }));
    for (const n of [3, 4]) post(kept, report("scrolled", { args: [n] }));
    post(kept, report("pointer-move", { args: [5], wid: 2 }));
    post(kept, report("pointer-move", { args: [6] }));
    post(kept, report("activated", { args: [7] }));
    post(kept, report("activated", { args: [8] }));
    post(kept, report("pointer-move", { args: [9] })); // a click stands between
    assert.deepEqual(again(kept).map(({ args }) => args[0]), [0, 4, 5, 6, 7, 8, 9]);
    assert.equal(kept.sent, 7);
});

test("merging keeps the books: an hour of scrolling fits", () => {
    const one = report("scrolled", { args: [0.5, 0.5] });
    const kept = begun({ limit: 3 * size(one) });
    for (let n = 0; n < 10_000; n += 1) post(kept, one);
    assert.equal(kept.isWhole, true);
    post(kept, report("activated"));
    post(kept, one);
    assert.equal(kept.isWhole, true);
});

test("the limit is one of UTF-8 bytes; past it while away, all is given up", () => {
    const one = report("activated", { args: ["ä"] });
    const kept = begun({ limit: 2 * size(one) });
    assert.equal(post(kept, one), true);
    assert.equal(post(kept, one), true);
    assert.equal(kept.isWhole, true);
    assert.equal(post(kept, one), false);
    assert.equal(kept.isWhole, false);
    assert.equal(post(kept, one), false);
    assert.deepEqual(again(kept), []);
    assert.equal(kept.takeLost(), 4);
    assert.equal(kept.takeLost(), 0);
});

test("past the limit while connected, only the resume is at stake", () => {
    const one = report("activated");
    const kept = begun({ limit: 2 * size(one) });
    for (let n = 0; n < 5; n += 1) send(kept, one);
    assert.equal(kept.isWhole, false);
    assert.equal(kept.sent, 5);
    kept.acknowledge(2); // the third is gone and not acknowledged
    assert.equal(kept.isWhole, false);
    kept.acknowledge(4);
    assert.equal(kept.isWhole, true);
    assert.equal(again(kept).length, 1);
    kept.disconnected();
    assert.equal(kept.isWhole, true);
    assert.equal(kept.takeLost(), 0);
});

test("with a hole at the loss of the connection, all that is in doubt is lost", () => {
    const one = report("activated");
    const kept = begun({ limit: 2 * size(one) });
    for (let n = 0; n < 5; n += 1) send(kept, one);
    kept.acknowledge(1);
    kept.disconnected();
    assert.equal(kept.isWhole, false);
    assert.equal(kept.takeLost(), 4);
});

test("a message larger than all that may be kept passes through", () => {
    const kept = begun({ limit: 100 });
    send(kept, { type: "result", id: 1, value: "x".repeat(1_000) });
    assert.equal(kept.isWhole, false);
    kept.acknowledge(1);
    assert.equal(kept.isWhole, true);
});

test("the bytes of files are told, and no part of the limit", () => {
    const kept = begun({ limit: 1_000 });
    const chunk = { type: "binary-chunk" };
    send(kept, chunk, new Uint8Array(5_000));
    send(kept, chunk, new Uint8Array(6_000));
    assert.equal(kept.isWhole, true);
    assert.equal(kept.binarySize, 11_000);
    assert.deepEqual(kept.resend().map(({ bytes }) => bytes.byteLength), [5_000, 6_000]);
    kept.acknowledge(1);
    assert.equal(kept.binarySize, 6_000);
    kept.abandon();
    assert.equal(kept.binarySize, 0);
});

test("only what a user would miss counts as lost", () => {
    const kept = begun();
    for (const action of ["map", "resize", "pointer-move", "scrolled", "activated", "modified"]) {
        post(kept, report(action));
    }
    post(kept, { type: "result", id: 1 });
    kept.abandon();
    assert.equal(kept.takeLost(), 2);
});

test("a new session begins with nothing, at number 1", () => {
    const kept = begun();
    send(kept, report("activated"));
    kept.acknowledge(1);
    send(kept, report("activated"));
    kept.begin();
    assert.equal(kept.sent, 0);
    assert.equal(kept.isWhole, true);
    assert.deepEqual(again(kept), []);
    assert.equal(kept.takeLost(), 1);
});

test("without a session that can be resumed, nothing is kept", () => {
    const kept = new Unacknowledged();
    send(kept, report("activated"));
    assert.equal(post(kept, report("activated")), false);
    assert.equal(kept.isWhole, false);
    assert.deepEqual(again(kept), []);
    assert.equal(kept.takeLost(), 1); // the one that was not sent
});

test("what has been acknowledged, or given up, takes no room", () => {
    const one = report("activated");
    const kept = begun({ limit: 2 * size(one) });
    for (let n = 1; n <= 10; n += 1) {
        send(kept, one);
        send(kept, one);
        assert.equal(kept.isWhole, true);
        kept.acknowledge(2 * n);
    }
    send(kept, one);
    kept.begin();
    for (let n = 0; n < 2; n += 1) assert.equal(post(kept, one), true);
});

test("bytes that are let go are no longer told", () => {
    const header = { type: "binary-chunk" };
    const kept = begun({ limit: 2 * size(header) });
    for (let n = 0; n < 3; n += 1) send(kept, header, new Uint8Array(100));
    assert.equal(kept.binarySize, 200);
});

test("actions that were let go are lost once, unless the server had them after all", () => {
    const one = report("activated");
    const kept = begun({ limit: 2 * size(one) });
    const layout = report("map");
    send(kept, layout);
    for (let n = 0; n < 3; n += 1) send(kept, one);
    kept.disconnected();
    kept.begin(); // gives up what is given up already
    assert.equal(kept.takeLost(), 3);
    for (let n = 0; n < 4; n += 1) send(kept, one);
    kept.acknowledge(4);
    kept.abandon();
    assert.equal(kept.takeLost(), 0);
});

test("what is no action is not missed, where nothing is kept", () => {
    const kept = new Unacknowledged();
    post(kept, report("scrolled"));
    post(kept, { type: "result", id: 1 });
    assert.equal(kept.takeLost(), 0);
});
