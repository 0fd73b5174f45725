/**
 * Tables whose rows the server keeps.
 *
 * Knows: the private members of tables that list rows, find them by their paths, and colour cells
 * (rows/, and pgwidgets-js); and how the server says what there is (docs/reference/wire-protocol.md, "Tables
 * with a source"). Must not know: how rows are drawn.
 */

import { looking } from "../telling/looking.js";
import { SeenRows } from "./seen_rows.js";

/**
 * @param {Function} Base a table that draws those rows that can be seen, with looks of their values
 * @returns {Function} the same, which may have a source
 */
export function lookingAtSources(Base) {
    return class extends Base {
        _seen = null; // null: it has rows of its own
        _kept = new Map(); // rows by their keys that are selected, or were, whatever is seen
        _rangeAt = null; // the place at which a range begins, and the order in which it is there
        _isOfNamed = false; // whether rows that are yet to come are left out
        _awaited = null; // the place and column to which keys have gone before the row has come

        // --- what the server calls --------------------------------------------------------------

        /** @param {?object} about null: there is no source any more */
        _showSource(about) {
            this._kept.clear();
            this._awaited = null;
            this._seen = about && new SeenRows(about, {
                make: (key, place) => this._makeSeen(key, place),
                isNeeded: (row) => this._cursor?.node === row || this._editInfo?.node === row,
                known: (key) => this._kept.get(key) ?? this._inUse(key),
                ask: (start, stop) => looking.tell(this.wid, start, stop),
            });
            this._root.children = about ? this._seen.byKey : new Map();
            this._renderAll();
        }

        _showRows(block) {
            const hasMoved = this._seen.take(block);
            this._root.children = this._seen.byKey;
            this.element.classList.toggle("pgwidgets-unread", this._seen.hasFailed);
            this._rows.edited();
            if (hasMoved) this._renderAll();
            else this._rows.looksChanged();
            // Not within this call: what a call of the server does is told to nobody.
            if (this._awaited) queueMicrotask(() => this._arrive());
        }

        /** Keys go to the row that they have waited for. */
        _arrive() {
            const { _awaited: awaited } = this;
            if (!awaited || this._destroyed) return;
            if (awaited.place >= this._seen.length) this._awaited = null; // it does not come any more
            if ((this._rowAt(awaited.place)?.key ?? null) === null) return;
            this._awaited = null;
            super._goTo(awaited.place, awaited.column, awaited.isRange);
        }

        _rowAt(place) {
            return this._seen.list.slice(place, place + 1)[0];
        }

        // --- which rows there are -----------------------------------------------------------------

        /** A row that the user edits, or where the cursor is, stays the same in another order. */
        _inUse(key) {
            return [this._editInfo?.node, this._cursor?.node].find((row) => row?.key === key);
        }

        _makeSeen(key, place) {
            const row = this._makeNode({ key, values: null, depth: 0, parent: this._root });
            row.place = place;
            return row;
        }

        /** @override */
        _listNodes() {
            return this._seen ? this._seen.list : super._listNodes();
        }

        /** @override A row that is not there may be selected all the same. */
        _nodeAtPath(path) {
            if (!this._seen) return super._nodeAtPath(path);
            if (!Array.isArray(path) || path.length !== 1) return null;
            const [key] = path;
            const there = this._seen.byKey.get(key) ?? this._kept.get(key);
            if (there) return there;
            const row = this._makeSeen(key, -1);
            this._kept.set(key, row);
            return row;
        }

        /** @override */
        get_row_count() {
            return this._seen ? this._seen.length : super.get_row_count();
        }

        // --- what users do ------------------------------------------------------------------------

        /** @override Rows that are yet to come have no names. */
        get_selected() {
            this._selection = this._selection.filter(({ key }) => key !== null);
            if (this._seen) {
                this._kept = new Map(this._selection.map((row) => [row.key, row]));
                return this._selection.map((row) => ({ path: [row.key], values: row.values }));
            }
            return super.get_selected();
        }

        /** @override */
        _setCursor(row, ...more) {
            if (!row || row.key === null) return;
            this._awaited = null;
            super._setCursor(row, ...more);
        }

        /** @override Keys count from where those before them have gone. */
        get _keysAt() {
            return this._awaited ? { ...this._awaited, isAwaited: true } : super._keysAt;
        }

        /** @override */
        _reveal(place, column) {
            const row = this._seen && this._rowAt(place);
            if (row?.key === null) this._await(row, { place, column });
            else super._reveal(place, column);
        }

        /** @override To a row that is yet to come it is scrolled, and keys are there when it is. */
        _goTo(place, column, isRange) {
            const row = this._seen && this._rowAt(place);
            if (row?.key === null) this._await(row, { place, column, isRange });
            else super._goTo(place, column, isRange);
        }

        _await(row, where) {
            this._awaited = where;
            this._scrollToNode(row);
        }

        // --- ranges that are selected -------------------------------------------------------------

        /** @override The row itself need not stay; its place in this order counts. */
        _beginRange(row) {
            super._beginRange(row);
            if (this._seen) this._rangeAt = { place: row.place, generation: this._seen.generation };
        }

        /** @override Where not all have come, the server says which rows are selected by that. */
        _selectRange(row) {
            if (!this._seen) {
                super._selectRange(row);
                return;
            }
            const { byKey, list, generation } = this._seen;
            const { _rangeAt: at } = this;
            const begun = at?.generation === generation ? at.place : row.place;
            const [first, last] = [begun, row.place].sort((one, other) => one - other);
            // Of a long range few have come, so it is not gone through place by place.
            const known = [...byKey.values()]
                .filter((each) => first <= each.place && each.place <= last && list[each.place] === each)
                .sort((one, other) => one.place - other.place);
            const areAll = known.length === last - first + 1;
            this._rangeAt = { place: begun, generation };
            this._keyRow = row;
            this._selection = known;
            this._updateSelectionDisplay();
            const more = areAll ? [] : [[generation, begun, row.place]];
            this.make_callback("selected", this.get_selected(), ...more);
        }

        /** @override Of a source, the range of all rows: the server reads their names. */
        _selectEvery() {
            if (!this._seen) return super._selectEvery();
            const { generation, length } = this._seen;
            if (this._selectionMode !== "multiple" || length === 0) return false;
            this._rangeAt = { place: 0, generation };
            this._selectRange({ place: length - 1 });
            return true;
        }

        /** @override Cells are selected in rows that have come. */
        _getVisibleNodes() {
            const rows = super._getVisibleNodes();
            return this._isOfNamed ? rows.filter(({ key }) => key !== null) : rows;
        }

        _amongNamed(run) {
            this._isOfNamed = this._seen !== null;
            run();
            this._isOfNamed = false;
        }

        /** @override */
        _extendCellRectangle(row, column) {
            this._amongNamed(() => super._extendCellRectangle(row, column));
        }

        /** @override */
        _onHeaderColumnSelect(event, index) {
            this._amongNamed(() => super._onHeaderColumnSelect(event, index));
        }

        // --- what users do in rows ----------------------------------------------------------------

        /** @override */
        _onRowClick(event, row) {
            if (row.key === null) return;
            this._awaited = null; // its user has gone elsewhere since
            super._onRowClick(event, row);
        }

        /** @override */
        _onCellClick(event, row, ...more) {
            if (row.key === null) return;
            this._awaited = null;
            super._onCellClick(event, row, ...more);
        }

        /** @override */
        _onRowNumberClick(event, row) {
            if (row.key === null) return;
            this._awaited = null;
            this._amongNamed(() => super._onRowNumberClick(event, row));
        }

        /** @override */
        _startEdit(row, ...more) {
            if (row.key !== null) super._startEdit(row, ...more);
        }

        /** @override A double click on a row that is yet to come says nothing. */
        make_callback(action, ...args) {
            if (this._seen && action === "activated" && args[1]?.[0] == null) return;
            super.make_callback(action, ...args);
        }

        // --- how cells look -----------------------------------------------------------------------

        /** @override */
        get _hasLooks() {
            return this._seen !== null || super._hasLooks;
        }

        /** @override */
        _lineOf(row, index) {
            if (!this._seen) return super._lineOf(row, index);
            return row.looks?.[this._columns[index].key]?.line ?? null;
        }

        /** @override Of a source, the server has said it. */
        _looksOf(row, index) {
            if (!this._seen) return super._looksOf(row, index);
            const looks = row.looks?.[this._columns[index]?.key];
            return looks && !looks.line ? { fg: null, bg: null, bar: null, ...looks } : null;
        }
    };
}
