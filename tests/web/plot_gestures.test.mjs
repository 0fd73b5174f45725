import assert from "node:assert/strict";
import test from "node:test";

import { Gestures } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/gestures.js";

/** An element whose events are made here, and what was meant by them. */
function made(part = "area") {
    const listeners = {};
    const element = {
        addEventListener: (name, run) => { listeners[name] = run; },
        getBoundingClientRect: () => ({ left: 100, top: 50 }),
        setPointerCapture() {},
    };
    const meant = [];
    const names = ["pan", "zoom", "box", "click", "fit", "point", "step", "magnify"];
    const note = (name) => (...args) => { if (name !== "point") meant.push([name, ...args]); };
    new Gestures(element, {
        ...Object.fromEntries(names.map((name) => [name, note(name)])),
        partAt: () => part,
    });
    let prevented = 0;
    const send = (name, event = {}) => listeners[name]({
        button: 0, pointerId: 1, pointerType: "mouse", clientX: 0, clientY: 0, deltaX: 0, deltaY: 0,
        deltaMode: 0, preventDefault: () => { prevented += 1; }, ...event,
    });
    const pointer = (name, x, y, more) => send(`pointer${name}`, { clientX: x + 100, clientY: y + 50, ...more });
    return { meant, send, pointer, prevented: () => prevented };
}

test("a drag pans by what it has moved since the last move", () => {
    const { meant, pointer } = made();
    pointer("down", 10, 10);
    pointer("move", 12, 10); // no more than a hand shakes
    pointer("move", 30, 15);
    pointer("move", 40, 15);
    pointer("up", 40, 15);
    assert.deepEqual(meant, [["pan", "area", 20, 5], ["pan", "area", 10, 0]]);
});

test("a press that does not move is a click", () => {
    const { meant, pointer } = made();
    pointer("down", 10, 10);
    pointer("move", 12, 11);
    pointer("up", 12, 11);
    assert.deepEqual(meant, [["click", 12, 11]]);
    pointer("down", 5, 5, { button: 2 });
    pointer("up", 5, 5, { button: 2 });
    assert.equal(meant.length, 1, "the right button is the browser's");
});

test("a drag with Shift is a box, unless it is given up", () => {
    const { meant, pointer, send } = made();
    const drag = (x, y) => {
        pointer("down", 50, 60, { shiftKey: true });
        pointer("move", x, y);
    };
    drag(20, 100);
    pointer("up", 20, 100);
    const box = { x: 20, y: 60, width: 30, height: 40 };
    assert.deepEqual(meant.splice(0), [["box", box, false], ["box", box, true]]);
    drag(51, 100);
    pointer("up", 51, 100); // too narrow for a range
    assert.deepEqual(meant.splice(0).at(-1), ["box", null, true]);
    drag(20, 100);
    send("keydown", { key: "Escape" });
    pointer("up", 20, 100);
    assert.deepEqual(meant.filter(([name, given]) => name === "box" && given), [["box", box, false]]);
});

test("two fingers zoom by how far they are apart, and a third thing is no click", () => {
    const { meant, pointer } = made();
    const touch = (id) => ({ pointerId: id, pointerType: "touch" });
    pointer("down", 100, 100, touch(1));
    pointer("down", 200, 100, touch(2));
    pointer("move", 300, 100, touch(2));
    assert.deepEqual(meant, [["pan", "area", 50, 0], ["zoom", "area", 2, 200, 100]]);
    pointer("up", 300, 100, touch(2));
    pointer("up", 100, 100, touch(1));
    assert.equal(meant.length, 2);
});

test("the wheel zooms or pans, and leaves the page alone outside of the axes", () => {
    const { meant, send, prevented } = made("y:y");
    send("wheel", { clientX: 150, clientY: 80, deltaY: -100 });
    const [name, part, factor, x, y] = meant.pop();
    assert.deepEqual([name, part, x, y], ["zoom", "y:y", 50, 30]);
    assert.ok(factor > 1.1 && factor < 1.5);
    send("wheel", { deltaY: 3, deltaMode: 1 });
    assert.ok(meant.pop()[2] < 1);
    send("wheel", { deltaY: 1e9 });
    assert.ok(meant.pop()[2] > 0.1, "however far it is turned at once");
    send("wheel", { deltaX: 40, deltaY: 3 });
    assert.deepEqual(meant.pop(), ["pan", "y:y", -40, 0]);
    assert.equal(prevented(), 4);
    const legend = made("legend");
    legend.send("wheel", { deltaY: 100 });
    assert.deepEqual([legend.meant, legend.prevented()], [[], 0]);
});

test("keys move it, and those of the browser are left to it", () => {
    const { meant, send, prevented } = made();
    for (const key of ["ArrowLeft", "ArrowUp", "+", "-", "Home"]) send("keydown", { key });
    assert.deepEqual(meant.splice(0), [
        ["step", -0.1, 0], ["step", 0, 0.1], ["magnify", 1.25], ["magnify", 0.8], ["fit", "area"],
    ]);
    assert.equal(prevented(), 5);
    send("keydown", { key: "ArrowLeft", altKey: true });
    send("keydown", { key: "Tab" });
    assert.deepEqual([meant, prevented()], [[], 5]);
    send("dblclick");
    assert.deepEqual(meant, [["fit", "area"]]);
});
