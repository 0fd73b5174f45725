import assert from "node:assert/strict";
import test from "node:test";

import { repair } from "../../src/pgwidgets/web/pgwidgets/repairs.js";

function library() {
    class Widget {
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
    const Widgets = { Widget, ContainerWidget, Label, TextSource, ToolBarAction };
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
