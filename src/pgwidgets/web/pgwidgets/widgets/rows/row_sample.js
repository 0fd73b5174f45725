/**
 * A sample of what makes all rows as high as they are: the font, and the spacing.
 *
 * Knows: an element that no one sees. Must not know: rows, or what is done when they are other.
 */

export class RowSample {
    #element = null;
    #watch = null;
    #height = 0; // pixels
    #changed;

    /** @param {() => void} changed told when all rows are higher or lower than they were */
    constructor(changed) {
        this.#changed = changed;
    }

    /**
     * Watches it, from the first call on.
     * @param {Element} parent where rows are
     */
    watchIn(parent) {
        if (this.#element) return;
        this.#element = document.createElement("div");
        this.#element.className = "pgwidgets-row-sample";
        this.#element.setAttribute("aria-hidden", "true");
        parent.append(this.#element);
        this.#watch = new ResizeObserver(() => this.look());
        this.#watch.observe(this.#element, { box: "border-box" }); // spacing is padding
    }

    /** Looks at it now: of its size it is told later. */
    look() {
        const { height = 0 } = this.#element?.getBoundingClientRect() ?? {};
        const before = this.#height;
        this.#height = height || before;
        if (before !== 0 && height !== 0 && height !== before) this.#changed();
    }

    /** Watches it no longer. */
    end() {
        this.#watch?.disconnect();
    }
}
