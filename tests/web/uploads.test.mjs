import assert from "node:assert/strict";
import test from "node:test";

import { CHUNK_SIZE } from "../../src/pgwidgets/web/pgwidgets/line/binary.js";
import { Uploads } from "../../src/pgwidgets/web/pgwidgets/line/uploads.js";

class FakeOutbox {
    live = true;
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

test("of large chunks one goes out at a time", async (t) => {
    const { outbox, uploads, tick } = uploading(t, {});
    const done = uploads.send(7, chunks(2 << 20));
    await tick(1_000);
    assert.deepEqual(outbox.sent, [1]);
    for (const sent of [[1, 2], [1, 2, 3]]) {
        outbox.unacknowledgedBytes = 0;
        await tick(1_000);
        assert.deepEqual(outbox.sent, sent);
    }
    await done;
});

/** A line that takes so many bytes a second; one chunk is lost in it for so long. */
function line(bytesPerSecond, roundTrip) {
    let free = 0; // when it has taken all that it was given
    const arriving = []; // [when it is acknowledged, bytes]
    return {
        live: true,
        longest: 0, // ms that a click would have waited for what was sent before
        now: 0,
        total: 0,
        get unacknowledgedBytes() {
            while (arriving[0]?.[0] <= this.now) arriving.shift();
            return arriving.reduce((sum, [, bytes]) => sum + bytes, 0);
        },
        postBinary(_, { byteLength }) {
            free = Math.max(free, this.now) + (byteLength / bytesPerSecond) * 1000;
            arriving.push([free + roundTrip, byteLength]);
            this.total += byteLength;
            this.longest = Math.max(this.longest, free - this.now);
        },
    };
}

for (const [name, bytesPerSecond, roundTrip, longest] of [
    ["1 Mbit/s", 125_000, 40, 800], ["8 Mbit/s", 1_000_000, 40, 400],
    ["100 Mbit/s, far away", 12_500_000, 150, 300], ["loopback", 500_000_000, 0.2, 50],
]) {
    test(`a click waits for no more than a moment behind a file, which is not slowed: ${name}`, async (t) => {
        t.mock.timers.enable({ apis: ["setTimeout"] });
        const outbox = line(bytesPerSecond, roundTrip);
        const uploads = new Uploads(outbox, () => outbox.now);
        const file = (function* () {
            while (true) yield { header: {}, bytes: new Uint8Array(CHUNK_SIZE) };
        })();
        uploads.send(7, file);
        const seconds = bytesPerSecond > 1e8 ? 1 : 10;
        for (let step = 0; step < seconds * 100; step += 1) {
            outbox.now += 10;
            t.mock.timers.tick(10);
            await settled();
        }
        assert.ok(outbox.longest <= longest, `${outbox.longest} ms`);
        const share = outbox.total / Math.min(bytesPerSecond, 4e8) / seconds;
        assert.ok(share > 0.75, `${share} of the line`);
    });
}

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
    outbox.unacknowledgedBytes = 3_000_000;
    await tick(249);
    outbox.unacknowledgedBytes = 0;
    assert.deepEqual(outbox.sent, []);
    outbox.unacknowledgedBytes = 3_000_000;
    await tick(1);
    outbox.unacknowledgedBytes = 0;
    await tick(9);
    assert.deepEqual(outbox.sent, []);
    await tick(1);
    assert.deepEqual(outbox.sent, [1, 2, 3]);
    await done;
});
