/**
 * What screen readers call a widget: what the program says, or the label that stands before it.
 *
 * Knows: which element of a widget has the keys, and which label stands where in boxes and grids.
 * Must not know: the server.
 */

import { idOf, mark } from "../common/aria.js";
import { after } from "../common/wrapping.js";

const LIVE = Object.freeze({
    off: { role: null, "aria-live": "off" },
    polite: { role: "status", "aria-live": null },
    assertive: { role: "alert", "aria-live": null },
});
const FIELD = [
    "TextEntry", "TextEntrySet", "TextArea", "TextSource", "ComboBox", "SpinBox",
    "Slider", "Dial", "ProgressBar", "ScrollBar", "TreeView", "TableView", "ColorWidget",
    "HtmlView",
];
const BOXES = ["add_widget", "insert_widget", "remove_child"];
const GRIDS = [
    "add_widget", "remove", "insert_row", "append_row", "delete_row", "insert_column",
    "append_column", "delete_column",
];

/**
 * What is known of a widget's name.
 * @typedef {object} Naming
 * @property {?string} [name] what the program has said
 * @property {?object} [label] the label that the program has given it
 * @property {?object} [beside] the label that stands before it
 * @property {?string} [own] what it is called where it stands, unless the program says otherwise
 * @property {?string} [role] what the program has it told of as, if it is a label
 * @property {boolean} [isGroup] whether it is told of as a group, to have a name
 */

/** @type {WeakMap<object, Naming>} by widget */
const namings = new WeakMap();
const labelled = new WeakMap(); // label -> the widget that it names

/** @param {object} Widgets the namespace of pgwidgets-js */
export function nameWidgets(Widgets) {
    const { Box, GridBox, Label, StatusBar, Widget } = Widgets;
    const kinds = new Map(); // class -> whether it is one of these; a box asks for each of its children
    const isField = ({ constructor: Class }) => {
        if (!kinds.has(Class)) {
            const isMadeOf = (Field) => Field && (Class === Field || Class.prototype instanceof Field);
            kinds.set(Class, FIELD.some((name) => isMadeOf(Widgets[name])));
        }
        return kinds.get(Class);
    };
    const isLabel = (widget) => widget instanceof Label && !(widget instanceof StatusBar);
    Widget.prototype.set_accessible_name = function (name) {
        note(this, { name: name || null });
    };
    Label.prototype.set_label_for = function (widget) {
        labelFor(this, widget ?? null);
    };
    Label.prototype.set_live = function (kind) {
        const { role, ...live } = LIVE[kind] ?? LIVE.off;
        mark(this.element, live);
        note(this, { role });
        giveOwnRole(this);
    };
    for (const name of BOXES) {
        after(Box.prototype, name, (box) => {
            nameSoon(box, () => nameAlong(box.children, isField, isLabel));
        });
    }
    for (const name of GRIDS) {
        after(GridBox.prototype, name, (grid) => {
            nameSoon(grid, () => nameInGrid(grid, isField, isLabel));
        });
    }
}

/** @returns {Element} which element of a widget has its name: the one that has the keys */
export function namedPart(widget) {
    return widget._input ?? widget.input ?? widget._textarea ?? widget._edit ?? widget.checkbox
        ?? scrolledPart(widget) ?? widget.element;
}

/** @returns {?Element} what the browser scrolls of a widget with bars around it; null: nothing */
export function scrolledPart({ _hScrollBar: bar, _childArea: area, _content: content }) {
    if (!bar || !content) return null;
    return area ?? content;
}

function note(widget, news) {
    if (!widget?.element) return;
    const naming = { ...namings.get(widget), ...news };
    namings.set(widget, naming);
    const { name = null, label = null, beside = null, own = null } = naming;
    const by = name ? null : (label ?? beside);
    const part = namedPart(widget);
    if (part.localName === "img") mark(part, { alt: name ?? "" });
    mark(part, { "aria-label": name ?? own, "aria-labelledby": by ? idOf(by.element) : null });
    if ((part !== widget.element && part !== scrolledPart(widget)) || !isPlainBox(part)) return;
    // What has no role has no name.
    if (name && !part.hasAttribute("role")) mark(part, { role: "group" });
    else if (!name && naming.isGroup && part.getAttribute("role") === "group") mark(part, { role: null });
    naming.isGroup = name !== null && part.getAttribute("role") === "group";
}

/** A label that opens no menu has a role of its own, or none; then its name makes it a group. */
export function giveOwnRole(label) {
    if (label._menu) return;
    mark(label.element, { role: namings.get(label)?.role ?? null });
    note(label, {});
}

/** Notes what a widget is called where it stands. @param {?string} own */
export function nameInPlace(widget, own) {
    note(widget, { own });
}

function isPlainBox(element) {
    return element.localName === "div" || element.localName === "span";
}

function labelFor(label, widget) {
    const before = labelled.get(label);
    if (before && namings.get(before)?.label === label) note(before, { label: null });
    labelled.delete(label);
    label.element.removeEventListener("click", toLabelled);
    if (!widget) return;
    labelled.set(label, widget);
    note(widget, { label });
    label.element.addEventListener("click", toLabelled);
    byElement.set(label.element, label);
}

const byElement = new WeakMap();

/** A click on the label is one on what it names. */
function toLabelled({ currentTarget }) {
    labelled.get(byElement.get(currentTarget))?.set_focus();
}

/** @type {Map<object, () => void>} boxes with other children than before, and what names these */
const due = new Map();

/** Names the children of a box when all that comes with it is done: once for all that are added. */
function nameSoon(box, name) {
    if (due.size === 0) queueMicrotask(nameDue);
    due.set(box, name);
}

function nameDue() {
    const all = [...due.values()];
    due.clear();
    for (const name of all) name();
}

function nameAlong(children, isField, isLabel) {
    for (const [index, child] of children.entries()) {
        if (!isField(child)) continue;
        const before = children[index - 1];
        note(child, { beside: before && isLabel(before) ? before : null });
    }
}

/** The label at the left, else the one above. */
function nameInGrid(grid, isField, isLabel) {
    const at = new Map([...grid.cellMap].map(([child, { row, col }]) => [`${row} ${col}`, child]));
    for (const [child, { row, col }] of grid.cellMap) {
        if (!isField(child)) continue;
        const around = [at.get(`${row} ${col - 1}`), at.get(`${row - 1} ${col}`)];
        note(child, { beside: around.find((other) => other && isLabel(other)) ?? null });
    }
}
