import assert from "node:assert/strict";
import test from "node:test";

const FOLDER = "../../src/pgwidgets/web/pgwidgets/widgets/anywidget/";
const { isSame, takenOut, toBase64, unpacked } = await import(`${FOLDER}packing.js`);
const { Model } = await import(`${FOLDER}model.js`);
const { Binding } = await import(`${FOLDER}binding.js`);
const { Manager } = await import(`${FOLDER}manager.js`);
const { default: anyWidget } = await import(`${FOLDER}anywidget.js`);
const { parts } = await import(`${FOLDER}sending.js`);

/** A message as Python packs it. */
function packed(head, ...buffers) {
    const text = new TextEncoder().encode(
        JSON.stringify({ ...head, sizes: buffers.map(({ length }) => length) }),
    );
    const length = new Uint8Array(new Uint32Array([text.length]).buffer);
    return new Uint8Array([...length, ...text, ...buffers.flatMap((bytes) => [...bytes])]);
}

const turn = () => new Promise((done) => { setImmediate(done); });

function modelWith(state = {}) {
    const told = [];
    const model = new Model({ id: "m", tell: (what) => told.push(what), find: async () => null });
    model.begin(state);
    return { model, told };
}

test("bytes of a message come to their places, each in a buffer of its own", () => {
    const message = packed(
        { state: { b: [0, null] }, paths: [["a"], ["b", 1]] },
        [1, 2],
        [3],
    );
    const around = new Uint8Array([9, ...message, 9]).subarray(1, -1);
    for (const bytes of [message, around]) {
        const { head, buffers } = unpacked(bytes);
        assert.equal(head.state.a.getUint8(1), 2);
        assert.equal(head.state.b[1].getUint8(0), 3);
        assert.equal(buffers[0].buffer.byteLength, 2);
    }
});

test("bytes of a state are taken out, whatever holds them", () => {
    const view = new Uint8Array([0, 1, 2, 3]).subarray(1, 3);
    const state = { a: view, b: { c: [new Uint8Array([5]).buffer] }, d: new Date(0), e: null };
    assert.deepEqual(takenOut(state), {
        state: { a: null, b: { c: [null] }, d: "1970-01-01T00:00:00.000Z", e: null },
        paths: [["a"], ["b", "c", 0]],
        buffers: ["AQI=", "BQ=="],
    });
    assert.equal(atob(toBase64(new Uint8Array(100_000))).length, 100_000);
});

test("values are the same all through", () => {
    const bytes = (...values) => new Uint8Array(values);
    assert.ok(isSame({ a: [1, { b: bytes(1) }] }, { a: [1, { b: bytes(1) }] }));
    assert.ok(isSame(NaN, NaN));
    for (const [one, other] of [
        [1, "1"], [null, {}], [[], {}], [{ a: 1 }, { b: 1 }], [bytes(1), bytes(2)], [[1], [1, 2]],
        [bytes(1), new Int8Array([1])], [bytes(1), [1]], [{ a: undefined }, {}],
    ]) assert.ok(!isSame(one, other));
});

test("a script sets values, and tells those that have changed", () => {
    const { model, told } = modelWith({ a: 1, b: [1] });
    const heard = [];
    model.on("change:a change:b", (_, value) => heard.push(value));
    model.on("change", () => heard.push("all"));
    model.set("a", 2);
    model.set({ b: [1], c: 3 });
    assert.deepEqual(heard, [2, "all", "all"]);
    model.save_changes();
    model.save_changes();
    assert.deepEqual(told, [{ method: "update", state: { a: 2, c: 3 } }]);
    model.send({ x: 1 }, null, [new ArrayBuffer(1)]);
    assert.equal(told[1].buffers.length, 1);
});

test("whose change is the newer is heeded, in whatever order they cross", () => {
    const { model } = modelWith({ x: 0, y: 0 });
    model.set("x", 1);
    model.save_changes();
    model.set("x", 2);
    model.save_changes();
    model.echo({ x: 9, y: 9 }, false); // another's, which came to Python before ours
    assert.deepEqual([model.get("x"), model.get("y")], [2, 9]);
    model.echo({ x: 1 }, true);
    model.update({ x: 7 }); // between our two
    assert.equal(model.get("x"), 2);
    model.echo({ x: 2 }, true);
    model.update({ x: 5 }); // what Python made of it
    assert.equal(model.get("x"), 5);
    model.set("x", 6);
    model.save_changes();
    model.heard(["x"]); // refused
    model.update({ x: 5 });
    assert.equal(model.get("x"), 5);
});

test("listeners are a script's own, and go with it", () => {
    const { model } = modelWith();
    const ending = new AbortController();
    const [one, other] = [model.face(ending.signal), model.face()];
    const heard = [];
    const listener = () => heard.push("one");
    one.on("msg:custom", listener);
    one.once("msg:custom", () => heard.push("once"));
    one.on("msg:custom", () => { throw new Error("of one script"); });
    other.on("msg:custom", () => heard.push("other"));
    other.off("msg:custom", listener); // which is not its own
    const { error } = console;
    console.error = () => heard.push("error");
    model.fire("msg:custom");
    ending.abort();
    model.fire("msg:custom");
    console.error = error;
    assert.deepEqual(heard, ["one", "once", "error", "other", "other"]);
});

test("a script is initialized once, and begins anew with another one", async () => {
    const { model } = modelWith();
    const log = [];
    const widget = (name) => ({
        default: async () => ({
            initialize: () => {
                log.push(`${name} begins`);
                return () => log.push(`${name} ends`);
            },
            render: ({ el }) => {
                el.shown = name;
                return () => log.push(`${name} leaves ${el.id}`);
            },
        }),
    });
    const binding = new Binding({ model, load: async (url) => widget(url), find: async () => null });
    const element = (id) => ({ id, replaceChildren() { this.shown = ""; } });
    const [a, b] = [element("a"), element("b")];
    binding.run("one");
    binding.run("one");
    const ending = new AbortController();
    await binding.render(a, ending.signal);
    await binding.render(b, new AbortController().signal);
    assert.deepEqual([log, a.shown, b.shown], [["one begins"], "one", "one"]);
    ending.abort();
    binding.run("two");
    await turn();
    assert.deepEqual([a.shown, b.shown], ["one", "two"]);
    assert.deepEqual(log.sort(), ["one begins", "one ends", "one leaves a", "one leaves b", "two begins"]);
});

test("a script that is replaced while it comes is not initialized, and what it makes is the newer's", async () => {
    const { model } = modelWith();
    const [log, coming] = [[], new Map()];
    const load = (url) => new Promise((done) => { coming.set(url, done); });
    const come = (name, made = []) => coming.get(name)({
        default: () => {
            made.push(name);
            return {
                initialize: () => {
                    log.push(name);
                    return { name };
                },
                render: ({ el }) => { el.shown = name; },
            };
        },
    });
    const binding = new Binding({ model, load, find: async () => null });
    const el = { replaceChildren() {} };
    binding.run("one");
    const shown = binding.render(el, new AbortController().signal);
    const exports = binding.exports();
    binding.run("two");
    come("two");
    await turn();
    come("one");
    await turn();
    assert.deepEqual([log, el.shown], [["two"], "two"]);
    assert.deepEqual([await exports, await shown], [{ name: "two" }, undefined]);
    binding.run("three");
    binding.destroy();
    const made = [];
    come("three", made);
    await turn();
    assert.deepEqual([log, made], [["two"], []]);
});

test("one that is gone before it has begun asks nothing", (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const part = () => ({ style: {}, appendChild: (child) => child, append() {} });
    globalThis.document = { createElement: part, baseURI: "http://page.test/" };
    context.after(() => delete globalThis.document);
    class Widget {
        enable_callback() {}

        destroy() {
            this._destroyed = true;
        }
    }
    const Hosting = anyWidget({ Widget });
    const told = [];
    for (const isGone of [false, true]) {
        const widget = new Hosting("model", null);
        widget.make_callback = (action) => told.push([isGone, action]);
        if (isGone) widget.destroy();
    }
    context.mock.timers.tick(60_000);
    assert.deepEqual(new Set(told.map(([isGone]) => isGone)), new Set([false]));
});

test("a widget that can't be shown says why, where it would be", async () => {
    const { model } = modelWith();
    const load = async (url) => {
        if (url === "broken") throw new Error("no such module");
        return { default: { render() { throw new Error("of its own"); } } };
    };
    const { error } = console;
    console.error = () => {};
    for (const [url, reason] of [["broken", /no such module/], ["own", /of its own/], [undefined, /no anywidget/]]) {
        const binding = new Binding({ model, load, find: async () => null });
        binding.run(url);
        const el = { replaceChildren() {} };
        await binding.render(el, new AbortController().signal);
        assert.match(el.textContent, reason);
        binding.destroy();
    }
    console.error = error;
});

test("models are asked for once, and again where nobody answers", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const sent = [];
    const manager = new Manager({
        post: (text) => sent.push(JSON.parse(text)),
        load: async () => ({ default: { render: ({ model, el }) => { el.shown = model.get("x"); } } }),
        styles: () => {},
    });
    const el = { replaceChildren() {} };
    const ending = new AbortController();
    const done = Promise.all([1, 2].map(() => manager.render("m", el, ending.signal)));
    assert.deepEqual(sent.map(({ model, method }) => [model, method]), [["m", "open"]]);
    t.mock.timers.tick(1000);
    assert.equal(sent.length, 2);
    manager.receive(packed({ method: "update", model: "m", state: { x: 1 } })); // older than the state
    manager.receive(packed({ method: "custom", model: "other" }));
    manager.receive(packed({ method: "state", model: "m", state: { x: 3 }, _esm: "url" }));
    await done;
    assert.equal(el.shown, 3);
    t.mock.timers.tick(60_000);
    assert.equal(sent.length, 2);
    manager.destroy();
});

test("long texts go in parts", () => {
    assert.deepEqual(parts("abcde", 2), ["ab", "cd", "e"]);
    assert.deepEqual(parts("ab", 2), ["ab"]);
    assert.deepEqual(parts(""), [""]);
});

/** Numbers that look random and are the same in each run. */
function numbers(seed) {
    let state = seed;
    return (below) => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return Math.floor((state / 2147483648) * below);
    };
}

test("however their changes cross, all pages end with what Python has", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
        const next = numbers(seed);
        const python = { x: 0, y: 0 };
        const up = [];
        const pages = ["a", "b", "c"].map((name) => {
            const page = { name, down: [] };
            page.model = new Model({
                id: "m",
                tell: ({ state }) => up.push({ page: name, state }),
                find: async () => null,
            });
            page.model.begin({ ...python });
            return page;
        });
        const tell = (message) => pages.forEach(({ down }) => down.push(message));
        const receive = ({ page, state }) => {
            if (Object.values(state).some((value) => value % 5 === 4)) {
                tell({ method: "refused", page, names: Object.keys(state) });
                const truth = Object.fromEntries(Object.keys(state).map((key) => [key, python[key]]));
                tell({ method: "update", state: truth });
                return;
            }
            tell({ method: "echo", page, state });
            Object.assign(python, state);
            if (state.x > 50) { // a validator
                python.x = 50;
                tell({ method: "update", state: { x: 50 } });
            }
        };
        const hear = ({ name, model, down }) => {
            const { method, page, state, names } = down.shift();
            if (method === "echo") model.echo(state, page === name);
            else if (method === "update") model.update(state);
            else if (page === name) model.heard(names);
        };
        for (let step = 0; step < 60; step += 1) {
            const page = pages[next(3)];
            const key = ["x", "y"][next(2)];
            switch (next(4)) {
                case 0:
                    page.model.set(key, next(100));
                    page.model.save_changes();
                    break;
                case 1:
                    python[key] = next(50);
                    tell({ method: "update", state: { [key]: python[key] } });
                    break;
                case 2:
                    if (up.length > 0) receive(up.shift());
                    break;
                default:
                    if (page.down.length > 0) hear(page);
            }
        }
        while (up.length > 0) receive(up.shift());
        for (const page of pages) {
            while (page.down.length > 0) hear(page);
            const { model } = page;
            assert.deepEqual({ x: model.get("x"), y: model.get("y") }, python, `seed ${seed}`);
        }
    }
});
