/**
 * Sizes and positions that changed since they were last told to the server.
 *
 * Knows: the newest value of each widget, the last one that was sent, and whether it has arrived.
 * Must not know: how changes are observed, or when a report leaves.
 */

import { inRuns } from "./runs.js";

export class Geometry {
    #sizes = new Changes();
    #positions = new Changes();
    #places = new Changes();
    #hasSizedWindow = false;

    /** @param {object} widget @param {number} width CSS pixels @param {number} height CSS pixels */
    resized(widget, width, height) {
        const isNew = this.#sizes.note(widget, Math.round(width), Math.round(height));
        if (isNew && widget.has_callback?.("move")) this.#hasSizedWindow = true;
    }

    /** @param {object} widget @param {number} x CSS pixels @param {number} y CSS pixels */
    moved(widget, x, y) {
        this.#positions.note(widget, Math.round(x), Math.round(y));
    }

    /**
     * Where layout has put a widget, which no window and no user has moved.
     * @param {object} widget @param {number} x CSS pixels @param {number} y CSS pixels
     */
    placed(widget, x, y) {
        this.#places.note(widget, Math.round(x), Math.round(y));
    }

    /** Whether a window was moved or has got another size since, which its user may have done. */
    get hasNewsOfWindows() {
        return this.#positions.isNew || this.#hasSizedWindow;
    }

    /** The widget has just become one that the server knows: what was seen of it is news. */
    introduce(widget) {
        for (const changes of this.#all) changes.renew(widget);
    }

    /** The server has received the oldest report that was in doubt. */
    confirm() {
        for (const changes of this.#all) changes.confirm();
    }

    /** The connection is gone: what it may not have delivered is news again. */
    lost() {
        for (const changes of this.#all) changes.lost();
    }

    /**
     * Takes what is new; it is in doubt until {@link confirm} is called for it.
     * @param {(widget: object) => boolean} known whether the server knows this widget
     * @returns {?{sizes?: number[][], positions?: number[][], size_runs?: number[][],
     *   position_runs?: number[][]}} rows of [wid, a, b], and runs as {@link inRuns} has them, where
     *   there are any; null: no news
     */
    take(known) {
        this.#hasSizedWindow = false;
        const sizes = inRuns(this.#sizes.take(known));
        const moved = this.#positions.take(known);
        const places = inRuns(this.#places.take(known));
        const news = {
            sizes: sizes.rows,
            positions: [...moved, ...places.rows],
            size_runs: sizes.runs,
            position_runs: places.runs,
        };
        const told = Object.entries(news).filter(([, rows]) => rows.length > 0);
        if (told.length === 0) return null;
        for (const changes of this.#all) changes.doubt();
        return Object.fromEntries(told);
    }

    get #all() {
        return [this.#sizes, this.#positions, this.#places];
    }
}

class Changes {
    #seen = new WeakMap(); // widget -> [a, b], as last observed
    #told = new WeakMap(); // widget -> [a, b], as last sent
    #changed = new Set();
    #telling = []; // widgets of the report that is being made
    #inDoubt = []; // widgets of each report that may not have arrived, the oldest first

    get isNew() {
        return this.#changed.size > 0;
    }

    /** @returns {boolean} whether it is another value than before */
    note(widget, a, b) {
        const seen = this.#seen.get(widget);
        if (seen?.[0] === a && seen[1] === b) return false; // mostly: all places are read each time
        this.#seen.set(widget, [a, b]);
        this.#changed.add(widget);
        return true;
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
            this.#telling.push(widget);
            rows.push([widget.wid, a, b]);
        }
        this.#changed.clear();
        return rows;
    }

    doubt() {
        this.#inDoubt.push(this.#telling);
        this.#telling = [];
    }

    confirm() {
        this.#inDoubt.shift();
    }

    lost() {
        for (const widget of this.#inDoubt.flat()) {
            this.#told.delete(widget);
            this.#changed.add(widget);
        }
        this.#inDoubt = [];
    }
}
