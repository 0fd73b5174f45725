/**
 * Trees and tables whose columns are as wide as what is in them.
 *
 * It can be measured once the page shows them: what is asked for before is put off until then.
 *
 * Knows: private members of pgwidgets-js's trees. Must not know: how rows are drawn, or the server.
 */

import { estimator, measured, Widest } from "./column_widths.js";
import { textOf } from "./contents.js";
import { childrenOf } from "./nodes.js";

const PADDING = 6; // pixels, on each side of a cell, unless set_column_spacing() gives another
const BORDER = 1; // and to the right of it
const LINE_ROOM = 100; // pixels; a line in a cell
const SORT_ROOM = 18; // pixels; the mark of the column that is sorted by

/**
 * @param {Function} Base a tree, or a table, that keeps its rows as data
 * @returns {Function} the same
 */
export function withOptimalWidths(Base) {
    return class extends Base {
        /** What is put off, and which columns it is about; null: nothing is. */
        _widthsDue = null;

        /** @override Columns are others, with widths of their own. */
        set_columns(columns) {
            this._widthsDue = null;
            super.set_columns(columns);
        }

        /** @override It counts, though it comes before what was put off. */
        set_column_width(key, width) {
            this._widthsDue?.delete(key);
            super.set_column_width(key, width);
        }

        /** @override Measures few texts of each column, and all of these at once. */
        set_optimal_column_widths() {
            if (!this.element.isConnected) {
                this._widthsDue = new Set(this._columns.map(({ key }) => key));
                this._widenSoon();
                return;
            }
            this._widthsDue = null;
            const { _columns: columns } = this;
            const style = getComputedStyle(this.element);
            const padding = parseFloat(style.getPropertyValue("--tv-col-pad") || PADDING);
            const estimate = estimator(style.font);
            const widest = columns.map(() => new Widest(estimate));
            const level = parseFloat(style.getPropertyValue("--pgwidgets-level")) || 0;
            const first = level > 0 ? columns.findIndex(({ hidden }) => !hidden) : -1;
            const indented = []; // of each depth, the texts of the first column
            const nodes = [this._root];
            while (nodes.length > 0) {
                for (const node of childrenOf(nodes.pop())) {
                    nodes.push(node);
                    for (const [index, column] of columns.entries()) {
                        const value = column.type === "boolean" || this._cellValue(node, index);
                        const among = index === first
                            ? (indented[node.depth] ??= new Widest(estimate)) : widest[index];
                        among.add(textOf(column, value));
                    }
                }
            }
            const contents = measured(this.element, widest.map(({ texts }) => texts));
            const depths = measured(this.element, [...indented].map((all) => all?.texts ?? []));
            if (first >= 0) {
                contents[first] = Math.max(0, ...depths.map((width, depth) => width + depth * level));
            }
            const heading = this._headerCells.find((cell) => cell.style.display !== "none");
            const labels = measured(heading ?? this.element, columns.map(({ label }) => [label]));
            const labelRoom = 2 * PADDING + BORDER + (this._sortable ? SORT_ROOM : 0);
            this._colWidths = columns.map(({ type, icon_size: size, sparkline }, index) => {
                const isPicture = type === "icon" && this._root.children.size > 0;
                const content = isPicture ? size || 16 : sparkline ? LINE_ROOM : contents[index];
                return `${Math.max(labels[index] + labelRoom, content + 2 * padding + BORDER)}px`;
            });
            this._applyGridTemplate();
        }

        _widenSoon() {
            const due = this._widthsDue;
            requestAnimationFrame(() => {
                if (this._destroyed || this._widthsDue !== due) return;
                if (this.element.isConnected) this._widen(due);
                else this._widenSoon();
            });
        }

        /** @param {Set<string>} keys of the columns that are widened; others have come since, or been set */
        _widen(keys) {
            const own = this._columns.map(({ key }, index) => [key, this._colWidths[index]])
                .filter(([key]) => !keys.has(key));
            this.set_optimal_column_widths();
            for (const [key, width] of own) this.set_column_width(key, width);
        }
    };
}
