import assert from "node:assert/strict";
import test from "node:test";

import { repair } from "../../src/pgwidgets/web/pgwidgets/repairs/repairs.js";

function broken() {
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

        set_valign(side) {
            Object.assign(this.element.style, { display: "flex", justifyContent: side });
        }

        show() {
            this.element.style.display = "";
        }

        hide() {
            this.element.style.display = "none";
        }

        is_visible() {
            return this.element.style.display !== "none";
        }
    }
    class ToolBarAction extends Widget {
        _setupMenu(menu) {
            this.menu = menu;
        }
    }
    // What else is mended has tests of its own: placement, leftovers, toplevels, scrolling,
    // belongings, listening, pictures.
    class RemoteInterface {}
    class Image extends Widget {}
    class Separator extends Widget {}
    class Box extends ContainerWidget {
        _applyBoxChildSizing() {}
    }
    const [GridBox, Splitter, Menu, MenuBar, TabWidget, TopLevel, Dialog] = Array(7).fill()
        .map(() => class extends ContainerWidget {});
    class CheckBox extends Widget {
        enable_callback() {}
    }
    class ExternalWidget extends Widget {
        set_content() {}
        clear() {}
    }
    class HtmlView extends Widget {
        set_html() {}
        append_html() {}
        clear() {}
    }
    class MDIWidget extends ContainerWidget {
        add_widget() {}
    }
    class ComboBox extends Widget {
        _dropdown = { isThere: true, remove() { this.isThere = false; } };
    }
    for (const setter of ["set_border_color", "set_cursor", "set_font"]) {
        Widget.prototype[setter] = () => {};
    }
    const Widgets = {
        CheckBox, ComboBox, TopLevel, Widget, ContainerWidget, Label, ToolBarAction,
        Box, GridBox, Separator, Splitter, Menu, MenuBar, TabWidget, Dialog, RemoteInterface,
        Image, ExternalWidget, HtmlView, MDIWidget, Callback: Widget,
    };
    return Widgets;
}

function library() {
    const Widgets = broken();
    repair(Widgets);
    return Widgets;
}

test("nothing that has a file of its own is left broken", () => {
    for (const [name, method] of [
        ["ComboBox", "append_text"], // choices
        ["TabWidget", "remove"], // leftovers
        ["RemoteInterface", "_handleListen"], // listening
        ["HtmlView", "set_html"], // markup
        ["Image", "_drawImage"], // pictures
        ["GridBox", "remove"], // placement
        ["Box", "_applyBoxChildSizing"], // shares
        ["HtmlView", "_syncFromScroll"], // scrolling, silently
        ["HtmlView", "scroll_to_end"], // scrolling, when it is shown
        ["TopLevel", "_makeTitleBar"], // toplevels
    ]) {
        const Widgets = broken();
        const asItWas = () => {};
        Widgets[name].prototype[method] = asItWas;
        repair(Widgets);
        assert.notEqual(Widgets[name].prototype[method], asItWas, `${name}.${method}`);
    }
});

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

test("a hidden label stays hidden when its text is aligned, and keeps it when it is shown", () => {
    const { Label } = library();
    const [label, plain] = [new Label(), new Label()];
    label.set_valign("center");
    assert.equal(label.element.style.display, "flex");
    label.hide();
    label.set_valign("end");
    assert.equal(label.element.style.display, "none");
    label.show();
    assert.deepEqual(label.element.style, { display: "flex", justifyContent: "end" });
    plain.show();
    assert.equal(plain.element.style.display, "");
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

test("what closes when there is a press elsewhere has its element still when it is gone", () => {
    for (const name of ["Menu", "ToolBarAction"]) {
        const Class = library()[name];
        const widget = new Class();
        const { element } = widget;
        const { destroy } = Object.getPrototypeOf(Class.prototype);
        Object.getPrototypeOf(Class.prototype).destroy = function () {
            destroy.call(this);
            this.element = null; // as pgwidgets-js does
        };
        widget.destroy();
        assert.equal(widget.element, element, name);
    }
});
