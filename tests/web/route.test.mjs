import assert from "node:assert/strict";
import test from "node:test";

import { Route } from "../../src/pgwidgets/web/pgwidgets/line/route.js";

const PAGE = "https://ui.example/cam/?ws=evil#session=a.b&token=secret";
const ROUTED = "s/{route}/";

test("a server that is alone is found beside the page, whatever the session", () => {
    for (const configured of [null, "", " "]) {
        const route = new Route(PAGE, configured, undefined, () => assert.fail("is drawn"));
        for (const id of [null, 1, "key.secret"]) assert.equal(route.url(id), "wss://ui.example/cam/");
    }
    assert.equal(new Route(PAGE, "wss://b.example/ws").url(1), "wss://b.example/ws");
    assert.equal(new Route(PAGE, "", "/socket").url(1), "wss://ui.example/socket");
});

test("a page without a session draws one key of 128 bits, and keeps it", () => {
    const keys = new Set();
    for (let page = 0; page < 100; page += 1) {
        const route = new Route(PAGE, ROUTED);
        const [, key] = route.url(null).match(/^wss:\/\/ui\.example\/cam\/s\/([\w-]{22})\/$/);
        assert.equal(route.url(null), `wss://ui.example/cam/s/${key}/`);
        keys.add(key);
    }
    assert.equal(keys.size, 100);
});

test("the session that is made for it leads to the same address, in this page and in any other", () => {
    const first = new Route(PAGE, ROUTED, null, () => "drawn-here");
    const before = first.url(null);
    assert.equal(first.url("drawn-here.made_there"), before);
    const other = new Route(PAGE, ROUTED, null, () => assert.fail("is drawn"));
    assert.equal(other.url("drawn-here.made_there"), before);
});

test("sessions that a program has named have keys that an address may hold", () => {
    const key = (id) => new URL(new Route(PAGE, ROUTED).url(id)).pathname.slice("/cam/s/".length, -1);
    assert.equal(key(7), "7");
    assert.equal(key("cam1"), "cam1");
    assert.equal(key("Kamera Süd/1"), "Kamera-S-d-1");
    assert.equal(key("🔭"), "--");
    for (const id of [".", "..", "../../x", ".hidden"]) assert.equal(key(id), "-");
    assert.equal(key("x".repeat(1000)), "x".repeat(64));
});

test("the key may stand anywhere in what is configured, which may name another server", () => {
    const route = new Route(PAGE, "wss://b.example/ws?to={route}");
    assert.equal(route.url("key.x"), "wss://b.example/ws?to=key");
});

test("a session's token is in no address", () => {
    assert.ok(!new Route(PAGE, ROUTED).url("a.b").includes("secret"));
    assert.throws(() => new Route(PAGE, "ftp://b.example/{route}").url(1), TypeError);
});
