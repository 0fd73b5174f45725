import assert from "node:assert/strict";
import test from "node:test";

import { Dialect, Greeting } from "../../src/pgwidgets/web/pgwidgets/page/greeting.js";

/** A page's credentials, and what its address names. */
class FakeStore {
    inAddress = null;

    constructor(kept = null) {
        this.kept = kept;
    }

    load() {
        return this.kept;
    }

    formerView() {
        return this.view ?? null;
    }

    keepView(view) {
        this.view = view;
    }

    save(credentials) {
        this.kept = credentials;
    }

    clear() {
        this.kept = null;
    }

    inFragment() {
        return this.inAddress;
    }
}

function greeting(kept) {
    const [names, credentials] = [{}, new FakeStore(kept)];
    return { names, credentials, page: new Greeting({ names, credentials }) };
}

const known = { sessionId: 7, token: "secret" };
const info = { type: "session-info", session_id: 7, token: "secret", link: "view" };

test("a new page names no session, a reloaded one its own, and neither a view of it", () => {
    const { page, names } = greeting();
    assert.deepEqual(names, { _sessionId: null, _sessionToken: null });
    assert.deepEqual(page.answer({ id: 3 }, null), { type: "result", id: 3, ext: 1, short: true });
    assert.equal(page.hadSession, false);
    const reloaded = greeting(known);
    assert.deepEqual(reloaded.names, { _sessionId: 7, _sessionToken: "secret" });
    assert.deepEqual(
        reloaded.page.answer({ id: 0 }, null),
        { type: "result", id: 0, ext: 1, short: true, session_id: 7, token: "secret" },
    );
    assert.deepEqual([reloaded.page.hadSession, reloaded.page.link], [false, null]);
});

test("half of what a session is known by names none", () => {
    for (const half of [{ sessionId: 7, token: null }, { sessionId: null, token: "secret" }]) {
        assert.deepEqual(greeting(half).page.answer({ id: 0 }, null), { type: "result", id: 0, ext: 1, short: true });
    }
});

test("a page that can resume names its view, and what it has applied", () => {
    const { page } = greeting();
    page.begin(info);
    assert.deepEqual(page.answer({ id: 0 }, 0).resume, { link: "view", seen: 0 });
    assert.deepEqual(page.answer({ id: 0 }, 12).resume, { link: "view", seen: 12 });
    assert.equal("resume" in page.answer({ id: 0 }, null), false);
});

test("a session that begins is found by the next load", () => {
    const { page, names, credentials } = greeting();
    assert.deepEqual(page.begin(info), { isReplaced: false, isShown: false });
    assert.deepEqual(names, { _sessionId: 7, _sessionToken: "secret" });
    assert.deepEqual(credentials.kept, known);
    assert.deepEqual([page.hadSession, page.link], [true, "view"]);
    page.renew("newer");
    assert.deepEqual(credentials.kept, { sessionId: 7, token: "newer" });
    assert.equal(page.answer({ id: 0 }, null).token, "newer");
});

test("a session is the same by its id and its token, whether its id is a number or a text", () => {
    const { page } = greeting(known);
    assert.deepEqual(page.begin(info), { isReplaced: false, isShown: false });
    assert.deepEqual(page.begin({ ...info, session_id: "7" }), { isReplaced: false, isShown: false });
    assert.deepEqual(page.begin({ ...info, token: "other" }), { isReplaced: true, isShown: true });
    assert.deepEqual(page.begin({ ...info, session_id: 8, token: "other" }),
        { isReplaced: true, isShown: true });
});

test("a reloaded page shows nothing of the session that another one takes the place of", () => {
    const { page } = greeting(known);
    assert.deepEqual(page.begin({ ...info, token: "other" }), { isReplaced: true, isShown: false });
});

test("a session that names no view cannot be resumed, nor one that was given up", () => {
    const { page } = greeting();
    page.begin(info);
    page.begin({ session_id: 7, token: "secret" });
    assert.equal(page.link, null);
    page.begin(info);
    page.giveUpResuming();
    assert.equal(page.link, null);
});

test("what ends the session forgets it; what ends this page's turn does not", () => {
    for (const code of [4003, 4004]) {
        const { page, names, credentials } = greeting();
        page.begin(info);
        page.refused(code);
        assert.deepEqual(credentials.kept, known, `${code}`);
        assert.deepEqual(names, { _sessionId: 7, _sessionToken: "secret" });
        assert.equal(page.link, null);
    }
    for (const code of [4000, 4001, 4002, 4005, 4999, null]) {
        const { page, names, credentials } = greeting();
        page.begin(info);
        page.refused(code);
        assert.equal(credentials.kept, null, `${code}`);
        assert.deepEqual(names, { _sessionId: null, _sessionToken: null });
        assert.equal(page.link, null);
        assert.equal(page.begin(info).isReplaced, false); // there is none to be replaced
    }
});

test("only an address that names another session leads there", () => {
    const { page, credentials } = greeting();
    page.begin(info);
    const leads = (named) => {
        credentials.inAddress = named;
        return page.isElsewhere();
    };
    assert.equal(leads(null), false); // some other fragment
    assert.equal(leads({ sessionId: "7", token: "secret" }), false);
    assert.equal(leads({ sessionId: 7, token: "other" }), true);
    assert.equal(leads({ sessionId: 8, token: "secret" }), true);
    assert.deepEqual(credentials.kept, known);
});

test("a server is stock unless its first message is of the extension", () => {
    for (const first of [{ type: "init", id: 0, ext: 1, short: true }, { type: "init", id: 0, ext: 2 }, { type: "waiting" }]) {
        const { page } = greeting();
        assert.equal(page.recognise(first), Dialect.EXTENDED);
        assert.equal(page.hadSession, false);
    }
    for (const first of [{ type: "init", id: 0 }, { type: "init", id: 0, ext: 0 }, null, undefined, 3]) {
        const { page } = greeting();
        assert.equal(page.recognise(first), Dialect.STOCK);
        assert.equal(page.hadSession, true); // it builds one without a word
    }
});

test("a page that is loaded anew names the view that it had, unless it goes on with it", () => {
    const { page, credentials } = greeting(known);
    assert.equal("former" in page.answer({ id: 0 }, null), false);
    page.begin(info);
    assert.equal(credentials.view, "view");
    assert.equal("former" in page.answer({ id: 0 }, 5), false);
    page.giveUpResuming();
    assert.equal(page.answer({ id: 0 }, null).former, "view");

    const store = credentials;
    const again = new Greeting({ names: {}, credentials: store });
    assert.equal(again.answer({ id: 0 }, null).former, "view");
});

test("a page names the view that was stored last, until the one of now is", () => {
    const { page } = greeting();
    const resume = () => page.answer({ id: 0 }, 5).resume;
    page.begin(info);
    assert.deepEqual(resume(), { link: "view", seen: 5 });
    page.begin({ ...info, link: "second", done: 3 });
    assert.deepEqual(resume(), { link: "second", seen: 5, before: "view" });
    page.begin({ ...info, link: "third", done: 3, wids: [[1, 2]] });
    const earlier = { before: "view", moved: true };
    assert.deepEqual(resume(), { link: "third", seen: 5, ...earlier, between: ["second"] });
    page.begin({ ...info, link: "fourth", done: 3 });
    const between = ["second", "third"];
    assert.deepEqual(resume(), { link: "fourth", seen: 5, ...earlier, between });
    page.stored();
    assert.deepEqual(resume(), { link: "fourth", seen: 5 });
    page.begin({ ...info, link: "fifth", done: 4 });
    page.stored(); // before it shows anything of that view
    assert.deepEqual(page.answer({ id: 0 }, 0).resume, { link: "fifth", seen: 0, before: "fourth" });
    assert.deepEqual(resume(), { link: "fifth", seen: 5 });
    page.begin({ ...info, link: "fifth and a half", done: 4 });
    assert.deepEqual(resume(), { link: "fifth and a half", seen: 5, before: "fifth" });
    page.begin({ ...info, link: "sixth" });
    assert.deepEqual(resume(), { link: "sixth", seen: 5 });
});
