import assert from "node:assert/strict";
import test from "node:test";

import { Veil } from "../../src/pgwidgets/web/pgwidgets/page/veil.js";

function element() {
    return {
        dataset: {}, textContent: "", isConnected: true, append() {}, setAttribute() {}, focus() {},
        toggleAttribute() {},
    };
}

/** A veil over a page, whose state `root.dataset.state` tells. */
function veil(context) {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const made = [];
    globalThis.document = {
        body: {},
        createElement: () => made[made.push(element()) - 1],
        documentElement: { append() {} },
    };
    context.after(() => delete globalThis.document);
    return { veil: new Veil((key) => key), root: made[0], title: made[3] };
}

test("what is too long is said for a while", (context) => {
    const { veil: one, root, title } = veil(context);
    for (let again = 0; again < 2; again += 1) {
        one.tooLong(2048, 1024);
        assert.deepEqual([root.dataset.state, title.textContent], ["note", "tooLong"]);
        assert.equal(document.body.inert, false);
        context.mock.timers.tick(10_000 - 1);
    }
    assert.equal(root.dataset.state, "note"); // each has its time
    context.mock.timers.tick(1);
    assert.equal(root.dataset.state, "");
});

test("where there is worse to be said, nothing is said of what is too long", (context) => {
    const { veil: one, root } = veil(context);
    for (const [state, begin] of [
        ["refused", () => one.refused("the session was destroyed", () => {})],
        ["waiting", () => one.waiting(1)],
        ["signedOut", () => one.disconnected("signedOut")],
    ]) {
        begin();
        one.tooLong(2048, 1024);
        context.mock.timers.tick(10_000);
        assert.deepEqual([root.dataset.state, document.body.inert], [state, true]);
    }
});
