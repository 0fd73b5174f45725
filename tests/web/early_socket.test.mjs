import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

import { openSocket } from "../../src/pgwidgets/web/pgwidgets/line/early_socket.js";
import { webSocketUrl } from "../../src/pgwidgets/web/pgwidgets/line/address.js";

const EARLY = readFileSync(
    new URL("../../src/pgwidgets/web/pgwidgets/early.js", import.meta.url), "utf-8",
);

class FakeSocket extends EventTarget {
    static made = [];

    isClosed = false;

    constructor(url) {
        super();
        this.url = url;
        FakeSocket.made.push(this);
        for (const kind of ["open", "message", "close"]) {
            this.addEventListener(kind, (event) => this[`on${kind}`]?.(event));
        }
    }

    close() {
        this.isClosed = true;
    }

    come(kind, data) {
        this.dispatchEvent(Object.assign(new Event(kind), { data }));
    }
}

/** A page at an address, after its early script. */
function load(href, { configured = "", fallback, stored = null, now = () => 0 } = {}) {
    FakeSocket.made = [];
    const window = {
        location: new URL(href),
        WebSocket: FakeSocket,
        PGWIDGETS_WS_URL: fallback,
        sessionStorage: { getItem: (key) => (key === "pgwidgets /cam/" ? stored : null) },
        localStorage: { getItem: () => null },
        document: {
            documentElement: { dataset: {} },
            querySelector: () => ({ content: configured }),
        },
    };
    const performance = { now };
    vm.runInNewContext(EARLY, { window, document: window.document, URL, AbortController, performance });
    return window;
}

test("the early socket leads where the page connects to by default", () => {
    for (const href of [
        "https://ui.example.org/cam/?x=1#session=1&token=t", "http://localhost:9501/",
        "http://http.example/http/index.html",
    ]) {
        load(href);
        assert.deepEqual(FakeSocket.made.map(({ url }) => url.replace("?new&short", "")), [webSocketUrl(href)]);
    }
});

test("a page that knows of no session says so with the address", () => {
    const known = JSON.stringify({ sessionId: 1, token: "t" });
    for (const [href, stored, query] of [
        ["http://localhost/cam/?x=1#y", null, "?new&short"],
        ["http://localhost/cam/", "not ours", "?new&short"],
        ["http://localhost/cam/", known, ""],
        ["http://localhost/cam/#session=1&token=t", null, ""],
        ["http://localhost/cam/#x=1&token=t", null, ""],
        ["http://localhost/cam/?session=1&token=t", null, ""],
    ]) {
        const window = load(href, { stored });
        assert.equal(FakeSocket.made[0].url, `ws://localhost/cam/${query}`, `${href} ${stored}`);
        assert.equal(openSocket(window, "ws://localhost/cam/"), FakeSocket.made[0]);
    }
});

test("there is none where the page says, or may say, that the socket is elsewhere", () => {
    load("https://ui.example.org/", { configured: "s/{route}/" });
    assert.equal(FakeSocket.made.length, 0);
    load("https://ui.example.org/", { fallback: "wss://other.example/" });
    assert.equal(FakeSocket.made.length, 0);
    load("file:///tmp/index.html");
    assert.equal(FakeSocket.made.length, 0);
});

test("what has come of it is told once its handlers are set, in order, and each once", async () => {
    const window = load("http://localhost/");
    const [early] = FakeSocket.made;
    early.come("open");
    early.come("message", "first");
    const socket = openSocket(window, "ws://localhost/");
    assert.equal(socket, early);
    const told = [];
    socket.onopen = () => told.push("open");
    socket.onmessage = ({ data }) => told.push(data);
    socket.onclose = () => told.push("close");
    await null;
    early.come("message", "second");
    early.come("close");
    assert.deepEqual(told, ["open", "first", "second", "close"]);
});

test("a message that fails does not keep up the next", (t) => {
    const window = load("http://localhost/");
    const [early] = FakeSocket.made;
    for (const data of ["first", "second"]) early.come("message", data);
    const runs = [];
    t.mock.method(globalThis, "queueMicrotask", (run) => runs.push(run));
    const told = [];
    openSocket(window, "ws://localhost/").onmessage = ({ data }) => {
        told.push(data);
        if (data === "first") throw new Error(data);
    };
    const failed = runs.filter((run) => {
        try {
            run();
            return false;
        } catch {
            return true;
        }
    });
    assert.deepEqual([told, failed.length], [["first", "second"], 1]);
});

test("it tells how long it took to open, whoever has it by then", () => {
    for (const isTaken of [false, true]) {
        let now = 100;
        const window = load("http://localhost/", { now: () => now });
        if (isTaken) openSocket(window, "ws://localhost/");
        now = 1_600;
        FakeSocket.made[0].come("open");
        assert.equal(FakeSocket.made[0].openingTook, 1_500);
    }
});

test("one that has failed meanwhile is told of as failed", async () => {
    const window = load("http://localhost/");
    FakeSocket.made[0].come("close");
    const socket = openSocket(window, "ws://localhost/");
    const told = [];
    socket.onclose = () => told.push("close");
    await null;
    assert.deepEqual(told, ["close"]);
});

test("it is taken once, and closed where it leads elsewhere", () => {
    const window = load("http://localhost/");
    const [early] = FakeSocket.made;
    assert.equal(openSocket(window, "ws://other.example/").url, "ws://other.example/");
    assert.equal(early.isClosed, true);
    assert.notEqual(openSocket(window, "ws://localhost/"), early);
});
