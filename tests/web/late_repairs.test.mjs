import assert from "node:assert/strict";
import test from "node:test";

import { mendEditor } from "../../src/pgwidgets/web/pgwidgets/repairs/editor.js";
import { mendLateClasses } from "../../src/pgwidgets/web/pgwidgets/repairs/of_late.js";
import { mendTrees } from "../../src/pgwidgets/web/pgwidgets/repairs/trees.js";

function broken() {
    class Widget {
        element = { style: {} };

        destroy() {
            return "gone";
        }
    }
    class TextSource extends Widget {
        _fontFamily = "monospace";
        _fontSize = 15;
        _numberGutter = { style: {} };
        _iconGutter = { style: {} };
        _edit = {
            attributes: {},
            getAttribute(name) { return this.attributes[name] ?? null; },
            setAttribute(name, value) { this.attributes[name] = value; },
            removeAttribute(name) { delete this.attributes[name]; },
        };

        _render() {
            return this._numberGutter.style.fontSize;
        }
    }
    class TreeView extends Widget {
        _columns = [];
        _showHeader = true;
        _headerClip = { style: {} };
        counted = [];

        _buildHeader() {
            this.counted = [];
            return "built";
        }

        _syncRowNumberHeader(count) {
            this.counted.push(count);
        }
    }
    return { Widget, TextSource, TreeView };
}

function library() {
    const Widgets = broken();
    mendEditor(Widgets);
    mendTrees(Widgets);
    return Widgets;
}

test("what is mended of all classes is mended of those that come late", () => {
    for (const method of [
        "_syncFromScroll", // scrolling, silently
        "scroll_to_end", // scrolling, when it is shown
        "putOff", // work for later
    ]) {
        const { Widget, TreeView } = broken();
        const asItWas = () => setTimeout(() => {});
        TreeView.prototype[method] = asItWas;
        Object.defineProperty(TreeView, "name", { value: "t" }); // as in a bundle
        mendLateClasses({ TreeView }, { Widget });
        assert.notEqual(TreeView.prototype[method], asItWas, method);
        assert.equal(TreeView.name, "TreeView");
    }
});

test("an editor's gutters, icons and colours are mended", () => {
    for (const method of ["_syncScrollbars", "_render", "_renderIconGutter", "create_tag"]) {
        const Widgets = broken();
        const asItWas = () => {};
        Widgets.TextSource.prototype[method] = asItWas;
        mendEditor(Widgets);
        assert.notEqual(Widgets.TextSource.prototype[method], asItWas, method);
    }
});

test("a tree has a header when it has columns, with the width of its row numbers", () => {
    const { TreeView } = library();
    const tree = new TreeView();
    const isShown = () => tree._headerClip.style.display !== "none";
    assert.equal(tree._buildHeader(), "built");
    assert.deepEqual([isShown(), tree.counted], [false, [0]]);
    tree._columns = ["a"];
    tree._visibleCount = 12;
    tree._buildHeader();
    assert.deepEqual([isShown(), tree.counted], [true, [12]]);
    tree._showHeader = false;
    tree._buildHeader();
    assert.equal(isShown(), false);
});

test("a column's header stands where what is in its cells does", () => {
    const { TreeView } = library();
    const tree = new TreeView();
    tree._columns = [{}, { widget: "checkbox" }, { widget: "progress" }, { widget: "button" }];
    tree._headerCells = tree._columns.map(() => ({
        attributes: {},
        getAttribute(name) { return this.attributes[name] ?? null; },
        setAttribute(name, value) { this.attributes[name] = value; },
    }));
    tree._buildHeader();
    const isCentered = tree._headerCells.map((cell) => "data-pgw-centered" in cell.attributes);
    assert.deepEqual(isCentered, [false, true, false, true]);
});

test("an editor's gutters have the font of its text before they are drawn", () => {
    const { TextSource } = library();
    const editor = new TextSource();
    assert.equal(editor._render(), "15px");
    assert.equal(editor._edit.attributes.role, "textbox");
    assert.deepEqual(editor._iconGutter.style, { fontFamily: "monospace", fontSize: "15px" });
});

test("a tip that comes when the mouse has gone on is not shown", () => {
    const Widgets = broken();
    const { prototype } = Widgets.TextSource;
    Object.assign(prototype, {
        make_callback() {},
        _hideTooltip() { this.tip = ""; },
        _showTooltip(text) {
            if (text) this.tip = text;
            else this._hideTooltip();
        },
    });
    mendEditor(Widgets);
    const editor = new Widgets.TextSource();
    const asks = (x, y) => editor.make_callback("tooltip", 0, 1, "line", x, y);
    const tells = (text, x, y) => {
        editor._showTooltip(text, x, y);
        return editor.tip;
    };
    asks(10, 20);
    assert.equal(tells("in time", 10, 20), "in time");
    editor._hideTooltip();
    assert.equal(tells("late", 10, 20), "");
    assert.equal(tells("unasked", 30, 40), "unasked"); // the program may show one where it likes
    editor._hideTooltip();
    asks(11, 20);
    assert.equal(tells("late", 10, 20), "");
    editor._hideTooltip();
    asks(11, 20); // the mouse is back
    assert.equal(tells("in time", 11, 20), "in time");
    assert.equal(tells("", 11, 20), ""); // by the program: the mouse rests there still
    assert.equal(tells("in time", 11, 20), "in time");
    editor._hideTooltip();
    assert.equal(tells("of the place before the last", 10, 20), "");
});

test("of the places that a mouse has left the last hundred are known", () => {
    const Widgets = broken();
    const shown = [];
    Object.assign(Widgets.TextSource.prototype, {
        make_callback() {},
        _hideTooltip() {},
        _showTooltip(text, x) { shown.push(x); },
    });
    mendEditor(Widgets);
    const editor = new Widgets.TextSource();
    for (let x = 0; x <= 100; x += 1) {
        editor.make_callback("tooltip", 0, 1, "line", x, 0);
        editor._hideTooltip();
    }
    for (let x = 0; x <= 100; x += 1) editor._showTooltip("late", x, 0);
    assert.deepEqual(shown, [0]);
});

test("an editor that goes takes its tip along", () => {
    const { TextSource } = library();
    const [source, other] = [new TextSource(), new TextSource()];
    let removed = 0;
    source._tooltipEl = { remove: () => { removed += 1; } };
    for (const editor of [source, other]) assert.equal(editor.destroy(), "gone");
    assert.equal(removed, 1);
});
