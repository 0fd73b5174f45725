import assert from "node:assert/strict";
import test from "node:test";

import { webSocketUrl } from "../../src/pgwidgets/web/pgwidgets/line/address.js";

test("by default, the page's own directory, on its own origin", () => {
    assert.equal(webSocketUrl("http://ui.example/"), "ws://ui.example/");
    assert.equal(webSocketUrl("https://ui.example:84/ui/index.html"), "wss://ui.example:84/ui/");
    assert.equal(webSocketUrl("http://[::1]:9501/a/b/"), "ws://[::1]:9501/a/b/");
});

test("neither the query nor the fragment of the page has a say", () => {
    const url = "http://ui.example/ui/?ws=ws://evil.example/#session=1&token=secret";
    assert.equal(webSocketUrl(url), "ws://ui.example/ui/");
});

test("the page's meta element wins over the global, the global over the default", () => {
    const page = "https://ui.example/ui/";
    assert.equal(webSocketUrl(page, "wss://a.example/", "wss://b.example/"), "wss://a.example/");
    assert.equal(webSocketUrl(page, " ", "wss://b.example/"), "wss://b.example/");
    assert.equal(webSocketUrl(page, "", undefined), "wss://ui.example/ui/");
});

test("what is configured may be relative, have a query, or be http", () => {
    const page = "https://ui.example/ui/";
    assert.equal(webSocketUrl(page, "/ws?app=1"), "wss://ui.example/ws?app=1");
    assert.equal(webSocketUrl(page, "socket"), "wss://ui.example/ui/socket");
    assert.equal(webSocketUrl(page, "/ws#here"), "wss://ui.example/ws"); // a browser refuses it
    assert.equal(webSocketUrl(page, "http://b.example/"), "ws://b.example/");
});

test("what is no WebSocket URL is refused, and named", () => {
    const page = "http://a.example/";
    assert.throws(() => webSocketUrl(page, "ftp://b.example/"), /ftp:\/\/b\.example/);
    assert.throws(() => webSocketUrl(page, "http://"), /not a WebSocket URL: http:/);
});
