import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

import { Looks, looksOf } from "../../src/pgwidgets/web/pgwidgets/page/looks.js";

const EARLY = readFileSync(
    new URL("../../src/pgwidgets/web/pgwidgets/early.js", import.meta.url), "utf-8",
);

class FakeStorage {
    values = new Map();

    getItem(name) {
        return this.values.get(name) ?? null;
    }

    setItem(name, value) {
        this.values.set(name, value);
    }

    removeItem(name) {
        this.values.delete(name);
    }
}

/** A browser: its stores outlast the pages that are loaded in it. */
class Visitor {
    sessionStorage = new FakeStorage();
    localStorage = new FakeStorage();

    load({ theme = "light", density = "normal", pathname = "/" } = {}) {
        const window = {
            sessionStorage: this.sessionStorage,
            localStorage: this.localStorage,
            location: { pathname },
            document: { documentElement: { dataset: { pgwTheme: theme, pgwDensity: density } } },
        };
        vm.runInNewContext(EARLY, { window, document: window.document });
        return { looks: looksOf(window), ...shownOf(window.document.documentElement.dataset) };
    }

    /** The browser's tab is closed, and another one opened. */
    openTab() {
        this.sessionStorage = new FakeStorage();
    }
}

function shownOf(dataset) {
    return { shown: () => `${dataset.pgwTheme} ${dataset.pgwDensity}` };
}

/** What the server sends at every load: the session's own settings, if it has any. */
function build(looks, ...settings) {
    looks.begin();
    for (const set of settings) looks.set(set);
    looks.settle();
}

test("a page is as the server sent it, until its session sets something", () => {
    const { looks, shown } = new Visitor().load({ theme: "auto" });
    build(looks);
    assert.equal(shown(), "auto normal");
    looks.set({ theme: "dark" });
    assert.equal(shown(), "dark normal");
    looks.set({ theme: "dark", density: "touch" });
    assert.equal(shown(), "dark touch");
});

test("what the session has set is there at a reload before the server has said anything", () => {
    const visitor = new Visitor();
    build(visitor.load().looks, { theme: "night" });
    const again = visitor.load();
    assert.equal(again.shown(), "night normal");
    build(again.looks, { theme: "night" });
    assert.equal(again.shown(), "night normal");
});

test("what an earlier session has set in a tab is not that of the next", () => {
    const visitor = new Visitor();
    build(visitor.load().looks, { theme: "night" });
    const next = visitor.load();
    build(next.looks);
    assert.equal(next.shown(), "light normal");
    assert.equal(visitor.load().shown(), "light normal");
});

test("what is remembered is there at later visits, also beside what only a session sets", () => {
    const visitor = new Visitor();
    const { looks } = visitor.load();
    build(looks, { theme: "dark" });
    looks.set({ theme: "dark", remember: true });
    looks.set({ density: "compact", remember: true });
    visitor.openTab();
    const later = visitor.load();
    assert.equal(later.shown(), "dark compact");
    build(later.looks);
    assert.equal(later.shown(), "dark compact");
    build(later.looks, { theme: "contrast" });
    assert.equal(later.shown(), "contrast compact");
    visitor.openTab();
    assert.equal(visitor.load().shown(), "dark compact");
});

test("pages at other paths of one origin have nothing to do with each other", () => {
    const visitor = new Visitor();
    visitor.load({ pathname: "/one/" }).looks.set({ theme: "dark", remember: true });
    assert.equal(visitor.load({ pathname: "/two/" }).shown(), "light normal");
    assert.equal(visitor.load({ pathname: "/one/" }).shown(), "dark normal");
});

test("what is no choice of ours in the storage, or a storage that throws, changes nothing", () => {
    const visitor = new Visitor();
    visitor.localStorage.setItem("pgwidgets-looks:/", "no JSON");
    assert.equal(visitor.load().shown(), "light normal");
    const refuse = () => { throw new Error("no storage here"); };
    const dataset = { pgwTheme: "light", pgwDensity: "normal" };
    const looks = new Looks({ dataset, tab: refuse, user: refuse, path: "/" });
    looks.set({ theme: "dark", remember: true });
    assert.equal(dataset.pgwTheme, "dark");
    build(looks);
    assert.equal(dataset.pgwTheme, "dark"); // nothing says what it was before
});
