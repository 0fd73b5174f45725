import assert from "node:assert/strict";
import test from "node:test";

import { knocker } from "../../src/pgwidgets/web/pgwidgets/line/knock.js";

const PAGE = "https://ui.example.org/cam/#session=1&token=t";

test("the server is asked at the WebSocket's own address", async () => {
    const asked = [];
    const knock = knocker(() => "wss://ui.example.org/cam/", PAGE, async (url, { method }) => {
        asked.push([method, url]);
        return { status: 200 };
    });
    assert.equal(await knock(), true);
    assert.deepEqual(asked, [["HEAD", "https://ui.example.org/cam/"]]);
});

for (const [status, isThere] of [[404, true], [0, true], [401, true], [500, false], [502, false]]) {
    test(`an answer of ${status} means that ${isThere ? "it" : "nobody"} is there`, async () => {
        assert.equal(await knocker(() => "wss://ui.example.org/", PAGE, async () => ({ status }))(), isThere);
    });
}

test("it is asked at the address of now", async () => {
    const [asked, keys] = [[], ["a", "b", "b"]];
    const next = () => `wss://ui.example.org/cam/s/${keys.shift()}/`;
    const knock = knocker(next, PAGE, async (url) => {
        asked.push(url);
        return { status: 204 };
    });
    assert.deepEqual([await knock(), await knock()], [true, true]);
    const base = "https://ui.example.org/cam/s";
    assert.deepEqual(asked, [`${base}/b/`, `${base}/b/`]);
});

test("no answer means that nobody is there", async () => {
    const knock = knocker(() => "wss://ui.example.org/", PAGE, async () => { throw new TypeError("no"); });
    assert.equal(await knock(), false);
});

test("another server than the page's is not asked", () => {
    assert.equal(knocker(() => "wss://other.example.org/", PAGE), null);
    assert.equal(knocker(() => "ws://ui.example.org/", PAGE), null);
    assert.equal(knocker(() => "wss://ui.example.org:8443/", PAGE), null);
});
