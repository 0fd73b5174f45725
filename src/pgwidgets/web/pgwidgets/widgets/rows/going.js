/**
 * Trees and tables in which keys go about: where they are, and what they select on their way.
 *
 * Knows: private members of pgwidgets-js's trees. Must not know: which key does what, or the server.
 */

import { isKeyOfControl } from "./contents.js";
import { heedsKey } from "./keys.js";
import { markActive } from "./roles.js";
import { bringColumnIntoSight } from "./sight.js";

const MOST_CELLS = 5000; // that are selected at once, since each is told

/**
 * @param {Function} Base a tree, or a table, that draws those rows that can be seen
 * @returns {Function} the same
 */
export function goingByKeys(Base) {
    return class extends Base {
        _keyRow = null; // of rows, that to which keys or a click went last
        _rangeStart = null; // the row at which a range that is selected begins
        _headerAt = null; // the column in whose header keys are; null: they are in rows

        /** @override A tick is set by the space bar, too. */
        _onKeyDown(event) {
            if (isKeyOfControl(event)) {
                if (event.key === "Escape") this.element.focus();
            } else if (!heedsKey(this, event)) super._onKeyDown(event);
        }

        /** The indexes of the columns that can be seen. */
        get _shownColumns() {
            return this._columns.flatMap(({ hidden }, index) => (hidden ? [] : [index]));
        }

        /** Where keys have gone; null: nowhere yet, or that row is gone. */
        get _keysAt() {
            const { _rows: rows } = this;
            if (this._cellCursor) {
                const { node, colIndex } = this._cursor ?? {};
                return rows.has(node) ? { place: node.place, column: colIndex } : null;
            }
            const { _keyRow: last, _selection: selection } = this;
            const row = last && selection.includes(last) ? last : selection.at(-1);
            return rows.has(row) ? { place: row.place, column: 0 } : null;
        }

        /** Shows where keys are, and selects nothing. */
        _reveal(place, column) {
            this._setCursor(this._rows.nodes[place], column);
            bringColumnIntoSight(this, column);
        }

        /**
         * Keys go to a row, or to a cell.
         * @param {number} place
         * @param {number} column
         * @param {boolean} isRange whether all on the way is selected
         */
        _goTo(place, column, isRange = false) {
            const row = this._rows.nodes[place];
            const isRangeOfRows = isRange && this._selectionMode === "multiple";
            if (this._cellCursor && isRangeOfRows) {
                this._setCursor(row, column);
                this._onRowClick({ shiftKey: true }, row);
            } else if (this._cellCursor) {
                this._goToCell(row, column, isRange && this._selectionMode === "multiple-cell");
            } else {
                this._onRowClick({ shiftKey: isRangeOfRows }, row);
                this._scrollToNode(row);
            }
            if (this._cellCursor) bringColumnIntoSight(this, column);
        }

        _goToCell(row, column, isRange) {
            const { node, colIndex } = this._cursor ?? {};
            if (isRange && node && !this._cellAnchor) this._cellAnchor = { node, colIndex };
            super._moveCursorTo(this._rows.nodes, row.place, column);
            if (isRange) this._onCellClick({ shiftKey: true }, row, column);
            else if (!this._isCellMode()) this._beginRange(row);
        }

        /** @override An edit ends, and keys go on to the next cell that can be seen. */
        _moveCursorTo(nodes, place, column) {
            const { place: _, column: from = column } = this._keysAt ?? {};
            const shown = this._shownColumns;
            const to = column < from ? shown.findLast((index) => index <= column)
                : shown.find((index) => index >= column);
            this._goTo(Math.max(0, Math.min(nodes.length - 1, place)), to ?? from);
        }

        /**
         * Keys go to the header of a column, which they can sort by, or back to the rows.
         * @param {?number} index
         */
        _goToHeader(index) {
            this._headerAt = index;
            if (index !== null) bringColumnIntoSight(this, index);
            this._updateCursorDisplay();
        }

        /** @override Columns are others: keys are in rows. */
        _buildHeader() {
            this._headerAt = null;
            super._buildHeader();
        }

        /** @override */
        _setCursor(...args) {
            this._headerAt = null;
            super._setCursor(...args);
        }

        /**
         * Selects all that there is.
         * @returns {boolean} whether it can be: several rows, or as many cells as can be told
         */
        _selectEvery() {
            if (this._selectionMode === "multiple") {
                this.select_all(true);
                // Not each by its name: of many that would be more than a message may hold.
                this.make_callback("selected", [], this._selection.length);
                return true;
            }
            const { nodes } = this._rows;
            const { length: count } = this._shownColumns;
            if (this._selectionMode !== "multiple-cell" || nodes.length * count > MOST_CELLS) return false;
            this._cellSelection.clear();
            for (const row of nodes) this._addRowCells(row);
            this._updateSelectionDisplay();
            this.make_callback("cell_selected", this.get_selected_cells());
            return true;
        }

        /** @override */
        _updateCursorDisplay() {
            super._updateCursorDisplay();
            markActive(this);
        }

        // --- ranges ---------------------------------------------------------------------------

        /** @override A range reaches from where it was begun, whichever way it goes. */
        _onRowClick(event, node) {
            const isMore = event.ctrlKey || event.metaKey;
            if (this._selectionMode === "multiple" && event.shiftKey && !isMore) {
                this._selectRange(node);
                return;
            }
            this._headerAt = null;
            super._onRowClick(event, node);
            this._keyRow = node;
            this._beginRange(node);
        }

        /** A range that is selected with Shift begins here. */
        _beginRange(node) {
            this._rangeStart = node;
        }

        /** Selects all from where the range was begun to a row. */
        _selectRange(node) {
            const { _rows: rows, _rangeStart: start } = this;
            const isThere = start && rows.has(start) && this._selection.includes(start);
            const from = isThere ? start : this._selection.find((row) => rows.has(row)) ?? node;
            const [first, last] = [from.place, node.place].sort((one, other) => one - other);
            this._rangeStart = from;
            this._keyRow = node;
            this._selection = this._rowsBetween(first, last + 1);
            this._updateSelectionDisplay();
            this.make_callback("selected", this.get_selected());
        }

        _rowsBetween(first, end) {
            return this._rows.nodes.slice(first, end);
        }
    };
}
