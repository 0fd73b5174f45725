/**
 * Trees and tables that keep all rows as data, and draw those that can be seen, once a frame.
 *
 * pgwidgets-js makes the elements of all rows anew at every change, in one place; here that place
 * only notes that something has changed. What its methods do with rows, paths, selections, the cursor
 * and the clipboard stays theirs.
 *
 * Knows: which private members of pgwidgets-js's trees draw, sort, and edit. Must not know: the
 * server.
 */

import { cellOf } from "./cell_keys.js";
import { showText } from "./contents.js";
import { Drawing } from "./drawing.js";
import { childrenOf, Node, openNodes } from "./nodes.js";
import { markCount, markHeader, markOrder } from "./roles.js";
import { listenTo } from "./row_events.js";
import { Order } from "./sorting.js";

/** They have all rows drawn, which are the same and in the same order. */
const COLOURING = [
    "set_cell_color", "set_row_color", "set_column_color", "set_table_color", "set_colors",
    "clear_cell_color", "clear_row_color", "clear_column_color", "clear_all_colors",
];

const MANY_MORE = 8; // times as many rows as have changed: these are not worth sorting all anew
const LEAST_THUMB = 28; // pixels of a scroll bar, that of a million rows too

/**
 * @param {Function} Base TreeView, or TableView
 * @param {import("./press.js").Press} press
 * @returns {Function} the same, of which only those rows are drawn that can be seen
 */
export function drawingSeenRows(Base, press) {
    class Rows extends Base {
        /** Made when it is first asked for: the constructor of the base needs it. */
        get _rows() {
            const rows = new Drawing(this, press);
            Object.defineProperty(this, "_rows", { value: rows });
            return rows;
        }

        // --- what has changed ---------------------------------------------------------------

        /** @override */
        _renderAll() {
            listenTo(this);
            this._rows.rowsChanged();
        }

        /** @override */
        set_cell(path, key, value) {
            const node = this._nodeAtPath(path);
            if (!node) return;
            node.values ??= {};
            node.values[key] = value;
            this._rows.valueChanged(node, key);
        }

        /** @override */
        clear() {
            this._rows.clear();
            super.clear();
            this._renderAll();
        }

        /** @override */
        _buildHeader() {
            super._buildHeader();
            this._rows.columnsChanged();
            markHeader(this, Base.name === "TableView");
            markCount(this, this._rows.nodes.length);
        }

        /** @override */
        _updateSortIndicators() {
            super._updateSortIndicators();
            markOrder(this);
        }

        /** @override */
        set_editable(tf) {
            this._rows.editableChanged();
            this._rows.keepingRows(() => super.set_editable(tf));
        }

        /** @override */
        set_column_editable(key, tf) {
            this._rows.editableChanged();
            this._rows.keepingRows(() => super.set_column_editable(key, tf));
        }

        /** @override */
        _applyGridTemplate() {
            super._applyGridTemplate();
            this._rows.forgetWidest();
        }

        /** @override */
        _updateSelectionDisplay() {
            this._rows.looksChanged();
        }

        // --- which rows there are, in which order ---------------------------------------------

        /** @override */
        _makeNode(parts) {
            return new Node(parts);
        }

        /** @override Rows that are lists stay so until somebody asks for their values. */
        set_data(data) {
            this.clear();
            const keys = this._columns.map(({ key }) => key);
            const root = this._root;
            for (let index = 0; index < data.length; index += 1) {
                const [key, row] = [`row${index}`, data[index]];
                root.children.set(key, Array.isArray(row) ? Node.ofCells(key, row, keys, root) : this._makeNode({
                    key, values: this._rowValues(row), depth: 0, parent: root, expanded: false,
                }));
            }
            this._applySort();
            this._renderAll();
        }

        /** @override */
        _cellValue(node, index) {
            if (!(node instanceof Node) || index < 0 || index >= this._columns.length) {
                return super._cellValue(node, index);
            }
            const value = node.cell(this._columns[index].key, index);
            return value === undefined && index === 0 ? node.key : value;
        }

        /** @override */
        _addNodeFromDict(parent, key, data) {
            parent.grow();
            return super._addNodeFromDict(parent, key, data);
        }

        /** @returns {object[]} all rows, from top to bottom, each with its place */
        _listNodes() {
            return openNodes(this._root, (node) => this._childrenView(node));
        }

        /** @returns {boolean} whether cells have colours beside those that were set */
        get _hasLooks() {
            return false;
        }

        /** @override */
        _getVisibleNodes() {
            return this._rows.nodes;
        }

        /** @override */
        _childrenView(node) {
            return this._rows.inOrder(node);
        }

        /** @override What is to be sorted is sorted when its order is asked for. */
        _applySortToNode(node) {
            node.sortedView = null;
            this._rows.rowsChanged();
        }

        /** @override */
        _applySort() {
            const nodes = [this._root];
            while (nodes.length > 0) {
                const node = nodes.pop();
                node.sortedView = null;
                for (const child of node.children.values()) {
                    if (child.children.size > 0) nodes.push(child);
                }
            }
            this._rows.rowsChanged();
        }

        /** @override */
        _sortChildren(node, key, isAscending) {
            const { type } = this._columnByKey(key) ?? { type: "string" };
            const index = this._columnIndex(key);
            const order = new Order(type, (child) => this._cellValue(child, index), isAscending);
            const { children, sortedView, moved } = node;
            if (sortedView && moved && moved.size * MANY_MORE < children.size) {
                return order.resorted(sortedView, moved);
            }
            const all = childrenOf(node);
            for (let place = 0; place < all.length; place += 1) all[place].index = place;
            return order.sorted(all);
        }

        // --- selections -----------------------------------------------------------------------

        /** @override */
        select_path(path, state = true) {
            this.select_paths([path], state);
        }

        /** @override */
        select_paths(paths, state = true) {
            const selected = new Set(this._selection);
            for (const node of paths.map((path) => this._nodeAtPath(path))) {
                if (node && state) selected.add(node);
                else selected.delete(node);
            }
            this._selection = [...selected];
            this._updateSelectionDisplay();
        }

        /** @override Looks at those that are selected, and not at all that there are. */
        get_selected_cells() {
            const cells = [];
            for (const name of this._cellSelection) {
                const { path, key } = cellOf(name);
                const [node, index] = [this._nodeAtPath(path), this._columnIndex(key)];
                if (node && index >= 0 && this._rows.has(node)) cells.push({ node, index });
            }
            cells.sort((one, other) => one.node.place - other.node.place || one.index - other.index);
            return cells.map(({ node, index }) => {
                const { key } = this._columns[index];
                const value = node.values && key in node.values ? node.values[key] : "";
                return { path: this._pathOfNode(node), col_key: key, value };
            });
        }

        // --- edits ------------------------------------------------------------------------------

        /** @override */
        _restoreCell(cell, value) {
            if (cell) showText(cell, this._columns[cell._colIndex] ?? {}, value);
        }

        /** @override */
        _startEdit(node, index, cell, options = {}) {
            super._startEdit(node, index, cell, options);
            if (this._editInfo) this._editInfo.shown = options.prefill == null ? this._editor.value : null;
        }

        /**
         * @override What is left as it was, or typed as it is, is no edit: the editor shows no line
         *     breaks, of null nothing, and of a number of a source only some digits.
         */
        _commitEdit() {
            this._rows.edited();
            const { _editInfo: edit, _editor: editor } = this;
            if (edit && [edit.shown, String(edit.oldValue)].includes(editor.value)) {
                this._cancelEdit();
                return;
            }
            super._commitEdit();
            if (edit) this._rows.valueChanged(edit.node, edit.cell._colKey);
        }

        /** @override */
        _cancelEdit() {
            this._rows.edited();
            super._cancelEdit();
        }

        /** @override */
        _clearCursorCell() {
            super._clearCursorCell();
            const { node, colIndex } = this._cursor ?? {};
            if (node) this._rows.valueChanged(node, this._columns[colIndex]?.key);
        }

        // --- where it is scrolled to ------------------------------------------------------------

        /** @override What has come into sight, as its size has changed, is drawn at once. */
        _syncScrollbars() {
            super._syncScrollbars();
            for (const bar of [this._vScrollBar, this._hScrollBar]) keepGraspable(bar);
            this._rows.sizeChanged();
        }

        /** @override */
        _syncFromScroll() {
            super._syncFromScroll();
            this._rows.scrolled();
        }

        /** @override */
        _scrollToNode(node) {
            this._rows.settle(true);
            this._rows.bringIntoSight(node);
            super._scrollToNode(node);
        }

        /** @override */
        _cellElement(node, colIndex) {
            if (node && !node.element) this._scrollToNode(node);
            return super._cellElement(node, colIndex);
        }

        /** @override */
        scroll_to_end() {
            this._rows.settle(true);
            super.scroll_to_end();
        }

        /** @override */
        set_scroll_position(...place) {
            this._rows.settle(true);
            this._rows.jump();
            super.set_scroll_position(...place);
        }

        /** @override */
        get_scroll_position() {
            this._rows.settle();
            return super.get_scroll_position();
        }

        /** @override */
        destroy() {
            this._rows.end();
            super.destroy();
        }
    }
    for (const name of COLOURING) {
        Rows.prototype[name] = function (...args) {
            this._rows.keepingRows(() => Base.prototype[name].apply(this, args));
        };
    }
    return Rows;
}

/** Has what is dragged of a scroll bar be no smaller than can be seen, and hit. */
function keepGraspable(bar) {
    const { clientHeight, clientWidth } = bar.get_element();
    const least = LEAST_THUMB / Math.max(clientHeight, clientWidth, LEAST_THUMB);
    if (clientHeight > 0 && bar.get_thumb_percent() < least) bar.set_thumb_percent(least);
}
