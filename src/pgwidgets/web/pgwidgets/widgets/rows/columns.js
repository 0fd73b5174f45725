/**
 * Columns that are hidden, and first columns that stay where they are while others are scrolled.
 *
 * Hidden ones keep their values, widths and keys. Those that stay are moved by as much as all are
 * scrolled: rows are grids, in whose areas nothing can be sticky.
 *
 * Knows: private members of pgwidgets-js's trees. Must not know: what cells hold.
 */

import { cellOf } from "./cell_keys.js";

/**
 * @param {Function} Base a tree, or a table, that draws those rows that can be seen
 * @returns {Function} the same
 */
export function withSpecialColumns(Base) {
    return class extends Base {
        /** @override What is hidden has no track; themes say how wide those before the cells are. */
        _gridTemplate() {
            const { _colWidths: widths, _columns: columns } = this;
            this._colWidths = widths.filter((_, index) => !columns[index]?.hidden);
            const template = super._gridTemplate();
            this._colWidths = widths;
            return template.replace(
                "16px 18px ", "var(--pgwidgets-indent, 16px) var(--pgwidgets-toggle, 18px) ",
            );
        }

        /** @override */
        _buildHeader() {
            markStuck(this._columns);
            super._buildHeader();
            for (const [index, cell] of this._headerCells.entries()) {
                const { hidden, isStuck } = this._columns[index];
                cell.style.display = hidden ? "none" : "";
                cell.classList.toggle("pgwidgets-frozen", isStuck);
            }
            const isAnyStuck = this._columns.some(({ isStuck }) => isStuck);
            this.element.classList.toggle("pgwidgets-has-frozen", isAnyStuck);
            this._shiftStuck();
        }

        /** @override */
        _syncFromScroll() {
            super._syncFromScroll();
            this._shiftStuck();
        }

        /** Moves what stays by as much as all are scrolled. */
        _shiftStuck() {
            const { _viewport: viewport, _body: body, _header: header } = this;
            if (!viewport) return; // it is being made
            const isAnyStuck = this.element.classList.contains("pgwidgets-has-frozen");
            const shift = isAnyStuck ? `${viewport.scrollLeft}px` : "";
            for (const { style } of [body, header]) {
                if (style.getPropertyValue("--pgwidgets-shift") === shift) continue;
                if (shift) style.setProperty("--pgwidgets-shift", shift);
                else style.removeProperty("--pgwidgets-shift");
            }
        }

        /** @override No cell is selected that cannot be seen. */
        _updateSelectionDisplay() {
            const hidden = new Set(this._columns.filter((each) => each.hidden).map(({ key }) => key));
            if (hidden.size > 0) {
                for (const name of this._cellSelection) {
                    if (hidden.has(cellOf(name).key)) this._cellSelection.delete(name);
                }
            }
            super._updateSelectionDisplay();
        }
    };
}

/** Notes which columns stay: the first that are frozen. */
function markStuck(columns) {
    let areAll = true;
    for (const column of columns) {
        if (!column.hidden) areAll &&= Boolean(column.frozen);
        column.isStuck = areAll && !column.hidden;
    }
}
