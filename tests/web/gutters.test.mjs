import assert from "node:assert/strict";
import test from "node:test";

import { mendGutters } from "../../src/pgwidgets/web/pgwidgets/repairs/gutters.js";
import { FakeElement } from "./fake_style.mjs";

/** An editor whose lines are so many pixels high. */
function editorOf(...heights) {
    class TextSource {
        _edit = new FakeElement();
        _numberGutter = new FakeElement();
        _iconGutter = new FakeElement();

        _syncScrollbars() {
            return "synchronised";
        }
    }
    mendGutters({ TextSource });
    const editor = new TextSource();
    for (const part of [editor._edit, editor._numberGutter, editor._iconGutter]) {
        part.append(...heights.map(() => new FakeElement()));
    }
    grow(editor, heights);
    return editor;
}

function grow(editor, heights) {
    for (const [index, line] of editor._edit.children.entries()) {
        line.getBoundingClientRect = () => ({ height: heights[index] });
    }
    assert.equal(editor._syncScrollbars(), "synchronised");
}

function rows(gutter) {
    return [gutter, ...gutter.children].map(({ style }) => style.all);
}

test("what is beside a line is as high as the line", () => {
    const editor = editorOf(18.203125, 54.5, 18.203125);
    for (const gutter of [editor._numberGutter, editor._iconGutter]) {
        assert.deepEqual(rows(gutter), [
            { "--pgwidgets-row": "18.203125px" }, {}, { height: "54.5px" }, {},
        ]);
    }
    grow(editor, [20, 20, 40]);
    assert.deepEqual(rows(editor._numberGutter), [
        { "--pgwidgets-row": "20px" }, {}, {}, { height: "40px" },
    ]);
});

test("of lines that are not shown nothing is known", () => {
    const editor = editorOf(0, 0);
    assert.deepEqual(rows(editor._numberGutter), [{}, {}, {}]);
    grow(editor, [18, 36]);
    grow(editor, [0, 0]);
    assert.deepEqual(rows(editor._iconGutter), [
        { "--pgwidgets-row": "18px" }, {}, { height: "36px" },
    ]);
});

test("an editor without gutters is an editor", () => {
    const editor = editorOf();
    editor._edit.append(new FakeElement());
    grow(editor, [18]);
    assert.deepEqual(rows(editor._numberGutter), [{ "--pgwidgets-row": "18px" }]);
});
