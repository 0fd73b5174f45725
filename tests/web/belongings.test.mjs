import assert from "node:assert/strict";
import test from "node:test";

import { makeOwner, mendBelongings } from "../../src/pgwidgets/web/pgwidgets/widgets/belongings.js";

/** As much of pgwidgets-js as objects need that come and go. */
function library(target) {
    class Callback {
        static _nextId = 1;
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
    mendBelongings({ Callback }, target);
    return Callback;
}

test("what a widget makes for itself goes with it, and nothing else does", () => {
    const Callback = library();
    const [before, owner] = [new Callback(), makeOwner(Callback, () => {
        new Callback(); // the first is a part
        const made = new Callback();
        new Callback();
        return made;
    })];
    const after = new Callback();
    owner.destroy();
    assert.deepEqual([...Callback._registry.values()], [before, after]);
});

test("parts of parts go, too, and one that went before is left alone", () => {
    const Callback = library();
    let [gone, inner] = [];
    const owner = makeOwner(Callback, () => {
        gone = new Callback();
        inner = makeOwner(Callback, () => [new Callback(), new Callback()][0]);
        return new Callback();
    });
    let destroyed = 0;
    gone.destroy();
    inner.destroy();
    for (const part of Callback._registry.values()) part.destroy = () => { destroyed += 1; };
    delete owner.destroy;
    owner.destroy();
    assert.equal(Callback._registry.size, 0);
    assert.equal(destroyed, 0);
});

test("a listener that was added meanwhile is taken off", () => {
    const target = new EventTarget();
    const Callback = library(target);
    const heard = [];
    target.addEventListener("press", () => heard.push("before"));
    const owner = makeOwner(Callback, () => {
        target.addEventListener("press", () => heard.push("owned"), { capture: true });
        return new Callback();
    });
    target.addEventListener("press", () => heard.push("after"));
    target.dispatchEvent(new Event("press"));
    owner.destroy();
    target.dispatchEvent(new Event("press"));
    assert.deepEqual(heard, ["before", "owned", "after", "before", "after"]);
});

test("the listeners of a widget within another, and of one that failed, are not the other's", () => {
    const target = new EventTarget();
    const Callback = library(target);
    const heard = [];
    const hear = (name) => target.addEventListener("press", () => heard.push(name));
    let inner;
    const owner = makeOwner(Callback, () => {
        const made = new Callback();
        inner = makeOwner(Callback, () => {
            hear("inner");
            return new Callback();
        });
        assert.throws(() => makeOwner(Callback, () => {
            hear("failed");
            throw new Error("no");
        }), /no/);
        hear("outer");
        return made;
    });
    inner.destroy();
    target.dispatchEvent(new Event("press"));
    owner.destroy();
    target.dispatchEvent(new Event("press"));
    assert.deepEqual(heard, ["failed", "outer", "failed"]);
});
