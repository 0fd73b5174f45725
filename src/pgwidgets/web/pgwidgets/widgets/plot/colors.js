/**
 * The colours of a plot, as the page's style sheets have them.
 *
 * Knows: which property of the element's style stands for what (page.css), and the palette. Must
 * not know: themes, drawing.
 */

import { colorOf } from "../../common/colors.js";

const LIGHT = [
    "#1f6fd6", "#e0701a", "#1f9d55", "#d63a4a", "#7f56d9", "#0e97a5", "#c2459b", "#8a6d3b", "#5f6b7a", "#8f9a00",
];
const DARK = [
    "#5aa2ff", "#ff9d4d", "#4fce87", "#ff7382", "#b196ff", "#3fd0dc", "#f07fca", "#d0ad74", "#a3b0bd", "#cdd648",
];

/**
 * @param {HTMLElement} element the canvas
 * @param {Map<string, string>} own colours that the program has named, as they are now
 * @returns {object} the colours of now; reading them is not free
 */
export function colorsOf(element, own) {
    const style = getComputedStyle(element);
    const palette = isDark(style.backgroundColor, style.color) ? DARK : LIGHT;
    const least = Number(style.getPropertyValue("--pgw-plot-least")) || 0;
    return {
        text: style.color,
        background: style.backgroundColor,
        grid: style.borderTopColor,
        axis: style.borderRightColor,
        muted: style.borderBottomColor,
        accent: style.borderLeftColor,
        font: style.fontFamily,
        own: new Map([...own].map(([name, color]) => [name, lightened(color, least)])),
        palette: palette.map((color, index) => (
            lightened(style.getPropertyValue(`--pgw-plot-${index + 1}`).trim() || color, least)
        )),
    };
}

/**
 * What the colours of a program are just now: tokens, and those that depend on the theme, which a
 * canvas by itself takes for none. An element that is not shown has each; one that CSS does not know
 * is that of the text.
 */
export class OwnColors {
    #parent;
    #probes = new Map();

    /** @param {HTMLElement} parent whose style sheets count */
    constructor(parent) {
        this.#parent = parent;
    }

    /**
     * @param {Iterable<?string>} names
     * @returns {Map<string, string>} a colour that a canvas knows, by each
     */
    read(names) {
        const wanted = new Set(names);
        wanted.delete(null);
        for (const [name, probe] of this.#probes) {
            if (wanted.has(name)) continue;
            probe.remove();
            this.#probes.delete(name);
        }
        return new Map([...wanted].map((name) => [name, getComputedStyle(this.#probe(name)).color]));
    }

    #probe(name) {
        let probe = this.#probes.get(name);
        if (probe === undefined) {
            probe = document.createElement("span");
            probe.hidden = true;
            probe.style.color = colorOf(name);
            this.#parent.append(probe);
            this.#probes.set(name, probe);
        }
        return probe;
    }
}

/** Dark is what has a text that is lighter than what is behind it. */
function isDark(background, text) {
    return brightness(text) > brightness(background);
}

function brightness(color) {
    const [red, green, blue, alpha] = partsOf(color);
    return alpha === 0 ? 255 : lightOf(red, green, blue); // what is behind a page is white
}

/** @returns {number[]} red, green and blue of 255, and alpha of 1 */
function partsOf(color) {
    if (color.startsWith("#")) return hexParts(color);
    const parts = color.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
    const scale = color.startsWith("color(") ? 255 : 1; // whose parts go up to 1
    const [red = 255, green = 255, blue = 255] = parts.slice(0, 3).map((part) => part * scale);
    return [red, green, blue, parts[3] ?? 1];
}

function hexParts(color) {
    const digits = color.slice(1);
    const pairs = digits.length < 6 ? [...digits].map((digit) => digit + digit) : digits.match(/../g);
    const [red, green, blue, alpha = 255] = pairs.map((pair) => parseInt(pair, 16));
    return [red, green, blue, alpha / 255];
}

/** As a grey picture has it. */
function lightOf(red, green, blue) {
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const KNOWN = /^(?:#|rgba?\([^%]*$|color\(srgb )/; // of others the numbers mean something else

/**
 * @param {string} color as CSS tells it
 * @param {number} least how light it is at least, 1 being white
 * @returns {string} the same, or as much white in it as it takes; one that is no red, green and blue
 *   stays as it is
 */
export function lightened(color, least) {
    if (!KNOWN.test(color)) return color;
    const [red, green, blue, alpha] = partsOf(color);
    const light = lightOf(red, green, blue) / 255;
    if (light >= least || alpha === 0) return color;
    const white = (least - light) / (1 - light);
    const mixed = [red, green, blue].map((part) => Math.round(part + (255 - part) * white));
    return `rgb(${mixed.join(" ")} / ${alpha})`;
}
