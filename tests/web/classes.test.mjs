import assert from "node:assert/strict";
import test from "node:test";

import { addClasses, nameClasses } from "../../src/pgwidgets/web/pgwidgets/widgets/classes.js";

/** Modules by path, as a page would import them. */
function loading(modules) {
    return async (path) => {
        if (!Object.hasOwn(modules, path)) throw new Error(`no module ${path}`);
        return modules[path];
    };
}

test("a class is made from those that there are, and stands among them", async () => {
    const Widgets = { Label: class Label {} };
    const define = ({ Label }) => class Loud extends Label {};
    await addClasses(Widgets, '{"Loud": "loud.js"}', loading({ "loud.js": { default: define } }));
    assert.equal(Widgets.Loud.name, "Loud");
    assert.ok(new Widgets.Loud() instanceof Widgets.Label);
});

test("one that can't be had is told of, and keeps nothing else away", async (t) => {
    const told = t.mock.method(console, "error", () => {});
    const Widgets = {};
    const modules = {
        "good.js": { default: () => class Good {} },
        "bad.js": { default: () => { throw new Error("bad"); } },
    };
    const listed = JSON.stringify({ Missing: "none.js", Bad: "bad.js", Good: "good.js" });
    await addClasses(Widgets, listed, loading(modules));
    assert.deepEqual(Object.keys(Widgets), ["Good"]);
    assert.deepEqual(told.mock.calls.map(({ arguments: [text] }) => text).sort(), [
        "pgwidgets: the class Bad can't be loaded:",
        "pgwidgets: the class Missing can't be loaded:",
    ]);
});

test("a page that lists none, or nothing that can be read, does without", async (t) => {
    const told = t.mock.method(console, "error", () => {});
    const Widgets = {};
    for (const listed of [undefined, "", "{}"]) await addClasses(Widgets, listed, loading({}));
    assert.equal(told.mock.callCount(), 0);
    for (const listed of ["{", "null"]) await addClasses(Widgets, listed, loading({}));
    assert.equal(told.mock.callCount(), 2);
    assert.deepEqual(Widgets, {});
});

test("classes have the names that they are exported by, whatever else is exported", () => {
    const Widgets = { Label: class t {}, version: "1", icons: {} };
    nameClasses(Widgets);
    assert.equal(Widgets.Label.name, "Label");
    assert.deepEqual([Widgets.version, Widgets.icons], ["1", {}]);
});
