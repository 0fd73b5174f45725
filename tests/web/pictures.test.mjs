import assert from "node:assert/strict";
import test from "node:test";

import { mendPictures } from "../../src/pgwidgets/web/pgwidgets/repairs/pictures.js";

/** As much of pgwidgets-js's Image as shows pictures when they are decoded, which `done` tells. */
function library(context) {
    const before = globalThis.Image;
    const pictures = []; // that an img is to show
    const Picture = class {
        decode() {
            return new Promise((resolve, reject) => {
                const over = (run) => async () => {
                    run(new Error("no picture"));
                    await settled();
                };
                pictures.push({ url: this.src, done: over(resolve), failed: over(reject) });
            });
        }
    };
    globalThis.Image = Picture;
    const asked = []; // for the page's next frame
    const request = globalThis.requestAnimationFrame; // of another file's tests, in the same process
    globalThis.requestAnimationFrame = (run) => asked.push(run);
    context.after(() => {
        globalThis.Image = before;
        globalThis.requestAnimationFrame = request;
    });
    const frame = () => { for (const run of asked.splice(0)) run(); };
    class Image {
        drawn = [];
        element = new EventTarget();

        constructor({ use_animation_frame: useAnimationFrame = true } = {}) {
            this._useAnimationFrame = useAnimationFrame;
        }

        set_image(name) {
            if (name === null) throw new Error("no name");
            const picture = Object.assign(new globalThis.Image(), { name });
            if (!this._useAnimationFrame) this.element.src = name;
            return () => this._drawImage(picture);
        }

        _drawImage({ name }) {
            this.drawn.push(name);
        }
    }
    const decodings = [];
    mendPictures({ Image }, (blob) => new Promise((resolve, reject) => {
        decodings.push({
            async done() {
                const name = await blob.text();
                const bitmap = { name, width: 1, height: 1, close() { this.isClosed = true; } };
                resolve(bitmap);
                await settled();
                return bitmap;
            },
            async failed() {
                reject(new Error("no picture"));
                await settled();
            },
        });
    }));
    return { Image, Picture, decodings, pictures, frame };
}

/** All that was waiting for what has just been resolved has gone on. */
const settled = () => new Promise((resolve) => { setImmediate(resolve); });

function quiet(context) {
    return context.mock.method(console, "warn", () => {}).mock;
}

test("a picture that took longer than a newer one is not shown any more", async (context) => {
    const { Image, decodings } = library(context);
    const widget = new Image();
    const first = widget.set_image("first");
    widget.set_binary_image("second", "png");
    const third = widget.set_image("third");
    await decodings[0].done();
    first();
    third();
    assert.deepEqual(widget.drawn, ["second", "third"]);
});

test("all are shown that are ready in order, however many are on their way", (context) => {
    const { Image } = library(context);
    const [widget, other] = [new Image(), new Image()];
    const done = ["a", "b", "c"].map((name) => widget.set_image(name));
    other.set_image("newest")();
    for (const draw of done) draw();
    assert.deepEqual(widget.drawn, ["a", "b", "c"]);
    assert.deepEqual(other.drawn, ["newest"]);
});

test("pictures are made as before by all others, even if one could not be set", (context) => {
    const { Image, Picture } = library(context);
    const widget = new Image();
    assert.throws(() => widget.set_image(null), /no name/);
    assert.equal(globalThis.Image, Picture);
});

test("while one is decoded, the newest of those that come waits for it", async (context) => {
    const { Image, decodings } = library(context);
    const widget = new Image();
    for (const name of ["a", "b", "c", "d"]) widget.set_binary_image(name, "jpeg");
    assert.equal(decodings.length, 1);
    const bitmap = await decodings[0].done();
    assert.deepEqual(widget.drawn, ["a"]);
    assert.ok(bitmap.isClosed);
    assert.equal(decodings.length, 2);
    await decodings[1].done();
    assert.deepEqual(widget.drawn, ["a", "d"]);
    widget.set_binary_image("e", "jpeg");
    assert.equal(decodings.length, 3);
});

test("one that is no picture is told of, and the next one is shown", async (context) => {
    const { Image, decodings } = library(context);
    const warned = quiet(context);
    const widget = new Image();
    widget.set_binary_image("bad", "png");
    widget.set_binary_image("good", "png");
    await decodings[0].failed();
    assert.equal(warned.callCount(), 1);
    await decodings[1].done();
    assert.deepEqual(widget.drawn, ["good"]);
});

test("what is decoded when its widget is gone is let go of", async (context) => {
    const { Image, decodings } = library(context);
    const widget = new Image();
    widget.set_binary_image("late", "png");
    widget._destroyed = true;
    const bitmap = await decodings[0].done();
    assert.ok(bitmap.isClosed);
    assert.deepEqual(widget.drawn, []);
});

for (const end of ["done", "failed"]) {
    test(`an img gets pictures that are decoded, and the newest: the first is ${end}`, async (context) => {
        const { Image, pictures, frame } = library(context);
        const warned = quiet(context);
        const revoked = context.mock.method(URL, "revokeObjectURL").mock;
        const widget = new Image({ use_animation_frame: false });
        for (const name of ["a", "b", "c", "d", "e"]) widget.set_binary_image(name, "jpeg");
        assert.equal(pictures.length, 3, "three at a time: what is decoded is told a frame later");
        frame();
        assert.equal(widget.element.src, undefined, "it shows nothing that is not decoded");
        await pictures[0][end]();
        frame();
        assert.equal(widget.element.src, end === "done" ? pictures[0].url : undefined);
        assert.equal(warned.callCount(), end === "failed" ? 1 : 0);
        assert.equal(pictures.length, 4);
        for (const index of [1, 2, 3]) {
            await pictures[index].done();
            frame();
            assert.equal(widget.element.src, pictures[index].url);
        }
        assert.equal(widget._objectUrl, pictures[3].url);
        const gone = revoked.calls.map(({ arguments: [url] }) => url);
        assert.deepEqual(gone, [0, 1, 2].map((index) => pictures[index].url));
    });
}

test("pictures that are decoded in one frame are shown in two, and of more the oldest is left out", async (context) => {
    const { Image, pictures, frame } = library(context);
    const revoked = context.mock.method(URL, "revokeObjectURL").mock;
    const widget = new Image({ use_animation_frame: false });
    const shown = [];
    const see = () => {
        frame();
        const index = pictures.findIndex(({ url }) => url === widget.element.src);
        shown.push("abcdef"[index]);
    };
    widget.set_binary_image("a", "jpeg");
    widget.set_binary_image("b", "jpeg");
    await pictures[0].done();
    await pictures[1].done();
    see();
    see();
    for (const name of "cde") widget.set_binary_image(name, "jpeg");
    for (const index of [2, 3, 4]) await pictures[index].done();
    see();
    see();
    see();
    assert.deepEqual(shown, ["a", "b", "d", "e", "e"]);
    assert.equal(revoked.callCount(), 4, "of all but the one that is shown");
});

test("pictures that would all be a frame late from then on are so for some frames only", async (context) => {
    const { Image, pictures, frame } = library(context);
    const widget = new Image({ use_animation_frame: false });
    const come = async () => {
        widget.set_binary_image("picture", "jpeg");
        await pictures.at(-1).done();
    };
    const late = () => pictures.length - 1 - pictures.findIndex(({ url }) => url === widget.element.src);
    await come();
    const seen = [];
    for (let number = 0; number < 25; number += 1) {
        await come();
        frame();
        seen.push(late());
    }
    assert.deepEqual(seen, [...Array(20).fill(1), ...Array(5).fill(0)]);
});

test("an img that has shown a newer picture does not go back to an older one", async (context) => {
    const { Image, pictures, frame } = library(context);
    const revoked = context.mock.method(URL, "revokeObjectURL").mock;
    const widget = new Image({ use_animation_frame: false });
    for (const name of ["a", "b"]) widget.set_binary_image(name, "jpeg");
    await pictures[1].done();
    frame();
    await pictures[0].done();
    frame();
    assert.equal(widget.element.src, pictures[1].url);
    assert.deepEqual(revoked.calls.map(({ arguments: [url] }) => url), [pictures[0].url]);
});

test("an img that is set to a URL shows that, and no picture that waited", async (context) => {
    const { Image, pictures, frame } = library(context);
    const warned = quiet(context);
    const revoked = context.mock.method(URL, "revokeObjectURL").mock;
    const widget = new Image({ use_animation_frame: false });
    for (const end of ["done", "failed"]) {
        widget.set_binary_image("a", "png");
        widget.set_binary_image("b", "png");
        widget.set_image("c.png");
        await pictures.at(-1)[end]();
        frame();
        assert.equal(widget.element.src, "c.png");
        assert.equal(revoked.calls.at(-1).arguments[0], pictures.at(-1).url);
    }
    assert.equal(warned.callCount(), 0);
    widget.set_binary_image("d", "png");
    await pictures.at(-1).done();
    frame();
    assert.equal(widget.element.src, pictures.at(-1).url);
});

test("an img that is set to a URL while a decoded picture waits for its frame shows the URL", async (context) => {
    const { Image, pictures, frame } = library(context);
    const widget = new Image({ use_animation_frame: false });
    widget.set_binary_image("a", "png");
    await pictures[0].done();
    widget.set_image("c.png");
    frame();
    assert.equal(widget.element.src, "c.png");
});

test("an img that is gone is shown no picture, and keeps none", async (context) => {
    const { Image, pictures, frame } = library(context);
    const revoked = context.mock.method(URL, "revokeObjectURL").mock;
    const widget = new Image({ use_animation_frame: false });
    widget.set_binary_image("a", "png");
    widget._destroyed = true;
    await pictures[0].done();
    frame();
    assert.equal(widget.element.src, undefined);
    assert.equal(revoked.callCount(), 1);
    widget.set_binary_image("b", "png");
    assert.equal(pictures.length, 1);
});
