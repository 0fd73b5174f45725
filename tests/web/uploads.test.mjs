import assert from "node:assert/strict";
import test from "node:test";

import { Uploads } from "../../src/pgwidgets/web/pgwidgets/uploads.js";

class FakeOutbox {
    live = true;
    backlog = 0;
    sent = [];

    postBinary(header) {
        this.sent.push(header);
    }
}

const chunks = () => [1, 2, 3].map((header) => ({ header, bytes: new Uint8Array(1) }));
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
    await uploads.send(chunks());
    assert.deepEqual(outbox.sent, [1, 2, 3]);
});

for (const [why, blocked, free] of [
    ["a backlog", { backlog: 3_000_000 }, { backlog: 0 }],
    ["a connection", { live: false }, { live: true }],
]) {
    test(`chunks wait for ${why}`, async (t) => {
        const { outbox, uploads, tick } = uploading(t, blocked);
        const done = uploads.send(chunks());
        await tick(1_000);
        assert.deepEqual(outbox.sent, []);
        Object.assign(outbox, free);
        await tick(1_000);
        await done;
        assert.deepEqual(outbox.sent, [1, 2, 3]);
    });
}

test("they end with the session that waits for them", async (t) => {
    const { outbox, uploads, tick } = uploading(t, { live: false });
    const done = uploads.send(chunks());
    uploads.abandon();
    outbox.live = true;
    await tick(1_000);
    await done;
    assert.deepEqual(outbox.sent, []);
    await uploads.send(chunks());
    assert.deepEqual(outbox.sent, [1, 2, 3]);
});
