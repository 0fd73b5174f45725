import assert from "node:assert/strict";
import test from "node:test";

import { colorOf, isOpaque } from "../../src/pgwidgets/web/pgwidgets/common/colors.js";

const isColor = (value) => ["red", "white", "rebeccapurple"].includes(value);

test("a name that is no colour of CSS is that of a token", () => {
    for (const [given, meant] of [
        ["accent", "var(--pgw-accent)"],
        ["accent-soft", "var(--pgw-accent-soft)"],
        ["red", "red"],
        ["transparent", "transparent"],
        ["inherit", "inherit"],
        ["#0a7", "#0a7"],
        ["rgb(1 2 3)", "rgb(1 2 3)"],
        ["var(--pgw-text)", "var(--pgw-text)"],
        ["", ""],
        [null, null],
        [undefined, undefined],
    ]) assert.equal(colorOf(given, isColor), meant, String(given));
});

test("text is looked at upon what hides all behind it, and upon nothing else", () => {
    for (const color of [
        "red", "#0a7", "#00aa77", "rgb(1, 2, 3)", "hsl(1 2% 3%)", "var(--pgw-accent)", " #FFF ",
        "light-dark(#fff, #000)", "color-mix(in oklab, red, blue)",
    ]) assert.equal(isOpaque(color), true, color);
    for (const color of [
        "", null, undefined, "transparent", "none", "inherit", "#0a78", "#00aa7780",
        "rgba(1, 2, 3, 0.5)", "rgb(1 2 3 / 50%)", "hsla(1, 2%, 3%, 0.5)",
        "color-mix(in srgb, red, transparent)", "linear-gradient(red, blue)", "url(a.png)",
    ]) assert.equal(isOpaque(color), false, String(color));
});
