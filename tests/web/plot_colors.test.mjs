import assert from "node:assert/strict";
import test from "node:test";

import { colorsOf, lightened } from "../../src/pgwidgets/web/pgwidgets/widgets/plot/colors.js";

/** Relative luminance of a picture in grey, 1 being white. */
function lightOf(color) {
    const [red, green, blue] = color.match(/\d+/g).map(Number);
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

test("a colour that is light enough stays as it is", () => {
    for (const color of ["#ffffff", "rgb(255, 255, 0)", "color(srgb 1 1 1)", "rgba(0, 0, 0, 0)"]) {
        assert.equal(lightened(color, 0.6), color);
    }
    assert.equal(lightened("#123456", 0), "#123456");
});

test("a colour of another kind is not taken for red, green and blue", () => {
    for (const color of ["navy", "rgb(0% 0% 50%)", "hsl(210 80% 20%)", "oklch(0.3 0.1 250)", "color(display-p3 0 0 1)"]) {
        assert.equal(lightened(color, 0.6), color);
    }
});

test("one that is not gets as much white as it takes, and keeps its transparency", () => {
    for (const color of ["#d63a4a", "#d34", "rgb(214, 58, 74)", "color(srgb 0.84 0.23 0.29)", "#000000"]) {
        assert.ok(Math.abs(lightOf(lightened(color, 0.6)) - 0.6) < 0.01, color);
    }
    for (const color of ["rgba(0, 0, 0, 0.6)", "#00000099", "#0009"]) {
        assert.equal(lightened(color, 1), "rgb(255 255 255 / 0.6)");
    }
});

test("a theme says how light the lines of a plot are at least", (t) => {
    const style = {
        color: "rgb(255, 255, 255)",
        backgroundColor: "rgb(0, 0, 0)",
        getPropertyValue: (name) => ({ "--pgw-plot-least": " 0.62", "--pgw-plot-2": "#800000" })[name] ?? "",
    };
    globalThis.getComputedStyle = () => style;
    t.after(() => delete globalThis.getComputedStyle);
    const { own, palette } = colorsOf({}, new Map([["danger", "rgb(255, 12, 10)"]]));
    assert.equal(palette.length, 10);
    assert.equal(palette[0], "rgb(98 166 255 / 1)");
    for (const color of [palette[1], own.get("danger")]) {
        assert.ok(Math.abs(lightOf(color) - 0.62) < 0.01, color);
    }
});
