import assert from "node:assert/strict";
import test from "node:test";

import { mendLateWork, methodsThatPutOff } from "../../src/pgwidgets/web/pgwidgets/repairs/late.js";

/** A class that puts work off, and a page whose next frame comes when the test says so. */
function world() {
    const queue = [];
    const scope = {
        requestAnimationFrame: (work) => queue.push(work),
        setTimeout: (work, _, ...args) => queue.push(() => work(...args)),
    };
    // The text of these methods is what counts, so the names are the library's.
    const requestAnimationFrame = (work) => scope.requestAnimationFrame(work);
    const setTimeout = (...args) => scope.setTimeout(...args);
    class Widget {
        element = { width: 0 };

        destroy() {
            this._destroyed = true;
            this.element = null;
        }
    }
    class Tree extends Widget {
        measure() {
            requestAnimationFrame(() => {
                this.element.width += 1;
                this.again?.();
            });
            return "measured soon";
        }

        blink(color) {
            setTimeout((given) => { this.element.color = given; }, 400, color);
        }

        plain() {
            return 7;
        }
    }
    mendLateWork({ Widget, Tree, helper: () => 0, VERSION: "0.4" }, scope);
    const frame = () => queue.splice(0).forEach((work) => work(16));
    return { tree: new Tree(), Tree, scope, frame };
}

test("what was put off is done while the widget is there", () => {
    const { tree, frame } = world();
    assert.equal(tree.measure(), "measured soon");
    tree.blink("red");
    frame();
    assert.deepEqual(tree.element, { width: 1, color: "red" });
});

test("and is not done when it is gone", () => {
    const { tree, frame } = world();
    tree.measure();
    tree.blink("red");
    tree.destroy();
    frame();
    assert.equal(tree.element, null);
});

test("nor what was put off by that", () => {
    const { tree, frame } = world();
    tree.again = tree.measure;
    tree.measure();
    frame();
    tree.destroy();
    frame();
    assert.equal(tree.element, null);
});

test("what nobody owns is done", () => {
    const { tree, scope, frame } = world();
    let count = 0;
    tree.measure();
    scope.requestAnimationFrame(() => { count += 1; });
    scope.setTimeout((more) => { count += more; }, 0, 10);
    tree.destroy();
    frame();
    assert.equal(count, 11);
});

test("of two widgets only the one that is gone is left out", () => {
    const { tree, Tree, frame } = world();
    const other = new Tree();
    tree.measure();
    other.measure();
    tree.destroy();
    frame();
    assert.equal(other.element.width, 1);
});

test("methods are known by their own text", () => {
    const { Tree } = world();
    class Other extends Tree {
        look() {
            return requestAnimationFrame(() => 0);
        }

        plain() {
            return "setTimeout";
        }

        get size() {
            return setTimeout(() => 0);
        }
    }
    assert.deepEqual(methodsThatPutOff(Other), ["look"]);
});
