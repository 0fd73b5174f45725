import assert from "node:assert/strict";
import test from "node:test";

import { mendPlacement } from "../../src/pgwidgets/web/pgwidgets/repairs/placement.js";
import { FakeElement } from "./fake_style.mjs";

/** Classes that write into their children's style as pgwidgets-js's do. */
function library() {
    class Widget {
        element = new FakeElement();
        _expanding = { horizontal: false, vertical: false };

        constructor(basis = "auto") {
            this.element.style.setProperty("flex-basis", basis);
            this.basis = basis || undefined;
        }

        set_min_size(width, height) {
            this.element.style.minWidth = width === null ? "" : `${width}px`;
            this.element.style.minHeight = height === null ? "" : `${height}px`;
        }

        set_max_size() {}

        set_expanding(horizontal, vertical) {
            this._expanding = { horizontal, vertical };
            const { style } = this.element;
            if (horizontal) style.width = "100%";
            if (vertical) style.height = "100%";
            if (vertical && !style.minHeight) style.minHeight = "0px";
        }

        resize(width, height) {
            this.element.style.width = `${width}px`;
            this.element.style.height = `${height}px`;
        }
    }
    class ContainerWidget extends Widget {
        children = [];

        remove_child(child) {
            const index = this.children.indexOf(child);
            if (index > -1) this.children.splice(index, 1);
            return index;
        }
    }
    class Box extends ContainerWidget {
        orientation = "vertical";

        add_widget(child, stretch = 0) {
            this.children.push(child);
            this._applyBoxChildSizing(child, stretch);
        }

        insert_widget(index, child, stretch = 0) {
            this.add_widget(child, stretch);
        }

        _applyBoxChildSizing({ element, _expanding }, stretch) {
            element.classList.add("box-child");
            element.style.height = "auto";
            element.style.flex = stretch || _expanding.vertical ? `${stretch || 1}` : "none";
        }
    }
    class ButtonBox extends Box {
        equalized = 0;

        add_widget(child, stretch = 0) {
            super.add_widget(child, stretch);
            child.element.style.textAlign = "center";
        }

        _equalizeWidths() {
            this.equalized += 1;
            for (const { element } of this.children) element.style.minWidth = "80px";
        }
    }
    class Frame extends ContainerWidget {
        set_widget(child) {
            for (const old of [...this.children]) this.remove_child(old);
            this.children.push(child);
            const resize = child.resize.bind(child);
            child.resize = (width, height) => {
                resize(width, height);
                child.element.style.width = child.element.style.height = "";
            };
        }
    }
    class GridBox extends ContainerWidget {
        add_widget(child) {
            this.children.push(child);
            child.element.style.gridArea = "1";
        }

        remove(child) {
            this.children = this.children.filter((other) => other !== child);
        }
    }
    class Separator extends Widget {
        set_orientation(orientation) {
            const isVertical = orientation === "vertical";
            this.element.style.width = isVertical ? "0px" : "100%";
            this.element.style.height = isVertical ? "100%" : "0px";
        }
    }
    const Widgets = {
        Widget, ContainerWidget, Box, ButtonBox, Frame, GridBox, Separator, Callback: class {},
    };
    mendPlacement(Widgets);
    return Widgets;
}

/** What a widget looks like; what has no `flex` has the part of it that widgets are made with. */
function looks({ element, basis: made }) {
    const { "flex-basis": basis, ...style } = element.style.all;
    assert.equal(basis, "flex" in style ? undefined : made);
    return { ...style, classes: [...element.classList].join() };
}

for (const basis of ["auto", ""]) test(`what a box did to a child goes with it (${basis})`, () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget(basis)];
    child.resize(5, 6);
    box.add_widget(child, 2);
    assert.deepEqual(looks(child), { width: "5px", height: "6px", flex: "2", classes: "box-child" });
    assert.equal(box.remove_child(new Widget()), -1);
    assert.equal(box.remove_child(child), 0);
    assert.deepEqual(looks(child), { width: "5px", height: "6px", classes: "" });
    box.insert_widget(0, child);
    assert.deepEqual(looks(child), { width: "5px", height: "6px", flex: "none", classes: "box-child" });
});

test("what was resized before it came into a box keeps its length there", () => {
    const { Widget, Box } = library();
    const child = new Widget();
    child.resize(300, 80);
    new Box().add_widget(child);
    const { style } = child.element;
    assert.deepEqual([style.width, style.height], ["300px", "80px"]);
});

test("what is resized in a box shares out what is left beside its length", () => {
    const { Widget, Box } = library();
    const child = new Widget();
    new Box().add_widget(child, 1);
    child.element.style.flexBasis = "0%"; // as of a table, which shares out all
    child.resize(300, 80);
    assert.equal(child.element.style.height, "80px");
    assert.equal(child.element.style.flexBasis, "auto");
});

test("what was resized keeps no length where it shall fill the box", () => {
    const { Widget, Box } = library();
    const child = new Widget();
    child.resize(300, 80);
    child.set_expanding(false, true);
    new Box().add_widget(child);
    assert.equal(child.element.style.height, "auto");
});

test("what was set meanwhile stays, whoever set it", () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget()];
    box.add_widget(child, 2);
    child.resize(7, 8);
    child.element.style.flex = "by another";
    box.remove_child(child);
    assert.deepEqual(looks(child), { width: "7px", height: "8px", flex: "by another", classes: "" });
});

test("the last call has the last word", () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget()];
    child.set_min_size(1, 1);
    child.set_expanding(true, true);
    child.set_min_size(2, null);
    box.add_widget(child);
    box.remove_child(child);
    assert.deepEqual(looks(child), {
        "min-width": "2px", width: "100%", height: "100%", classes: "",
    });
});

test("what expands no more takes no more room than before, in a box as well", () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget()];
    child.set_expanding(true, false);
    child.set_expanding(false, true);
    assert.deepEqual(looks(child), { height: "100%", "min-height": "0px", classes: "" });
    box.add_widget(child);
    assert.equal(child.element.style.flex, "1");
    child.set_expanding(false, false);
    assert.deepEqual(looks(child), { height: "auto", flex: "none", classes: "box-child" });
    assert.deepEqual(child._expanding, { horizontal: false, vertical: false });
});

test("the widths of buttons are made equal again when one leaves", () => {
    const { ButtonBox, Widget } = library();
    const [box, ...children] = [new ButtonBox(), new Widget(), new Widget()];
    for (const child of children) box.add_widget(child);
    children[0].element.style.minWidth = "80px"; // later, by the box
    children[1].set_expanding(false, false);
    children[1].set_expanding(false, false);
    assert.equal(children[1].element.style.textAlign, "center");
    box.remove_child(children[0]);
    assert.deepEqual(looks(children[0]), { classes: "" });
    assert.equal(box.equalized, 1);
});

test("a frame keeps its child from having a size, but not for ever", () => {
    const { Frame, Widget } = library();
    const [frame, child] = [new Frame(), new Widget()];
    frame.set_widget(child);
    child.resize(1, 2);
    assert.deepEqual(looks(child), { classes: "" });
    frame.set_widget(new Widget());
    assert.deepEqual(looks(child), { width: "1px", height: "2px", classes: "" });
    child.resize(3, 4);
    child.set_expanding(true, false);
    frame.set_widget(child);
    child.set_expanding(false, false);
    assert.deepEqual(looks(child), { width: "3px", height: "4px", classes: "" });
});

test("a child's size is its own again in a second frame, if it was set before that", () => {
    const { Frame, Widget } = library();
    const [frame, other, child] = [new Frame(), new Frame(), new Widget()];
    frame.set_widget(child);
    child.resize(1, 2);
    frame.set_widget(new Widget());
    other.set_widget(child);
    assert.deepEqual(looks(child), { width: "1px", height: "2px", classes: "" });
    child.resize(3, 4);
    assert.deepEqual(looks(child), { classes: "" });
});

test("what a container wants holds although the widget wanted the same", () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget()];
    child.element.style.height = ""; // as the box will have it, and not by itself
    child.resize(1, "auto");
    child.set_expanding(false, true);
    box.add_widget(child, 2);
    child.set_expanding(false, false);
    assert.equal(child.element.style.flex, "2");
    assert.equal(child.element.style.height, "auto");
});

test("a child that a container does not take stays as it was", () => {
    const { Box, Widget } = library();
    const [box, child] = [new Box(), new Widget()];
    child.resize(1, 2);
    box._applyBoxChildSizing = () => { throw new Error("no"); };
    assert.throws(() => box.add_widget(child), /no/);
    assert.deepEqual(looks(child), { width: "1px", height: "2px", classes: "" });
});

test("a line that turns keeps the size that it was given", () => {
    const { Separator } = library();
    const line = new Separator();
    line.set_orientation("horizontal");
    line.resize(5, 6);
    line.set_orientation("vertical");
    assert.deepEqual(looks(line), { width: "5px", height: "6px", classes: "" });
});

test("a child leaves a grid, or moves to another container without leaving", () => {
    const { GridBox, Box, Widget } = library();
    const [grid, box, child] = [new GridBox(), new Box(), new Widget()];
    grid.add_widget(child);
    grid.remove(new Widget());
    child.element.style.gridArea = "2"; // it moved with its row
    grid.remove(child);
    assert.deepEqual(looks(child), { classes: "" });
    grid.add_widget(child);
    box.add_widget(child, 3);
    box.remove_child(child);
    assert.deepEqual(looks(child), { classes: "" });
});
