/**
 * Sizes and positions that changed since they were last told to the server.
 *
 * Knows: the newest value of each widget, and the last one that was sent.
 * Must not know: how changes are observed, or when a report leaves.
 */

export class Geometry {
    #sizes = new Changes();
    #positions = new Changes();

    /** @param {object} widget @param {number} width CSS pixels @param {number} height CSS pixels */
    resized(widget, width, height) {
        this.#sizes.note(widget, Math.round(width), Math.round(height));
    }

    /** @param {object} widget @param {number} x CSS pixels @param {number} y CSS pixels */
    moved(widget, x, y) {
        this.#positions.note(widget, Math.round(x), Math.round(y));
    }

    /** The widget has just become one that the server knows: what was seen of it is news. */
    introduce(widget) {
        this.#sizes.renew(widget);
        this.#positions.renew(widget);
    }

    /**
     * Takes what is new.
     * @param {(widget: object) => boolean} known whether the server knows this widget
     * @returns {?{sizes: number[][], positions: number[][]}} rows of [wid, a, b]; null: no news
     */
    take(known) {
        const sizes = this.#sizes.take(known);
        const positions = this.#positions.take(known);
        return sizes.length || positions.length ? { sizes, positions } : null;
    }
}

class Changes {
    #seen = new WeakMap(); // widget -> [a, b], as last observed
    #told = new WeakMap(); // widget -> [a, b], as last sent
    #changed = new Set();

    note(widget, a, b) {
        this.#seen.set(widget, [a, b]);
        this.#changed.add(widget);
    }

    renew(widget) {
        if (this.#seen.has(widget)) this.#changed.add(widget);
    }

    take(known) {
        const rows = [];
        for (const widget of this.#changed) {
            if (!known(widget)) continue;
            const [a, b] = this.#seen.get(widget);
            const told = this.#told.get(widget);
            if (told && told[0] === a && told[1] === b) continue;
            this.#told.set(widget, [a, b]);
            rows.push([widget.wid, a, b]);
        }
        this.#changed.clear();
        return rows;
    }
}
