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
    const Widgets = { Widget, ContainerWidget };
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
