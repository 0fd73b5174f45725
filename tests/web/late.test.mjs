import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import test from "node:test";

import { Gate } from "../../src/pgwidgets/web/pgwidgets/page/gate.js";
import { LATE, LateClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/late.js";

const SOURCE = new URL("../../src/pgwidgets/", import.meta.url);
const create = (name) => JSON.stringify([{ type: "create", wid: 1, class: name }]);

/** A page with two late classes, whose files come when the test says so. */
class Loading {
    Widgets = {};
    asked = [];
    told = [];
    coming = new Map();

    constructor() {
        const files = { Plot: "plot.js", Figure: "figure.js" };
        this.late = new LateClasses(this.Widgets, { shared: true }, (path) => {
            this.asked.push(path);
            return new Promise((come, fail) => this.coming.set(path, { come, fail }));
        }, files);
        this.gate = new Gate({
            comingFor: (data) => this.late.comingFor(data),
            pass: (data) => this.told.push([data, Object.keys(this.Widgets).join()]),
        });
    }

    async comes(path, made) {
        this.coming.get(path).come({ default: (Widgets, { shared }) => ({ made, shared }) });
        await settled();
    }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the server knows the same late classes, and each has its file", () => {
    const known = readFileSync(new URL("_late.py", SOURCE), "utf-8");
    const pairs = [...known.matchAll(/^ {4}"(\w+)": "pgwidgets\/(.*)",$/gm)].map(([, ...pair]) => pair);
    assert.deepEqual(Object.fromEntries(pairs), { ...LATE });
    for (const path of Object.values(LATE)) {
        assert.ok(existsSync(new URL(`web/pgwidgets/${path}`, SOURCE)), path);
    }
});

test("a late class imports nothing that holds a state of the page", () => {
    // In a bundle it has a copy of its own of what it imports.
    const PURE = new Set(["throttle.js", "colors.js"]);
    for (const path of Object.values(LATE)) {
        for (const file of imported(new URL(`web/pgwidgets/${path}`, SOURCE))) {
            const isOwn = file.href.startsWith(new URL(".", new URL(`web/pgwidgets/${path}`, SOURCE)).href);
            assert.ok(isOwn || PURE.has(file.href.split("/").at(-1)), file.href);
        }
    }
});

function imported(file, known = new Map()) {
    if (known.has(file.href)) return known.values();
    known.set(file.href, file);
    const source = readFileSync(file, "utf-8");
    for (const [, name] of source.matchAll(/^(?:import|export|\}) .*from "(\.[^"]+)";$/gm)) {
        imported(new URL(name, file), known);
    }
    return known.values();
}

test("what needs nothing passes at once", () => {
    const { gate, told, asked } = new Loading();
    const bytes = new ArrayBuffer(4);
    for (const data of [create("Label"), bytes, "nonsense"]) gate.take(data);
    assert.deepEqual(told.map(([data]) => data), [create("Label"), bytes, "nonsense"]);
    assert.deepEqual(asked, []);
});

test("a frame waits for its classes, and those behind it wait too", async () => {
    const loading = new Loading();
    const { gate, told } = loading;
    const frames = [create("Plot"), create("Label"), create("Figure"), "last"];
    for (const frame of frames) gate.take(frame);
    assert.deepEqual([told, loading.asked], [[], ["plot.js"]]);
    await loading.comes("plot.js", "a plot");
    assert.deepEqual(told.map(([data]) => data), frames.slice(0, 2));
    assert.deepEqual(loading.Widgets.Plot, { made: "a plot", shared: true });
    await loading.comes("figure.js", "a figure");
    assert.deepEqual(told, [
        [frames[0], "Plot"], [frames[1], "Plot"], [frames[2], "Plot,Figure"], ["last", "Plot,Figure"],
    ]);
    gate.take(create("Plot"));
    assert.equal(told.length, 5);
    assert.deepEqual(loading.asked, ["plot.js", "figure.js"]);
});

test("a class has the name that the server knows it by, whatever a bundle calls it", async () => {
    const loading = new Loading();
    loading.gate.take(create("Plot"));
    loading.coming.get("plot.js").come({ default: () => class t {} });
    await settled();
    assert.equal(loading.Widgets.Plot.name, "Plot");
});

test("a class that can't be loaded keeps nothing up, and the next one is another attempt", async (t) => {
    const noted = t.mock.method(console, "error", () => {});
    const loading = new Loading();
    loading.gate.take(create("Plot"));
    loading.coming.get("plot.js").fail(new TypeError("no network"));
    await settled();
    assert.deepEqual(loading.told, [[create("Plot"), ""]]);
    assert.equal(noted.mock.callCount(), 1);
    loading.gate.take(create("Plot"));
    await loading.comes("plot.js", "a plot");
    assert.deepEqual(loading.told[1], [create("Plot"), "Plot"]);
});

test("frames of a connection that is gone are dropped, and those of the next wait anew", async () => {
    const loading = new Loading();
    loading.gate.take(create("Plot"));
    loading.gate.take("old");
    const first = loading.coming.get("plot.js");
    loading.gate.forget();
    loading.gate.take(create("Plot"));
    first.come({ default: () => ({ made: "a plot" }) });
    await settled();
    assert.deepEqual(loading.told, []); // it has asked once more
    await loading.comes("plot.js", "another");
    assert.deepEqual(loading.told, [[create("Plot"), "Plot"]]);
    assert.equal(loading.Widgets.Plot.made, "a plot");
});

test("a frame that fails does not keep up the next", () => {
    const passed = [];
    const gate = new Gate({
        comingFor: () => null,
        pass: (frame) => {
            passed.push(frame);
            if (frame === 1) throw new Error("1");
        },
    });
    assert.throws(() => gate.take(1), { message: "1" });
    gate.take(2);
    assert.deepEqual(passed, [1, 2]);
});
