/**
 * The elements of rows: what they are made of, and how they come to show another row, or the same
 * one with other values.
 *
 * Knows: pgwidgets-js's trees, and the class names of its style sheet. Must not know: where a row
 * stands in the page, or which rows are in it.
 */

import { arrange } from "./arranging.js";
import { controlOf, isControlThere, showControl, showLine, showPicture, showText } from "./contents.js";
import { markCell, markRow } from "./roles.js";

const LEVEL = 16; // pixels

export class RowElements {
    #tree;
    #version = 0;

    constructor(tree) {
        this.#tree = tree;
    }

    /** All rows have other cells from now on, or such that can be edited. */
    changed() {
        this.#version += 1;
    }

    /** @returns {Element} one that shows no row yet */
    make() {
        const row = document.createElement("div");
        const [number, indent, toggle] = ["rownum", "indent", "toggle"].map((part) => {
            const span = document.createElement("span");
            span.className = `treeview-${part}`;
            return span;
        });
        return Object.assign(row, {
            _parts: { number, indent, toggle }, _cells: [], _shape: null, _present: [], _version: 0,
        });
    }

    /**
     * Has an element show a row.
     * @param {Element} row
     * @param {import("./nodes.js").Node} node
     * @param {object} look
     * @param {string} look.template where its cells stand, in CSS
     * @param {boolean} look.isSelected
     * @param {boolean} look.hasStyles whether any cell may have colours of its own
     */
    show(row, node, { template, isSelected, hasStyles }) {
        const tree = this.#tree;
        row._node = node;
        this.#fit(row, node);
        const isOdd = tree._alternateRowColors && node.place % 2 === 1;
        setClass(row, `treeview-row${isOdd ? " treeview-row-alt" : ""}${
            isSelected ? " treeview-row-selected" : ""}`);
        if (row._template !== template) {
            row.style.gridTemplateColumns = row._template = template;
        }
        if (tree._showRowNumbers) {
            const number = String(node.place + 1);
            if (row._parts.number.textContent !== number) row._parts.number.textContent = number;
        }
        markRow(tree, row, node, isSelected);
        for (const cell of row._cells) this.#showCell(cell, node, hasStyles);
    }

    /**
     * Has an element show other values of the row that it shows: only their cells are looked at.
     * @param {Element} row
     * @param {import("./nodes.js").Node} node
     * @param {Set<string>} keys of the columns that have other values
     * @param {object} look as that of a whole row
     */
    update(row, node, keys, look) {
        if (row._node !== node || row._version !== this.#version || this.#decideMore(row, node, keys)) {
            this.show(row, node, look);
            return;
        }
        for (const cell of row._cells) {
            if (keys.has(cell._colKey)) this.#showCell(cell, node, look.hasStyles);
        }
    }

    /** Whether values decide more than what their own cells hold: which there are, or can be used. */
    #decideMore(row, node, keys) {
        const tree = this.#tree;
        return tree._columns.some(({ key, visible_key: visibleKey, enabled_key: enabledKey }, index) => (
            keys.has(key) ? tree._cellPresent(node, index) !== row._present[index]
                : keys.has(visibleKey) || keys.has(enabledKey)));
    }

    /** Gives it the cells that the row has: one extends over those columns that have no value. */
    #fit(row, node) {
        const tree = this.#tree;
        const { _columns: columns } = tree;
        const hasChildren = node.children.size > 0;
        const present = columns.map((_, index) => tree._cellPresent(node, index));
        const shape = [
            this.#version, node.depth, tree._showRowNumbers, hasChildren && node.expanded,
            hasChildren, ...present,
        ].join();
        if (row._shape === shape) return;
        row._shape = shape;
        row._present = present;
        row._version = this.#version;
        const { number, indent, toggle } = row._parts;
        indent.style.paddingLeft = `${node.depth * LEVEL}px`; // unseen but in the classic theme
        row.style.setProperty("--pgwidgets-depth", node.depth);
        toggle.textContent = hasChildren ? (node.expanded ? "▾" : "▸") : "";
        setClass(toggle, `treeview-toggle${hasChildren ? " treeview-toggle-active" : ""}`);
        const old = new Map(row._cells.map((cell) => [cell._colKey, cell]));
        row._cells = [];
        for (let index = 0, end; index < columns.length; index = end) {
            end = index + 1;
            const { key, hidden } = columns[index];
            if (hidden) continue;
            let span = 1;
            while (present[index] && end < columns.length && (columns[end].hidden || !present[end])) {
                if (!columns[end].hidden) span += 1;
                end += 1;
            }
            const cell = old.get(key) ?? document.createElement("span");
            old.delete(key); // of two columns that have one key, the second has a cell of its own
            this.#place(cell, index, span);
            row._cells.push(cell);
        }
        const edited = tree._editInfo?.cell;
        if (edited?.parentNode === row && !row._cells.includes(edited)) tree._rows.endEdit();
        const parts = tree._showRowNumbers ? [number, indent, toggle] : [indent, toggle];
        const { activeElement: focused } = document;
        arrange(row, [...parts, ...row._cells], (part) => part.contains(focused));
    }

    #place(cell, index, span) {
        const { key, halign, widget } = this.#tree._columns[index];
        cell._colIndex = index;
        cell._colKey = key;
        cell._isEditable = this.#tree._colEditable(index) && !widget;
        cell.style.cssText = "";
        if (span > 1) cell.style.gridColumn = `span ${span}`;
        if (halign && halign !== "left") cell.style.textAlign = halign;
        cell._placing = cell.style.cssText;
        cell._style = null;
    }

    #showCell(cell, node, hasStyles) {
        const tree = this.#tree;
        const { _colIndex: index } = cell;
        const column = tree._columns[index];
        this.#fill(cell, node);
        const isSelected = tree._cellSelection.size > 0 && tree._isCellSelected(node, index);
        const { _cursor: cursor } = tree;
        const isCursor = tree._cellCursor && cursor?.node === node && cursor.colIndex === index;
        const isControl = column.widget && isControlThere(column, node.values);
        setClass(cell, `treeview-cell${column.isStuck ? " pgwidgets-frozen" : ""}${isControl ? " treeview-cell-widget" : ""}${
            cell._isEditable ? " treeview-cell-editable" : ""}${
            isSelected ? " treeview-cell-selected" : ""}${
            isCursor ? " treeview-cell-cursor" : ""}`);
        markCell(tree, cell, isSelected);
        this.#colour(cell, hasStyles && !isSelected ? tree._resolveStyle(node, index) : null, node);
    }

    /** Has a cell have a title as long as the pointer is on it. */
    retitle(row, cell) {
        const column = this.#tree._columns[cell._colIndex];
        if (column && !column.widget) this.#fill(cell, row._node);
    }

    /** Has a cell hold the value of a row, if it is not edited. */
    #fill(cell, node) {
        const { _colIndex: index } = cell;
        const column = this.#tree._columns[index];
        if (cell === this.#tree._editInfo?.cell) return;
        const value = this.#tree._cellValue(node, index);
        const points = column.sparkline ? this.#tree._lineOf(node, index) : null;
        if (column.widget) {
            showControl(cell, column, value, node.values);
            const control = controlOf(cell);
            if (control) control.tabIndex = this.#tree._cellCursor ? -1 : 0; // keys go by cells
        } else if (points) showLine(cell, column, value, points);
        else if (column.type === "icon" && value) showPicture(cell, column, value);
        else showText(cell, column, value);
    }

    /** Always from scratch: the order in which colours have come must not be seen in the page. */
    #colour(cell, style, node) {
        const wanted = style && `${style.fg} ${style.bg} ${style.bold} ${style.bar}`;
        if (wanted === cell._style) return;
        cell._style = wanted;
        cell.style.cssText = cell._placing;
        if (style) this.#tree._applyCellStyle(cell, node, cell._colIndex);
    }
}

function setClass(element, classes) {
    if (element.className !== classes) element.className = classes;
}
