import assert from "node:assert/strict";
import test from "node:test";

import { mendRedrawing } from "../../src/pgwidgets/web/pgwidgets/repairs/redrawing.js";
import { FakeClock } from "./fake_clock.mjs";

/** A tree with these elements in its rows, and a page in which its user acts. */
function opened(context, ...elements) {
    globalThis.document = { activeElement: null };
    context.after(() => delete globalThis.document);
    class TreeView {
        _body = { contains: (element) => elements.includes(element) };
        drawn = 0;
        scrolled = [];

        add_item() {
            this._renderAll();
        }

        _renderAll() {
            this._renderAllNow();
        }

        _renderAllNow() {
            this.drawn += 1;
        }

        clear() {}

        scroll_to_end() {
            this.scrolled.push(this.drawn); // how often the rows were drawn that it saw
        }
    }
    const page = new EventTarget();
    const clock = new FakeClock();
    mendRedrawing({ TreeView }, page, clock);
    const happens = (type, target, more = {}) => {
        const event = Object.assign(new Event(type), more);
        Object.defineProperty(event, "target", { value: target });
        page.dispatchEvent(event);
    };
    const later = () => clock.advance(0); // when the running event is over
    const tree = new TreeView();
    /** What comes into the tree now is not drawn yet. */
    const held = (why) => {
        tree.add_item();
        assert.equal(tree.drawn, 0, why);
    };
    /** All is drawn, once, when this has happened and is over. */
    const drawnAfter = (type, target) => {
        happens(type, target);
        later();
        assert.equal(tree.drawn, 1);
    };
    return { tree, happens, later, held, drawnAfter };
}

test("rows are drawn when a press has ended, after its click", (context) => {
    const { tree, happens, later, held } = opened(context, "cell");
    happens("pointerdown", "cell");
    held();
    happens("pointerup", "elsewhere");
    assert.equal(tree.drawn, 0);
    later();
    assert.equal(tree.drawn, 1);
});

test("rows are drawn at once while the user acts elsewhere", (context) => {
    const { tree, happens } = opened(context, "cell");
    happens("pointerdown", "another widget");
    tree.add_item();
    assert.equal(tree.drawn, 1);
});

test("a composition that begins right after a press outlives it", (context) => {
    const { happens, later, held, drawnAfter } = opened(context, "editor", "cell");
    happens("pointerdown", "cell");
    happens("pointerup", "cell"); // of the double click that has opened the editor
    happens("compositionstart", "editor");
    later();
    held("composed text is torn");
    drawnAfter("compositionend", "editor");
});

test("a composition that begins right after another outlives it", (context) => {
    const { happens, later, held, drawnAfter } = opened(context, "editor");
    happens("compositionstart", "editor");
    happens("compositionend", "editor");
    happens("compositionstart", "editor"); // Korean: each syllable is one
    later();
    held();
    drawnAfter("compositionend", "editor");
});

test("a press that begins right after another outlives it", (context) => {
    const { happens, later, held } = opened(context, "cell");
    happens("pointerdown", "cell");
    happens("pointerup", "cell");
    happens("pointerdown", "cell");
    later();
    held();
});

test("a press that ends a composition is no less a press", (context) => {
    const { happens, later, held, drawnAfter } = opened(context, "editor", "cell");
    happens("compositionstart", "editor");
    happens("pointerdown", "cell");
    happens("compositionend", "editor"); // the editor has lost the focus
    later();
    held("the click is lost");
    drawnAfter("pointerup", "cell");
});

test("a press elsewhere, while text is composed, leaves the composition alone", (context) => {
    const { tree, happens, later } = opened(context, "editor");
    happens("compositionstart", "editor");
    happens("pointerdown", "the list of an input method");
    tree.add_item();
    happens("pointerup", "the list of an input method");
    later();
    assert.equal(tree.drawn, 0);
});

test("a second finger neither begins nor ends a press", (context) => {
    const { happens, later, held } = opened(context, "cell");
    happens("pointerdown", "cell", { isPrimary: true });
    happens("pointerdown", "elsewhere", { isPrimary: false });
    happens("pointerup", "elsewhere", { isPrimary: false });
    later();
    held();
});

test("a tree that is scrolled while it is pressed is drawn first", (context) => {
    const { tree, happens } = opened(context, "cell");
    happens("pointerdown", "cell");
    tree.add_item();
    tree.scroll_to_end();
    assert.deepEqual(tree.scrolled, [1]);
    tree.add_item();
    assert.equal(tree.drawn, 2, "what was pressed has moved away");
});

test("a tree in which text is composed is scrolled when it is drawn", (context) => {
    const { tree, happens, later } = opened(context, "editor");
    happens("compositionstart", "editor");
    tree.add_item();
    tree.scroll_to_end();
    tree.add_item();
    assert.deepEqual([tree.drawn, tree.scrolled], [0, []]);
    happens("compositionend", "editor");
    later();
    assert.deepEqual([tree.drawn, tree.scrolled], [1, [1]]);
});

test("a scroll leaves a press in another tree alone", (context) => {
    const { tree, happens } = opened(context, "editor");
    happens("compositionstart", "editor");
    tree.add_item();
    happens("pointerdown", "cell of another tree");
    const other = new tree.constructor();
    other._body = { contains: (element) => element === "cell of another tree" };
    tree.scroll_to_end();
    other.add_item();
    assert.equal(other.drawn, 0);
});

test("a tree that was destroyed meanwhile is not drawn", (context) => {
    const { tree, happens, later } = opened(context, "cell");
    happens("pointerdown", "cell");
    tree.add_item();
    tree._destroyed = true;
    happens("pointerup", "cell");
    later();
    assert.equal(tree.drawn, 0);
});
