import assert from "node:assert/strict";
import test from "node:test";

import { mendPictures } from "../../src/pgwidgets/web/pgwidgets/repairs/pictures.js";

/** As much of pgwidgets-js's Image as shows pictures when they are decoded, which `done` tells. */
function library(context) {
    const before = globalThis.Image;
    const Picture = class {};
    globalThis.Image = Picture;
    context.after(() => { globalThis.Image = before; });
    class Image {
        drawn = [];

        set_image(name) {
            const picture = Object.assign(new globalThis.Image(), { name });
            return () => this._drawImage(picture);
        }

        set_binary_image(bytes) {
            if (bytes === null) throw new Error("no bytes");
            return this.set_image(bytes);
        }

        _drawImage({ name }) {
            this.drawn.push(name);
        }
    }
    mendPictures({ Image });
    return { Image, Picture };
}

test("a picture that took longer than a newer one is not shown any more", (context) => {
    const { Image } = library(context);
    const widget = new Image();
    const [first, second, third] = ["first", "second", "third"].map((name, index) =>
        index === 1 ? widget.set_binary_image(name) : widget.set_image(name));
    second();
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
    assert.throws(() => widget.set_binary_image(null), /no bytes/);
    assert.equal(globalThis.Image, Picture);
});
