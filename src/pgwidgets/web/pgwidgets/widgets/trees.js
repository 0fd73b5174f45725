/**
 * What pgwidgets-js's trees and tables do not report, and how they show numbers.
 *
 * Knows: their private methods, and how this is told to the server (docs/wire-protocol.md, "Trees
 * and tables"). Must not know: sockets, counting, or other widgets.
 *
 * They report a cell as selected whenever the arrow keys move to it, though that selects nothing; and
 * they do not report that a column was dragged wider. They show all 17 digits of a number: here fewer
 * are shown, while the value, which is sorted by, edited and copied, keeps them all.
 */

import { figures } from "../common/figures.js";

const NO_TEXTS = new Set(["icon", "boolean"]);

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {Object<string, Function>} the classes that take the places of those of these names
 */
export function tellingTreeClasses({ TreeView, TableView }) {
    return { TreeView: telling(TreeView), TableView: telling(TableView) };
}

function telling(Base) {
    // The class must have the name of its base, which is what the server is told of it.
    const named = {
        [Base.name]: class extends Base {
            /** @override Says that it is about the cursor alone. */
            _setCursor(node, colIndex, opts = {}) {
                super._setCursor(node, colIndex, { ...opts, silent: true });
                if (opts.silent || !node) return;
                const key = this._columns[this._cursor.colIndex]?.key ?? null;
                const value = node.values?.[key] ?? "";
                const cell = { path: this._pathOfNode(node), col_key: key, value };
                this.make_callback("cell_selected", [cell], true);
            }

            /** @override */
            _createRow(...args) {
                return this._withFigures(() => super._createRow(...args));
            }

            /** @override */
            set_optimal_column_widths() {
                this._withFigures(() => super.set_optimal_column_widths());
            }

            /** @override */
            _restoreCell(cell, value) {
                super._restoreCell(cell, shownIn(this._columns[cell?._colIndex], value));
            }

            /** @override What is shown, while rows are made or measured. */
            _cellValue(node, index) {
                const value = super._cellValue(node, index);
                return this._showsFigures ? shownIn(this._columns[index], value) : value;
            }

            _withFigures(run) {
                this._showsFigures = true;
                try {
                    return run();
                } finally {
                    this._showsFigures = false;
                }
            }

            /** @override Reports all widths when the edge is let go: all are fixed by then. */
            _setupColumnResize(handle, colIndex) {
                super._setupColumnResize(handle, colIndex);
                const tell = () => this.make_callback("sorted", widthsOf(this));
                handle.addEventListener("mousedown", () => {
                    document.addEventListener("mouseup", tell, { once: true });
                });
            }
        },
    };
    return named[Base.name];
}

function shownIn(column, value) {
    return column && !column.widget && !NO_TEXTS.has(column.type) ? figures(value) : value;
}

function widthsOf(tree) {
    return Object.fromEntries(
        tree._columns.map(({ key }, index) => [key, parseFloat(tree._colWidths[index])]),
    );
}
