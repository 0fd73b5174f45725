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
    return {
        text: style.color,
        background: style.backgroundColor,
        grid: style.borderTopColor,
        axis: style.borderRightColor,
        muted: style.borderBottomColor,
        accent: style.borderLeftColor,
        font: style.fontFamily,
        own,
        palette: palette.map((color, index) => (
            style.getPropertyValue(`--pgw-plot-${index + 1}`).trim() || color
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
    const parts = color.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
    const isOfOne = color.startsWith("color("); // whose parts go up to 1
    const [red = 255, green = 255, blue = 255, alpha = 1] = parts;
    const light = (0.3 * red + 0.6 * green + 0.1 * blue) * (isOfOne ? 255 : 1);
    return alpha === 0 ? 255 : light; // what is behind a page is white
}
