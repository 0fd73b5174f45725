/**
 * Trees and tables whose cells look as their values are.
 *
 * Knows: the private members of trees that colour cells. Must not know: where values come from, or
 * how rows are drawn.
 */

import { colorOf } from "../common/colors.js";
import { pointsOf } from "../common/sparkline.js";
import { hasLooks, looksOf } from "../common/value_looks.js";

const BAR = "color-mix(in oklab, var(--pgw-accent) 30%, var(--pgw-field))";

/** What columns say that pgwidgets-js does not know. */
const SETTINGS = [
    "format", "unit", "colors", "color_map", "color_part", "bar", "sparkline", "hidden", "frozen",
];

function keepSettings(column, given) {
    for (const name of SETTINGS) if (given[name] != null) column[name] = given[name];
}

/**
 * @param {Function} Base a tree, or a table, that draws those rows that can be seen
 * @returns {Function} the same
 */
export function lookingAsValues(Base) {
    return class extends Base {
        /** @override */
        _parseColumns(raw) {
            super._parseColumns(raw);
            this._columns.forEach((column, index) => keepSettings(column, raw[index]));
        }

        /** @override The new column is drawn by what it says, which is known before the next frame. */
        insert_column(given, before = null) {
            const known = new Set(this._columns);
            super.insert_column(given, before);
            const added = this._columns.filter((column) => !known.has(column));
            for (const column of added) keepSettings(column, given);
            if (added.some(({ hidden, frozen }) => hidden || frozen)) this._buildHeader();
        }

        /** @override */
        get _hasLooks() {
            return this._columns.some(hasLooks);
        }

        /** What a cell looks like by its value; null: as any other. */
        _looksOf(node, index) {
            const column = this._columns[index];
            return column ? looksOf(column, this._cellValue(node, index)) : null;
        }

        /** The points of the line in a cell of a column of them; null: it has none. */
        _lineOf(node, index) {
            return pointsOf(this._cellValue(node, index), this._columns[index].sparkline);
        }

        /** @override */
        _resolveStyle(node, index) {
            const style = super._resolveStyle(node, index);
            const looks = this._looksOf(node, index);
            if (!looks) return style;
            const { fg, bg, bar } = looks;
            return { bold: null, ...style, fg: colorOf(fg) ?? style?.fg, bg: colorOf(bg) ?? style?.bg, bar };
        }

        /** @override */
        _applyCellStyle(cell, node, index) {
            super._applyCellStyle(cell, node, index);
            const share = this._looksOf(node, index)?.bar;
            if (share == null) return;
            const color = colorOf(this._columns[index].bar[2]) ?? BAR;
            const end = `${share * 100}%`;
            cell.style.backgroundImage
                = `linear-gradient(to right, ${color} ${end}, transparent ${end})`;
        }
    };
}
