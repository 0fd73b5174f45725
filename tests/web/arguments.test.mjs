import assert from "node:assert/strict";
import test from "node:test";

import { resolved } from "../../src/pgwidgets/web/pgwidgets/widgets/arguments.js";

const registry = new Map([[7, "the widget"]]);

test("widgets stand in the places of their ids, however deep", () => {
    const args = [{ __wid__: 7, __class__: "Label" }, { in: [null, [{ __wid__: 7 }]] }, "7", 7, null];
    const wanted = ["the widget", { in: [null, ["the widget"]] }, "7", 7, null];
    assert.deepEqual(resolved(args, registry), wanted);
});

test("rows are not copied", () => {
    const rows = [[1, 2], { a: 3 }];
    const [first, second] = rows;
    assert.equal(resolved([rows], registry)[0], rows);
    assert.deepEqual([rows[0] === first, rows[1] === second], [true, true]);
});

test("an id that nobody has is an error", () => {
    assert.throws(() => resolved([[{ __wid__: 8 }]], registry), /Unknown widget id: 8/);
});
