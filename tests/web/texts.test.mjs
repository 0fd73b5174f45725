import assert from "node:assert/strict";
import test from "node:test";

import { textTable } from "../../src/pgwidgets/web/pgwidgets/page/texts.js";

test("values are filled in", () => {
    assert.match(textTable()("waitingBehind", { ahead: 3 }), /Visitors before you: 3\./);
});

test("a page may say it in its own words", () => {
    const text = textTable({ reconnecting: "Verbinde …", waitingBehind: "{ahead}, {nothing}" });
    assert.equal(text("reconnecting"), "Verbinde …");
    assert.equal(text("waitingBehind", { ahead: 0 }), "0, {nothing}");
    assert.equal(text("connecting"), "Connecting…");
});
