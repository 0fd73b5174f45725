import assert from "node:assert/strict";
import test from "node:test";

import { CredentialStore } from "../../src/pgwidgets/web/pgwidgets/line/credentials.js";

function fakeWindow(href, items = {}) {
    const window = {
        location: { href },
        history: {
            state: { kept: true },
            replaceState(state, _, url) {
                assert.deepEqual(state, { kept: true });
                window.location.href = url;
            },
        },
        sessionStorage: {
            items,
            getItem: (key) => items[key] ?? null,
            setItem: (key, value) => { items[key] = value; },
            removeItem: (key) => { delete items[key]; },
        },
    };
    return window;
}

test("a first visit has none", () => {
    const window = fakeWindow("http://a.example/");
    assert.equal(new CredentialStore(window).load(), null);
    assert.equal(window.location.href, "http://a.example/");
});

test("they are found in the fragment and in the storage, never put into the query", () => {
    const window = fakeWindow("http://a.example/ui/?lang=de");
    const store = new CredentialStore(window);
    store.save({ sessionId: 7, token: "a+b/c=" });
    const url = new URL(window.location.href);
    assert.equal(url.search, "?lang=de");
    assert.deepEqual(store.load(), { sessionId: 7, token: "a+b/c=" });
    window.location.href = "http://a.example/ui/";
    assert.deepEqual(store.load(), { sessionId: 7, token: "a+b/c=" });
});

test("the fragment wins over the storage", () => {
    const window = fakeWindow("http://a.example/");
    new CredentialStore(window).save({ sessionId: 1, token: "mine" });
    window.location.href = "http://a.example/#session=2&token=shared";
    assert.deepEqual(new CredentialStore(window).load(), { sessionId: 2, token: "shared" });
});

test("half of a pair is none", () => {
    for (const fragment of ["session=2", "token=t", "session=&token=t", "session=2&token="]) {
        assert.equal(new CredentialStore(fakeWindow(`http://a.example/#${fragment}`)).load(), null);
    }
});

test("a whole number is sent as one; what would not read back the same stays text", () => {
    const idOf = (text) => {
        const window = fakeWindow(`http://a.example/#session=${text}&token=t`);
        return new CredentialStore(window).load().sessionId;
    };
    assert.equal(idOf("12"), 12);
    assert.equal(idOf("0"), 0);
    for (const text of ["007", "1e3", "-1", "1.5", "lobby", "90071992547409931"]) {
        assert.equal(idOf(text), text);
    }
});

test("a stock link is moved from the query into the fragment", () => {
    const window = fakeWindow("http://a.example/?session=3&token=t&lang=de#tab=1");
    assert.deepEqual(new CredentialStore(window).load(), { sessionId: 3, token: "t" });
    assert.equal(window.location.href, "http://a.example/?lang=de#tab=1&session=3&token=t");
});

test("the query never overrides the fragment, and leaves the address all the same", () => {
    const window = fakeWindow("http://a.example/?session=3&token=t#session=4&token=u");
    assert.deepEqual(new CredentialStore(window).load(), { sessionId: 4, token: "u" });
    assert.equal(window.location.href, "http://a.example/#session=4&token=u");
});

test("forgetting leaves the rest of the URL alone", () => {
    const window = fakeWindow("http://a.example/#tab=1");
    const store = new CredentialStore(window);
    store.save({ sessionId: "lobby", token: "t" });
    store.clear();
    assert.equal(window.location.href, "http://a.example/#tab=1");
    assert.equal(store.load(), null);
});

test("applications in other directories of the origin have entries of their own", () => {
    const window = fakeWindow("http://a.example/one/index.html");
    new CredentialStore(window).save({ sessionId: 1, token: "t" });
    window.location.href = "http://a.example/two/";
    assert.equal(new CredentialStore(window).load(), null);
});

test("a broken entry of the storage is none", () => {
    for (const text of ["{", "null", "{}", '{"sessionId":{},"token":"t"}', '{"sessionId":1}']) {
        const window = fakeWindow("http://a.example/", { "pgwidgets /": text });
        assert.equal(new CredentialStore(window).load(), null);
    }
});

test("without a storage the fragment does alone", () => {
    const window = fakeWindow("http://a.example/");
    Object.defineProperty(window, "sessionStorage", { get() { throw new Error("forbidden"); } });
    const store = new CredentialStore(window);
    store.save({ sessionId: 1, token: "t" });
    assert.deepEqual(store.load(), { sessionId: 1, token: "t" });
    store.clear();
    assert.equal(store.load(), null);
});

test("what of a query names no session leaves the address all the same", () => {
    for (const query of ["?session=7", "?token=t", "?session=&token=t"]) {
        const window = fakeWindow(`http://a.example/ui/${query}&lang=de`);
        assert.equal(new CredentialStore(window).load(), null);
        assert.equal(window.location.href, "http://a.example/ui/?lang=de");
    }
});

test("an address that is right is not written again", () => {
    const window = fakeWindow("http://a.example/ui/#session=7&token=t");
    window.history.replaceState = () => assert.fail("is written");
    const store = new CredentialStore(window);
    assert.deepEqual(store.load(), { sessionId: 7, token: "t" });
    store.save({ sessionId: 7, token: "t" });
});
