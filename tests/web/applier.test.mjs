import assert from "node:assert/strict";
import test from "node:test";

import { Applier } from "../../src/pgwidgets/web/pgwidgets/widgets/applier.js";

/** As much of pgwidgets-js's Callback as ids need. */
function page() {
    class Callback {
        static _nextId = 1_000_000;
        static _registry = new Map();

        constructor() {
            this.wid = Callback._nextId;
            Callback._nextId += 1;
            Callback._registry.set(this.wid, this);
        }

        destroy() {
            Callback._registry.delete(this.wid);
        }
    }
    class Label extends Callback {
        log = [];

        constructor(text) {
            super();
            this.text = text;
        }

        set_text(text) {
            this.log.push([text, muted()]);
            return text;
        }

        fail() {
            throw new Error("no such thing");
        }

        make() {
            return new Callback();
        }

        itself() {
            return this;
        }

        nothing() {}
    }
    class Table extends Label {
        _suspendRender(tf) {
            this.log.push(tf ? "pause" : "draw");
        }
    }
    class Brittle extends Callback {
        destroy() {
            throw new Error("brittle");
        }
    }
    let silent = false;
    const muted = () => silent;
    const applier = new Applier({
        Callback,
        classes: { Label, Table, Brittle },
        resolve: (args) => structuredClone(args), // all but widgets' ids is made anew
        silently(run) {
            silent = true;
            try {
                return run();
            } finally {
                silent = false;
            }
        },
    });
    return { applier, Callback, muted };
}

const create = (wid, name = "Label", ...args) => ({ type: "create", wid, class: name, args });

test("a widget gets the server's id, and its own is free", () => {
    const { applier, Callback } = page();
    const label = applier.create(create(5, "Label", "hi"));
    assert.equal(label.text, "hi");
    assert.deepEqual([...Callback._registry.keys()], [5]);
    assert.equal(applier.find(5), label);
    assert.equal(applier.knows(label), true);
});

test("faults of create", () => {
    const { applier } = page();
    applier.create(create(5));
    assert.throws(() => applier.create(create(5)), /Widget id 5 is taken/);
    assert.throws(() => applier.create(create(6, "Nope")), /Unknown widget class: Nope/);
    assert.throws(() => applier.create(create(6, "constructor")), /Unknown widget class/);
});

test("a silent call is silent while it runs, and no longer, even when it fails", () => {
    const { applier, muted } = page();
    const label = applier.create(create(1));
    assert.equal(applier.call({ wid: 1, method: "set_text", args: ["a"], silent: true }), "a");
    applier.call({ wid: 1, method: "set_text", args: ["b"] });
    assert.deepEqual(label.log, [["a", true], ["b", false]]);
    assert.throws(() => applier.call({ wid: 1, method: "fail", silent: true }), /no such thing/);
    assert.equal(muted(), false);
});

test("faults of call", () => {
    const { applier } = page();
    applier.create(create(1));
    assert.throws(() => applier.call({ wid: 2, method: "show" }), /Unknown widget id: 2/);
    assert.throws(() => applier.call({ wid: 1, method: "swim" }), /Unknown method: swim on Label/);
});

test("what its user has closed is called in vain, until all is built anew", () => {
    const { applier } = page();
    applier.create(create(1));
    const window = applier.create(create(2));
    applier.closed(window);
    window.destroy();
    assert.equal(applier.call({ wid: 2, method: "set_text", args: ["late"] }), undefined);
    applier.batch([{ wid: 2, method: "set_text", args: ["late"] }], assert.fail);
    applier.wipe();
    assert.throws(() => applier.call({ wid: 2, method: "set_text" }), /Unknown widget id: 2/);
});

test("bind names the object that a method returns", () => {
    const { applier, Callback } = page();
    applier.create(create(1));
    const made = applier.call({ wid: 1, method: "make", bind: 2 });
    assert.equal(made.wid, 2);
    assert.deepEqual([...Callback._registry.keys()].sort(), [1, 2]);
    assert.equal(applier.knows(made), true);
    const unbound = applier.call({ wid: 1, method: "make" });
    assert.equal(applier.knows(unbound), false);
});

test("faults of bind leave every id as it was", () => {
    const { applier } = page();
    const label = applier.create(create(1));
    const other = applier.create(create(2));
    assert.throws(() => applier.call({ wid: 1, method: "make", bind: 2 }), /Widget id 2 is taken/);
    assert.throws(() => applier.call({ wid: 1, method: "nothing", bind: 3 }), /returned no object/);
    assert.throws(() => applier.call({ wid: 1, method: "itself", bind: 3 }), /bound already, to 1/);
    assert.equal(applier.call({ wid: 1, method: "itself", bind: 1 }), label);
    assert.equal(applier.find(2), other);
});

test("a batch draws once, and a failing call stops no other", () => {
    const { applier } = page();
    const table = applier.create(create(1, "Table"));
    const errors = [];
    applier.batch([
        { wid: 1, method: "set_text", args: ["a"] },
        { wid: 9, method: "set_text" },
        { wid: 1, method: "fail" },
        { wid: 1, method: "set_text", args: ["b"] },
    ], (error, index) => errors.push([index, error.message]));
    assert.deepEqual(table.log, ["pause", ["a", false], ["b", false], "draw"]);
    assert.deepEqual(errors, [[1, "Unknown widget id: 9"], [2, "no such thing"]]);
});

test("a table that a batch destroys is not drawn", () => {
    const { applier, Callback } = page();
    const table = applier.create(create(1, "Table"));
    Callback.prototype.destroy = function destroy() {
        this._destroyed = true;
        Callback._registry.delete(this.wid);
    };
    applier.batch([{ wid: 1, method: "destroy" }], assert.fail);
    assert.deepEqual(table.log, ["pause"]);
});

test("bytes are the first argument, and set silently", () => {
    const { applier } = page();
    const label = applier.create(create(1));
    const data = new ArrayBuffer(2);
    applier.callWithBytes({ wid: 1, method: "set_text", args: [data, "jpeg"] });
    assert.deepEqual(label.log, [[data, true]]);
    assert.equal(label.log[0][0], data); // not taken apart, as other objects are
});

test("a wipe leaves nothing, whatever a widget does to stay", (context) => {
    context.mock.method(console, "warn", () => {});
    const { applier, Callback } = page();
    applier.create(create(1));
    applier.create(create(2, "Brittle"));
    applier.wipe(2_000_000);
    assert.equal(Callback._registry.size, 0);
    assert.equal(Callback._nextId, 2_000_000);
    assert.equal(applier.firstOwnId, 2_000_000);
    assert.equal(console.warn.mock.callCount(), 1);
});
