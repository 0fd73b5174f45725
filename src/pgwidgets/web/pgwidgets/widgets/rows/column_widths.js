/**
 * How wide columns must be for the texts in them.
 *
 * The browser takes a while to measure a text; here the widths of single letters tell which texts of
 * many may be the widest, and only these are measured.
 *
 * Knows: texts and a font. Must not know: trees.
 */

const CANDIDATES = 16;

/**
 * @param {string} font as in CSS
 * @returns {(text: string) => number} about how wide a text is, in pixels
 */
export function estimator(font) {
    const context = document.createElement("canvas").getContext("2d");
    context.font = font;
    const widths = new Map();
    const widthOf = (letter) => {
        const width = context.measureText(letter).width;
        widths.set(letter, width);
        return width;
    };
    return (text) => {
        let sum = 0;
        for (const letter of text) sum += widths.get(letter) ?? widthOf(letter);
        return sum;
    };
}

/** Those of many texts that may be the widest. */
export class Widest {
    #estimate;
    #found = new Map(); // text -> about its width
    #least = -1; // of those found, once there are enough

    /** @param {(text: string) => number} estimate */
    constructor(estimate) {
        this.#estimate = estimate;
    }

    /** @param {string} text one of them all */
    add(text) {
        if (this.#found.has(text)) return;
        const width = this.#estimate(text);
        if (width <= this.#least) return;
        this.#found.set(text, width);
        if (this.#found.size <= CANDIDATES) return;
        const [[narrowest], [, least]] = [...this.#found].sort(([, one], [, other]) => one - other);
        this.#found.delete(narrowest);
        this.#least = least;
    }

    /** @returns {string[]} */
    get texts() {
        return [...this.#found.keys()];
    }
}

/**
 * Measures texts, all at once.
 * @param {Element} parent what has their font
 * @param {string[][]} lists
 * @returns {number[]} the width of the widest text of each list, in whole pixels
 */
export function measured(parent, lists) {
    const sheet = document.createElement("div");
    sheet.style.cssText = "position: absolute; visibility: hidden; white-space: nowrap; font: inherit";
    const rows = lists.map((texts) => texts.map((text) => {
        const row = document.createElement("div");
        row.style.width = "max-content";
        row.textContent = text;
        sheet.append(row);
        return row;
    }));
    parent.append(sheet);
    const widthOf = (row) => Math.ceil(row.getBoundingClientRect().width);
    const widths = rows.map((each) => Math.max(0, ...each.map(widthOf)));
    sheet.remove();
    return widths;
}
