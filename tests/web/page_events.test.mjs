import assert from "node:assert/strict";
import test from "node:test";

import { watchPage } from "../../src/pgwidgets/web/pgwidgets/page/page_events.js";

/** An event target that needs no browser. */
class Target {
    #listeners = [];

    addEventListener(kind, listener) {
        this.#listeners.push([kind, listener]);
    }

    dispatch(kind, event = {}) {
        for (const [one, listener] of this.#listeners) if (one === kind) listener(event);
    }
}

function watched() {
    const told = [];
    const window = new Target();
    const document = Object.assign(new Target(), { visibilityState: "visible" });
    const names = ["awake", "used", "resized", "frozen", "thawed", "left", "addressChanged"];
    const handlers = Object.fromEntries(names.map((name) => [name, () => told.push(name)]));
    watchPage(handlers, { window, document });
    return { told, window, document };
}

test("a page that is kept in the cache is frozen, one that goes for good has left", () => {
    const { told, window } = watched();
    window.dispatch("pagehide", { persisted: true });
    window.dispatch("pageshow", { persisted: true });
    window.dispatch("pagehide", { persisted: false });
    window.dispatch("pageshow", { persisted: false }); // a load, which nobody need be told of
    assert.deepEqual(told, ["frozen", "thawed", "left"]);
});

test("a page may be frozen where it is", () => {
    const { told, document } = watched();
    document.dispatch("freeze");
    document.dispatch("resume");
    assert.deepEqual(told, ["frozen", "thawed"]);
});

test("the network's return, and being seen, wake it; being hidden does not", () => {
    const { told, window, document } = watched();
    window.dispatch("online");
    document.visibilityState = "hidden";
    document.dispatch("visibilitychange");
    document.visibilityState = "visible";
    document.dispatch("visibilitychange");
    assert.deepEqual(told, ["awake", "awake"]);
});

test("keys and clicks are its use", () => {
    const { told, window } = watched();
    window.dispatch("keydown");
    window.dispatch("pointerdown");
    assert.deepEqual(told, ["used", "used"]);
});
