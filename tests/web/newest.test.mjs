import assert from "node:assert/strict";
import test from "node:test";

import { Newest } from "../../src/pgwidgets/web/pgwidgets/line/newest.js";
import { resolved } from "../../src/pgwidgets/web/pgwidgets/widgets/arguments.js";

function filled(newest, ...messages) {
    newest.begin();
    for (const message of messages) newest.fill(message);
    return messages.map((message) => message?.wid);
}

test("what is left out is about the widget that was made last", () => {
    assert.deepEqual(filled(
        new Newest(),
        { type: "call", wid: 4 }, { type: "create", wid: 9 }, { type: "call" }, { type: "listen" },
        { type: "call", wid: 3 }, { type: "call" }, { type: "create" }, { type: "unlisten" },
        { type: "create", wid: 20 }, { type: "create" },
    ), [4, 9, 9, 9, 3, 9, 10, 10, 20, 21]);
});

test("nothing is put into what is about no widget, or is nothing", () => {
    assert.deepEqual(
        filled(new Newest(), { type: "create", wid: 9 }, { type: "batch" }, { type: "set-looks" }, null),
        [9, undefined, undefined, undefined],
    );
});

test("a frame knows nothing of the one before it", () => {
    const newest = new Newest();
    filled(newest, { type: "create", wid: 9 });
    assert.deepEqual(filled(newest, { type: "call" }, { type: "create" }), [undefined, undefined]);
});

test("in arguments 0 is that widget, however deep", () => {
    const registry = new Map([[9, "newest"], [3, "other"]]);
    const args = [{ __wid__: 0 }, { a: [{ __wid__: 0 }, { __wid__: 3 }] }];
    assert.deepEqual(resolved(args, registry, 9), ["newest", { a: ["newest", "other"] }]);
    assert.throws(() => resolved({ __wid__: 0 }, registry), { message: "Unknown widget id: null" });
});
