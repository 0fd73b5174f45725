import assert from "node:assert/strict";
import test from "node:test";

import { Uploads } from "../../src/pgwidgets/web/pgwidgets/line/uploads.js";

class FakeOutbox {
    live = true;
    backlog = 0;
    unacknowledgedBytes = 0;
    sent = [];

    postBinary(header, { byteLength }) {
        this.sent.push(header);
        this.unacknowledgedBytes += byteLength;
    }
}

const chunks = (size = 1) =>
    [1, 2, 3].map((header) => ({ header, bytes: new Uint8Array(size) }));
const settled = () => new Promise((resolve) => setImmediate(resolve));

function uploading(t, state) {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const outbox = Object.assign(new FakeOutbox(), state);
    const uploads = new Uploads(outbox);
    const tick = async (milliseconds) => {
        t.mock.timers.tick(milliseconds);
        await settled();
    };
    return { outbox, uploads, tick };
}

test("all chunks go at once if the network takes them", async (t) => {
    const { outbox, uploads } = uploading(t, {});
    await uploads.send(7, chunks());
    assert.deepEqual(outbox.sent, [1, 2, 3]);
});

for (const [why, blocked, free] of [
    ["a backlog", { backlog: 3_000_000 }, { backlog: 0 }],
    ["a connection", { live: false }, { live: true }],
    ["the server to have what it was sent", { unacknowledgedBytes: 4 << 20 },
        { unacknowledgedBytes: 0 }],
]) {
    test(`chunks wait for ${why}`, async (t) => {
        const { outbox, uploads, tick } = uploading(t, blocked);
        const done = uploads.send(7, chunks());
        await tick(1_000);
        assert.deepEqual(outbox.sent, []);
        Object.assign(outbox, free);
        await tick(1_000);
        await done;
        assert.deepEqual(outbox.sent, [1, 2, 3]);
    });
}

test("no more goes out than a resume may need again", async (t) => {
    const { outbox, uploads, tick } = uploading(t, {});
    const done = uploads.send(7, chunks(2 << 20));
    await tick(1_000);
    assert.deepEqual(outbox.sent, [1, 2]);
    outbox.unacknowledgedBytes -= 2 << 20;
    await tick(1_000);
    await done;
    assert.deepEqual(outbox.sent, [1, 2, 3]);
});

for (const [why, end] of [
    ["with the session that waits for them", (uploads) => uploads.abandon()],
    ["when the server does not want them", (uploads) => uploads.stop(7)],
]) {
    test(`they end ${why}`, async (t) => {
        const { outbox, uploads, tick } = uploading(t, { live: false });
        const done = uploads.send(7, chunks());
        end(uploads);
        outbox.live = true;
        await tick(1_000);
        await done;
        assert.deepEqual(outbox.sent, []);
        await uploads.send(8, chunks());
        assert.deepEqual(outbox.sent, [1, 2, 3]);
    });
}

test("the end of one transfer is not that of another", async (t) => {
    const { outbox, uploads, tick } = uploading(t, { live: false });
    const done = [uploads.send(7, chunks()), uploads.send(8, chunks())];
    uploads.stop(7);
    outbox.live = true;
    await tick(1_000);
    await Promise.all(done);
    assert.deepEqual(outbox.sent, [1, 2, 3]);
});

for (const [why, end] of [
    ["a session that is gone", (uploads) => uploads.abandon()],
    ["a server that does not want them", (uploads) => uploads.stop(7)],
]) {
    test(`nobody waits for the line on behalf of ${why}`, async (t) => {
        const { uploads, tick } = uploading(t, { live: false });
        let isDone = false;
        uploads.send(7, chunks()).then(() => { isDone = true; });
        end(uploads);
        await tick(1_000);
        assert.equal(isDone, true);
    });
}

test("a line that is away is looked at less often than one that is busy", async (t) => {
    const { outbox, uploads, tick } = uploading(t, { live: false });
    const done = uploads.send(7, chunks());
    await tick(0);
    outbox.live = true;
    outbox.backlog = 3_000_000;
    await tick(249);
    outbox.backlog = 0;
    assert.deepEqual(outbox.sent, []);
    outbox.backlog = 3_000_000;
    await tick(1);
    outbox.backlog = 0;
    await tick(19);
    assert.deepEqual(outbox.sent, []);
    await tick(1);
    assert.deepEqual(outbox.sent, [1, 2, 3]);
    await done;
});
