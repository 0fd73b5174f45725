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

    constructor(files = { Plot: "plot.js", Figure: "figure.js" }) {
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

test("classes of pgwidgets-js come from one file, with our own in their places", async () => {
    const loading = new Loading({ Tree: "trees.js", Table: "trees.js", Plot: "plot.js" });
    const { gate, asked, late, Widgets } = loading;
    const classes = { Tree: class a {}, Table: class b {} };
    const instead = { Tree: class Tree {} };
    gate.take(JSON.stringify([{ class: "Tree" }, { class: "Table" }, { class: "Plot" }]));
    assert.deepEqual(asked, ["trees.js", "plot.js"]);
    loading.coming.get("trees.js").come({ default: () => ({ classes, instead }) });
    await loading.comes("plot.js", "a plot");
    assert.deepEqual(Object.keys(Widgets).sort(), ["Plot", "Table", "Tree"]);
    assert.deepEqual([Widgets.Tree, Widgets.Table], [classes.Tree, classes.Table]);
    assert.deepEqual([Widgets.Tree.name, Widgets.Table.name], ["Tree", "Table"]);
    assert.deepEqual(late.instead, instead);
    gate.take(create("Table"));
    assert.equal(asked.length, 2);
});

test("until then a page has none of them, whether or not its scripts are one", () => {
    const Widgets = { Label: class {}, TreeView: class {}, TextBufferRef: class {} };
    const late = new LateClasses(Widgets, {}, () => assert.fail());
    assert.deepEqual(Object.keys(Widgets), ["Label"]);
    assert.deepEqual(late.instead, {});
});

test("an application's own classes may be made of any: all of pgwidgets-js's come, once", async () => {
    const asked = [];
    const Widgets = {};
    const late = new LateClasses(Widgets, {}, async (path) => {
        asked.push(path);
        const names = Object.entries(LATE).filter(([, of]) => of === path).map(([name]) => name);
        const classes = Object.fromEntries(names.map((name) => [name, class {}]));
        return { default: () => ({ classes, instead: {} }) };
    });
    await Promise.all([late.ofLibrary(), late.ofLibrary()]);
    const { TreeView } = Widgets;
    await late.ofLibrary();
    const known = readFileSync(new URL("_late.py", SOURCE), "utf-8");
    const [, listed] = known.match(/^OF_LIBRARY = \((.*)\)$/m);
    assert.deepEqual(Object.keys(Widgets).sort(), [...listed.matchAll(/\w+/g)].map(String));
    assert.equal(Widgets.TreeView, TreeView);
    assert.deepEqual([...new Set(asked)].sort(), ["late/editor.js", "late/trees.js"]);
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
