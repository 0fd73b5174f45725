import assert from "node:assert/strict";
import test from "node:test";

import { repair } from "../../src/pgwidgets/web/pgwidgets/repairs.js";

const frames = []; // what is to be done on the next one

function library() {
    class Widget {
        element = { style: {} };

        set_bg(color) {
            if (color !== "no color") this.element.style.backgroundColor = color;
        }

        destroy() {
            this._destroyed = true;
            return "gone";
        }
    }
    class ContainerWidget extends Widget {
        children = [];

        destroy() {
            for (const child of this.children) child.destroy();
            return super.destroy();
        }
    }
    class Label extends Widget {
        heard = [];

        set_menu(menu) {
            this.toClose = menu && this._onMenuOutsideMouseDown;
        }

        _onMenuOutsideMouseDown(event) {
            this.heard.push(event);
        }
    }
    class ToolBarAction extends Widget {
        _setupMenu(menu) {
            this.menu = menu;
        }
    }
    class TextSource extends Widget {
        _fontFamily = "monospace";
        _fontSize = 15;
        _numberGutter = { style: {} };
        _iconGutter = { style: {} };

        _render() {
            return this._numberGutter.style.fontSize;
        }
    }
    // What else is mended has tests of its own: placement.test.mjs, leftovers.test.mjs.
    const [GridBox, Splitter, Menu, MenuBar] = Array(4).fill()
        .map(() => class extends ContainerWidget {});
    class Dialog extends ContainerWidget {
        element = { style: { left: "", top: "" } };

        _centerInViewport() {
            frames.push(() => this.set_position("5px", "6px"));
        }

        set_position(left, top) {
            Object.assign(this.element.style, { left, top });
        }
    }
    class TopLevel extends ContainerWidget {
        resize(width, height) {
            Object.assign(this.element.style, { width: `${width}px`, height: `${height}px` });
        }

        set_position(left, top) {
            Object.assign(this.element.style, { left: `${left}px`, top: `${top}px` });
        }

        _saveRect() {
            const { left, width = "9px", height = "9px" } = this.element.style;
            this._savedRect = { left, width, height };
        }
    }
    class ComboBox extends Widget {
        _dropdown = { isThere: true, remove() { this.isThere = false; } };
    }
    for (const setter of ["set_border_color", "set_cursor", "set_font"]) {
        Widget.prototype[setter] = () => {};
    }
    const Widgets = {
        ComboBox, TopLevel, Widget, ContainerWidget, Label, TextSource, ToolBarAction,
        GridBox, Splitter, Menu, MenuBar, Dialog,
    };
    repair(Widgets);
    return Widgets;
}

test("a widget that goes stops its own observers, once", () => {
    const { Widget } = library();
    const stopped = [];
    const widget = new Widget();
    widget._resizeObserver = { disconnect: () => stopped.push("resize") };
    widget._contentObserver = { disconnect: () => stopped.push("content") };
    assert.equal(widget.destroy(), "gone");
    widget.destroy();
    assert.deepEqual(stopped, ["resize", "content"]);
    assert.equal(new Widget().destroy(), "gone");
});

test("a container is destroyed with all its children, whatever else stands among them", () => {
    const { Widget, ContainerWidget } = library();
    const container = new ContainerWidget();
    const child = new Widget();
    container.children = [{ get_element() {} }, child, null];
    assert.equal(container.destroy(), "gone");
    assert.equal(child._destroyed, true);
});

test("a label hears of presses outside of its menu, always by the same listener", () => {
    const { Label } = library();
    const label = new Label();
    label.set_menu({});
    const first = label.toClose;
    label.set_menu(null);
    label.set_menu({});
    assert.equal(label.toClose, first); // so that it can be removed
    (0, label.toClose)("press");
    assert.deepEqual(label.heard, ["press"]);
});

test("a press in an action's menu does not reach the action", () => {
    const { ToolBarAction } = library();
    const action = new ToolBarAction();
    const listeners = new Set();
    const element = {
        addEventListener: (name, listener) => listeners.add(name).add(listener),
    };
    const menu = { get_element: () => element };
    action._setupMenu(menu);
    action._setupMenu(menu);
    assert.equal(action.menu, menu);
    const [name, listener, ...others] = listeners;
    assert.equal(name, "mousedown");
    assert.deepEqual(others, []);
    let reached = true;
    listener({ stopPropagation: () => (reached = false) });
    assert.equal(reached, false);
});

test("an editor's gutters have the font of its text before they are drawn", () => {
    const { TextSource } = library();
    const editor = new TextSource();
    assert.equal(editor._render(), "15px");
    assert.deepEqual(editor._iconGutter.style, { fontFamily: "monospace", fontSize: "15px" });
});

test("a dialog goes to the middle, unless it was given a place meanwhile", () => {
    const { Dialog } = library();
    const [placed, other] = [new Dialog(), new Dialog()];
    for (const dialog of [placed, other]) dialog._centerInViewport();
    placed.set_position("1px", "2px");
    for (const run of frames.splice(0)) run();
    assert.deepEqual(placed.element.style, { left: "1px", top: "2px" });
    assert.deepEqual(other.element.style, { left: "5px", top: "6px" });
});

test("a combo box that goes takes its list along", () => {
    const { ComboBox } = library();
    const combo = new ComboBox();
    assert.equal(combo.destroy(), "gone");
    assert.equal(combo._dropdown.isThere, false);
});

test("a style that is not known takes the place of the one before it", () => {
    const { Widget } = library();
    const widget = new Widget();
    widget.set_bg("red");
    assert.equal(widget.element.style.backgroundColor, "red");
    widget.set_bg("no color");
    assert.equal(widget.element.style.backgroundColor, "");
});

test("a window that had no size has none when it is restored", () => {
    const { TopLevel } = library();
    const top = new TopLevel();
    top.element.style = { left: "1px", width: "2px" };
    top._saveRect();
    assert.deepEqual(top._savedRect, { left: "1px", width: "2px", height: undefined });
});

test("a window that is away is moved and resized where it comes back to", () => {
    const { TopLevel } = library();
    const top = new TopLevel();
    top.set_position(1, 2);
    top.resize(3, 4);
    const before = { left: "1px", top: "2px", width: "3px", height: "4px" };
    assert.deepEqual(top.element.style, before);
    for (const state of ["minimized", "maximized"]) {
        top._winState = state;
        top._savedRect = { ...before };
        top.set_position(5, 6);
        top.resize(7, null);
        assert.deepEqual(top._savedRect, { left: "5px", top: "6px", width: "7px", height: "4px" });
    }
    assert.deepEqual(top.element.style, before);
});

test("an editor that goes takes its tip along", () => {
    const { TextSource } = library();
    const [source, other] = [new TextSource(), new TextSource()];
    let removed = 0;
    source._tooltipEl = { remove: () => { removed += 1; } };
    for (const editor of [source, other]) assert.equal(editor.destroy(), "gone");
    assert.equal(removed, 1);
});
