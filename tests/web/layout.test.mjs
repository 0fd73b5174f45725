import assert from "node:assert/strict";
import test from "node:test";

import { SharedLayout } from "../../src/pgwidgets/web/pgwidgets/widgets/layout.js";

/** A layout whose frames come when the test says so. */
function observed(context) {
    const before = {};
    const frames = [];
    const observers = [];
    class Observer {
        constructor(told) {
            this.told = told;
            observers.push(this);
        }

        observe() {}
        unobserve() {}
        disconnect() {}
    }
    const fakes = {
        ResizeObserver: Observer,
        MutationObserver: Observer,
        requestAnimationFrame: (run) => frames.push(run),
    };
    for (const [name, fake] of Object.entries(fakes)) {
        before[name] = globalThis[name];
        globalThis[name] = fake;
    }
    context.after(() => Object.assign(globalThis, before));
    const nextFrame = () => frames.splice(0).forEach((run) => run());
    const sizes = [];
    const layout = new SharedLayout((of, ...size) => sizes.push([of.name, ...size]));
    const [resizes] = observers;
    /** What the observer tells behind a layout: widgets with their widths and heights. */
    const laidOut = (...all) => resizes.told(all.map(([{ element }, width, height]) => (
        { target: element, contentRect: { width, height } })));
    return { layout, nextFrame, laidOut, sizes };
}

/** A widget that notes what it is made to do. */
function widget() {
    const told = [];
    return {
        told,
        _scheduleMapCheck: () => told.push("checked"),
        _forceFireMap: () => told.push("mapped"),
    };
}

test("after a rebuild all are checked, and a frame later mapped", (context) => {
    const { layout, nextFrame } = observed(context);
    const made = widget();
    layout.settle(() => [made]);
    assert.deepEqual(made.told, []);
    nextFrame();
    assert.deepEqual(made.told, []); // what has a size is told of behind this frame's layout
    nextFrame();
    assert.deepEqual(made.told, ["checked", "mapped"]);
});

test("the end of one rebuild does not map the widgets of the next", (context) => {
    const { layout, nextFrame } = observed(context);
    let widgets = [widget()];
    layout.settle(() => widgets);
    nextFrame();
    layout.clear();
    const made = widget();
    widgets = [made]; // it has no place in the page yet
    nextFrame();
    assert.deepEqual(made.told, []);
    layout.settle(() => widgets);
    nextFrame();
    nextFrame();
    assert.deepEqual(made.told, ["checked", "mapped"]);
});

/** Widgets in one box, of which each notes what it is asked and told. */
function family(layout, ...names) {
    const asked = [];
    const box = { getBoundingClientRect: () => asked.push("box") && { left: 10, top: 20 } };
    class Widget {
        constructor(name) {
            this.name = name;
            this.told = [];
            this.element = {
                parentElement: box,
                isShown: true,
                size: { width: 50, height: 8 },
                checkVisibility() {
                    asked.push(`${name} shown?`);
                    return this.isShown;
                },
                getBoundingClientRect() {
                    asked.push(name);
                    return { left: 11, top: 22, ...this.size };
                },
            };
        }

        add_callback() {}

        make_callback(action, payload) {
            this.told.push([action, payload]);
        }
    }
    layout.installOn(Widget);
    const widgets = names.map((name) => new Widget(name));
    for (const widget of widgets) widget._installLayoutObservers();
    return { asked, widgets };
}

test("widgets that get a size are mapped by that, and nothing is asked before the layout", (context) => {
    const { layout, nextFrame, laidOut, sizes } = observed(context);
    const { asked, widgets: [first, second, hidden] } = family(layout, "first", "second", "hidden");
    hidden.element.isShown = false;
    nextFrame();
    assert.deepEqual(asked, []);
    laidOut([first, 50, 8], [second, 50, 8]);
    assert.deepEqual(asked, ["first", "second", "box"]); // the box once
    const payload = { x: 1, y: 2, viewport_x: 11, viewport_y: 22, width: 50, height: 8 };
    for (const widget of [first, second]) {
        assert.deepEqual(widget.told, [["map", payload], ["resize", { width: 50, height: 8 }]]);
        assert.equal(widget._mapped, true);
    }
    assert.deepEqual(sizes, [["first", 50, 8], ["second", 50, 8]]);
    asked.length = 0;
    nextFrame();
    assert.deepEqual([asked, hidden.told], [["hidden shown?"], []]);
    laidOut([hidden, 50, 8]); // its tab was opened
    assert.deepEqual(hidden.told.map(([action]) => action), ["map", "resize"]);
});

test("what has a border and no content is seen a frame later", (context) => {
    const { layout, nextFrame } = observed(context);
    const { widgets: [line] } = family(layout, "line");
    nextFrame();
    assert.deepEqual(line.told, []); // the observer says nothing of it
    nextFrame();
    assert.deepEqual(line.told.map(([action]) => action), ["map"]);
});

test("what goes, and comes again, is mapped again", (context) => {
    const { layout, nextFrame, laidOut } = observed(context);
    const { widgets: [widget] } = family(layout, "tab");
    nextFrame();
    laidOut([widget, 50, 8]);
    widget.element.isShown = false;
    laidOut([widget, 0, 0]);
    nextFrame();
    laidOut([widget, 50, 8]);
    assert.deepEqual(widget.told.map(([action]) => action), ["map", "resize", "resize", "map", "resize"]);
});

test("a listener that destroys another keeps it from being told", (context) => {
    const { layout, nextFrame, laidOut, sizes } = observed(context);
    const { widgets: [first, second] } = family(layout, "first", "second");
    const { make_callback: tell } = Object.getPrototypeOf(first);
    first.make_callback = (...args) => {
        tell.apply(first, args);
        second._destroyed = true;
    };
    nextFrame();
    laidOut([first, 50, 8], [second, 50, 8]);
    assert.deepEqual([second.told, sizes], [[], [["first", 50, 8]]]);
});
