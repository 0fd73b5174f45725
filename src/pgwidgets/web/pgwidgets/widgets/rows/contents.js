/**
 * What cells hold: texts, pictures and controls.
 *
 * What a cell holds already is changed, and not made anew: a control keeps the keyboard, and a text
 * its place in the page. Of a number fewer digits are shown than the 17 of its value, by which rows
 * are sorted, and which is edited and copied.
 *
 * Knows: columns, and the class names of pgwidgets-js's style sheet. Must not know: rows, or what
 * becomes of what a user does.
 */

import { figures } from "../../common/figures.js";
import { formatted, withUnit } from "../../common/format_spec.js";
import { pathOf } from "../../common/sparkline.js";

const SVG = "http://www.w3.org/2000/svg";

/** @returns {string} what a cell of a column that holds texts shows of a value */
export function textOf(column, value) {
    if (column.type === "boolean") return value ? "✓" : "";
    if (column.sparkline && Array.isArray(value)) return textOf(column, value.at(-1));
    if (column.type === "icon" || typeof value !== "number") return String(value ?? "");
    const text = column.format ? formatted(column.format, value) : null;
    return withUnit(text ?? String(figures(value)), column);
}

/**
 * Shows a value as a text. It is a title, too, while the pointer is on the cell, which may be too
 * narrow for it: for an attribute the browser looks up styles anew. What is not told by a text has
 * always one.
 */
export function showText(cell, column, value) {
    const text = textOf(column, value);
    const { firstChild } = cell;
    if (firstChild?.nodeType !== Node.TEXT_NODE) cell.textContent = text;
    else if (firstChild.data !== text) firstChild.data = text;
    if (column.type === "boolean") setTitle(cell, String(Boolean(value)));
    else setTitle(cell, cell._isPointed ? text : null);
}

/** @param {?string} title null: none */
function setTitle(cell, title) {
    if ((cell._titled ?? null) === title) return;
    cell._titled = title;
    if (title === null) cell.removeAttribute("title");
    else cell.title = title;
}

/** Shows a picture of which the value is the URL. */
export function showPicture(cell, column, url) {
    let picture = cell.firstElementChild;
    if (picture?.className !== "treeview-icon") {
        picture = document.createElement("img");
        picture.className = "treeview-icon";
        cell.replaceChildren(picture);
        setTitle(cell, null);
    }
    picture.width = picture.height = column.icon_size || 16;
    if (picture.getAttribute("src") !== url) picture.src = url;
}

/**
 * Shows how values went by a line; its title is the last of them.
 * @param {(?number)[]} points
 */
export function showLine(cell, column, value, points) {
    let line = cell.firstElementChild;
    if (line?.getAttribute("class") !== "pgwidgets-sparkline") {
        line = document.createElementNS(SVG, "svg");
        line.setAttribute("class", "pgwidgets-sparkline");
        line.setAttribute("viewBox", "0 0 100 20");
        line.setAttribute("preserveAspectRatio", "none");
        line.setAttribute("role", "img");
        line.append(document.createElementNS(SVG, "path"));
        cell.replaceChildren(line);
    }
    const [path, color] = [pathOf(points), column.sparkline[2] ?? ""];
    const { firstElementChild: shape } = line;
    if (shape.getAttribute("d") !== path) shape.setAttribute("d", path);
    if (shape.style.stroke !== color) shape.style.stroke = color;
    const title = textOf(column, value);
    setTitle(cell, title);
    line.setAttribute("aria-label", title);
}

/** How each kind of control is made, and how it shows a value. */
const CONTROLS = {
    checkbox: {
        make() {
            const box = document.createElement("input");
            box.type = "checkbox";
            return box;
        },
        show(box, _, value) {
            box.checked = Boolean(value);
        },
        hasKey: (key) => key === " ",
        valueOf: (box) => box.checked,
        known: (value) => Boolean(value),
    },
    combobox: {
        make({ choices }) {
            const list = document.createElement("select");
            list.append(...(choices ?? []).map((choice) => new Option(choice, choice)));
            return list;
        },
        show(list, { choices }, value) {
            const isIt = (choice) => value != null && String(choice) === String(value);
            const index = Math.max(0, (choices ?? []).findLastIndex(isIt));
            if (list.selectedIndex !== index) list.selectedIndex = index;
        },
        hasKey: (key) => key !== "Tab",
        valueOf: (list) => list.value,
        known: (value) => String(value ?? ""),
    },
    progress: {
        make: () => document.createElement("progress"),
        show(bar, { min, max }, value) {
            const least = Number(min ?? 0);
            bar.max = Number(max ?? 100) - least;
            const done = Number(value ?? least) - least;
            bar.value = Number.isFinite(done) ? Math.max(0, Math.min(bar.max, done)) : 0;
        },
    },
    button: {
        make() {
            const button = document.createElement("button");
            button.type = "button";
            return button;
        },
        show(button, { text }, value) {
            const label = String(value ?? text ?? "");
            if (button.textContent !== label) button.textContent = label;
        },
        hasKey: (key) => key === " " || key === "Enter",
    },
};

/** Shows a control with a value; none where the row's own values forbid it. */
export function showControl(cell, column, value, values) {
    if (!isControlThere(column, values)) {
        if (cell.firstChild) cell.replaceChildren();
        return;
    }
    const { make, show } = CONTROLS[column.widget];
    let control = cell.firstElementChild;
    if (control?._column !== column) {
        control = make(column);
        control.className = `treeview-cell-${column.widget}`;
        control._column = column;
        if (column.widget !== "button") control.setAttribute("aria-label", column.label ?? column.key);
        cell.replaceChildren(control);
        setTitle(cell, null);
    }
    show(control, column, value);
    control.disabled = column.enabled_key != null && !values?.[column.enabled_key];
}

/** @returns {boolean} whether a row has a control in a column of them */
export function isControlThere({ visible_key: key }, values) {
    return key == null || Boolean(values?.[key]);
}

/** @returns {boolean} whether a key is pressed for a control, and not for the cell around it */
export function isKeyOfControl({ target, key }) {
    return CONTROLS[target._column?.widget]?.hasKey?.(key) ?? false;
}

/** @returns {?Element} the control of a cell that has one which can be used */
export function controlOf({ firstElementChild: first }) {
    return CONTROLS[first?._column?.widget]?.hasKey ? first : null;
}

/** @returns {?object} the column of a control, or null of what is none */
export function columnOfControl(element) {
    return element._column ?? null;
}

/**
 * @param {Element} control what its user has changed
 * @param {*} value what stood in the cell before
 * @returns {{was: *, is: *}} that, and what stands in it now, as they are told to the server
 */
export function changeOf(control, value) {
    const { valueOf, known } = CONTROLS[control._column.widget];
    return { was: known(value), is: valueOf(control) };
}
