/**
 * How high rows are, and so where each begins, though few of them are in the page.
 *
 * Rows that have pictures and controls in the same columns are equally high: these are a kind. One
 * row of each kind is measured.
 *
 * Knows: columns, and the values of rows. Must not know: elements.
 */

/** Pixels; the height of a row until any was measured: that of the style sheet. */
const FIRST_GUESS = 25;

/** Rows; more count as equally high: where each begins would take as many numbers. */
const MOST = 1_000_000;

export class RowHeights {
    #known = new Map(); // kind -> pixels
    #telling = []; // columns that make a row be of another kind
    #nodes = []; // of a source some may be yet to come
    #tops = null; // where each row begins, and where the last ends; null: not reckoned

    /** @param {object[]} columns */
    setColumns(columns) {
        this.#telling = columns.filter(({ widget, type }) => widget || type === "icon");
        this.forget();
    }

    /** Rows are to be measured again, as their font may have changed. */
    forget() {
        this.#known.clear();
        this.#tops = null;
    }

    /**
     * A row has another value.
     * @param {string} key of the column
     * @returns {boolean} whether it may be of another height now
     */
    kindsChanged(key) {
        const isTelling = this.#telling.some((column) => (
            column.key === key || column.visible_key === key));
        if (isTelling) this.#tops = null;
        return isTelling && !this.#areAlike;
    }

    /** @param {import("./nodes.js").Node[]} nodes all rows, from top to bottom */
    over(nodes) {
        if (nodes === this.#nodes) return;
        this.#nodes = nodes;
        this.#tops = null;
    }

    /** @returns {number} what a row has in common with all that are as high as it is */
    kindOf({ values }) {
        let kind = 1;
        for (const { widget, key, visible_key: visibleKey } of this.#telling) {
            const value = values?.[key];
            const isThere = widget ? value != null && (!visibleKey || values[visibleKey]) : value;
            kind = kind * 2 + (isThere ? 1 : 0);
        }
        return kind;
    }

    /** @returns {boolean} whether rows of this kind were measured */
    isKnown(kind) {
        return this.#known.has(kind);
    }

    /** @param {number} kind @param {number} height pixels, as measured */
    note(kind, height) {
        this.#known.set(kind, height);
        this.#tops = null;
    }

    /** @returns {number} where a row begins; of the place behind the last one: where that ends */
    topOf(place) {
        const tops = this.#reckoned();
        return tops ? tops[place] : place * this.#usual;
    }

    /** @returns {number} where the last row ends */
    get total() {
        return this.topOf(this.#nodes.length);
    }

    /** @returns {number} the place of the row at this height; that behind the last, below them all */
    placeAt(height) {
        const tops = this.#reckoned();
        if (!tops) return Math.min(this.#nodes.length, Math.floor(height / this.#usual));
        let [low, high] = [0, tops.length - 1];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (tops[middle] <= height) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    /** Pixels, where all rows are of one kind that was measured; null: they need not be alike. */
    get common() {
        if (this.#telling.length > 0 || this.#known.size === 0) return null;
        return this.#usual;
    }

    get #areAlike() {
        return this.#nodes.length > MOST || new Set(this.#known.values()).size < 2;
    }

    get #usual() {
        const [height = FIRST_GUESS] = this.#known.values();
        return height;
    }

    /** @returns {?Float64Array} null: all rows are equally high */
    #reckoned() {
        if (this.#areAlike) return null;
        if (this.#tops) return this.#tops;
        const usual = this.#usual;
        const tops = new Float64Array(this.#nodes.length + 1);
        for (const [index, node] of this.#nodes.entries()) {
            const known = node && this.#known.get(this.kindOf(node));
            tops[index + 1] = tops[index] + (known ?? usual);
        }
        this.#tops = tops;
        return tops;
    }
}
