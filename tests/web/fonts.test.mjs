import assert from "node:assert/strict";
import test from "node:test";

import { keepOneFaceEach, markDefaultFont } from "../../src/pgwidgets/web/pgwidgets/repairs/fonts.js";

class FakeRoot {
    attributes = new Set();

    toggleAttribute(name, isSet) {
        if (isSet) this.attributes.add(name);
        else this.attributes.delete(name);
    }
}

test("only the parts of a font that are set are marked, and a cleared font none", () => {
    const root = new FakeRoot();
    markDefaultFont(root, { family: "serif", size: 20 });
    assert.deepEqual([...root.attributes], ["data-pgwidgets-font-family", "data-pgwidgets-font-size"]);
    markDefaultFont(root, { family: "serif", weight: "bold" });
    assert.deepEqual(
        [...root.attributes].sort(), ["data-pgwidgets-font-family", "data-pgwidgets-font-weight"]);
    markDefaultFont(root, null);
    assert.equal(root.attributes.size, 0);
});

test("a face takes the place of the one like it, and of no other", () => {
    const fonts = new Set();
    keepOneFaceEach(fonts);
    const face = (family, weight = "400") => (
        { family, weight, style: "normal", stretch: "normal", unicodeRange: "U+0-10FFFF" });
    const faces = [face("Boxes"), face("Boxes", "700"), face("Lines"), face("Boxes")];
    for (const each of [...faces, faces[2]]) fonts.add(each);
    assert.deepEqual([...fonts], [faces[1], faces[3], faces[2]]);
});
