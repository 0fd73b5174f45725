/**
 * Trees and tables: they draw what is seen of them, and report what pgwidgets-js's do not.
 *
 * Knows: their private methods, and how this is told to the server (docs/reference/wire-protocol.md, "Trees
 * and tables"). Must not know: sockets, counting, or other widgets.
 *
 * They report a cell as selected whenever the arrow keys move to it, though that selects nothing; and
 * they do not report that a column was dragged wider.
 */

import { withSpecialColumns } from "./rows/columns.js";
import { goingByKeys } from "./rows/going.js";
import { withOptimalWidths } from "./rows/optimal_widths.js";
import { Press } from "./rows/press.js";
import { drawingSeenRows } from "./rows/rows.js";
import { lookingAtSources } from "./sources.js";
import { lookingAsValues } from "./value_looks.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {Window} [page] where its user acts; there is none under Node.js
 * @returns {Object<string, Function>} the classes that take the places of those of these names
 */
export function tellingTreeClasses({ TreeView, TableView }, page = globalThis.window) {
    const press = new Press(page);
    const drawing = (Base) => lookingAsValues(
        goingByKeys(withSpecialColumns(withOptimalWidths(drawingSeenRows(Base, press)))));
    return {
        TreeView: telling(TreeView, drawing(TreeView)),
        TableView: telling(TableView, lookingAtSources(drawing(TableView))),
    };
}

function telling(Base, Drawing) {
    // The class must have the name of its base, which is what the server is told of it.
    const named = {
        [Base.name]: class extends Drawing {
            /** @override Says that it is about the cursor alone. */
            _setCursor(node, colIndex, opts = {}) {
                super._setCursor(node, colIndex, { ...opts, silent: true });
                if (opts.silent || !node) return;
                const key = this._columns[this._cursor.colIndex]?.key ?? null;
                const value = node.values?.[key] ?? "";
                const cell = { path: this._pathOfNode(node), col_key: key, value };
                this.make_callback("cell_selected", [cell], true);
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

function widthsOf(tree) {
    return Object.fromEntries(
        tree._columns.map(({ key }, index) => [key, parseFloat(tree._colWidths[index])])
            .filter((_, index) => !tree._columns[index].hidden),
    );
}
