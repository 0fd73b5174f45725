import assert from "node:assert/strict";
import test from "node:test";

import { isSignedOut } from "../../src/pgwidgets/web/pgwidgets/line/signedout.js";

const asked = (answer) => isSignedOut("https://ui.example.org/", async () => answer);

test("a way to a login is known by its status", async () => {
    assert.equal(await asked({ type: "opaqueredirect", status: 0 }), true);
    assert.equal(await asked({ type: "basic", status: 401 }), true);
    assert.equal(await asked({ type: "basic", status: 403 }), true);
    for (const status of [200, 404, 502, 503]) {
        assert.equal(await asked({ type: "basic", status }), false);
    }
});

test("without a network nobody is signed out", async () => {
    const failing = async () => { throw new TypeError("Failed to fetch"); };
    assert.equal(await isSignedOut("https://ui.example.org/", failing), false);
});

test("the answer is a fresh one, and no redirect is followed", async () => {
    await isSignedOut("https://ui.example.org/", async (url, options) => {
        assert.equal(url, "https://ui.example.org/");
        assert.equal(options.cache, "no-store");
        assert.equal(options.redirect, "manual");
        return { type: "basic", status: 200 };
    });
});
