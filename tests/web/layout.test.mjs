import assert from "node:assert/strict";
import test from "node:test";

import { SharedLayout } from "../../src/pgwidgets/web/pgwidgets/widgets/layout.js";

/** A layout whose frames come when the test says so. */
function observed(context) {
    const before = {};
    const frames = [];
    class Observer {
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
    return { layout: new SharedLayout(() => {}), nextFrame };
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
    assert.deepEqual(made.told, ["checked"]);
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
