/**
 * Combo boxes: the list opens, is gone through and chosen from by keys, and is told of.
 *
 * Knows: ARIA's pattern of combo boxes, and private fields of pgwidgets-js's. Must not know: the
 * server, or who sets the items.
 */

import { idOf, mark, nextOf, typedOf } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, whenMade, widgetOf } from "./keys.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function comboKeys({ ComboBox }) {
    whenMade(ComboBox, "modified", dress);
    after(ComboBox.prototype, "_buildDropdown", markItems);
    after(ComboBox.prototype, "_showDropdown", (combo) => markOpen(combo));
    after(ComboBox.prototype, "_hideDropdown", (combo) => markOpen(combo));
    return [[".combobox-input", goThrough]];
}

function dress(combo) {
    const { _input: input, _dropdown: list, _editable: isEditable } = combo;
    belongs(input, combo);
    mark(list, { role: "listbox", "aria-label": "" });
    mark(input, {
        role: "combobox", autocomplete: "off", "aria-haspopup": "listbox", "aria-controls": idOf(list),
        "aria-autocomplete": isEditable ? "list" : "none",
    });
    mark(combo._button, { "aria-hidden": true });
    markOpen(combo);
}

function markOpen(combo) {
    const isOpen = isListOpen(combo);
    mark(combo._input, { "aria-expanded": isOpen });
    if (!isOpen) point(combo, null);
}

function isListOpen({ _dropdown: list }) {
    return list.style.display !== "none";
}

function markItems(combo) {
    const { value } = combo._input;
    for (const item of combo._dropdown.children) {
        mark(item, { role: "option", "aria-selected": item.textContent === value });
    }
    // A list that changes while it is open is built anew.
    const items = [...combo._dropdown.children];
    point(combo, items.find((item) => item.textContent === combo._pointed) ?? null);
}

/** The keys stay in the field; the item that Enter would choose is pointed at. */
function point(combo, item) {
    for (const other of combo._dropdown.querySelectorAll("[data-pgw-pointed]")) {
        other.removeAttribute("data-pgw-pointed");
    }
    combo._pointed = item?.textContent;
    mark(combo._input, { "aria-activedescendant": item ? idOf(item) : null });
    if (!item) return;
    mark(item, { "data-pgw-pointed": "" });
    item.scrollIntoView({ block: "nearest" });
}

function goThrough(event, input) {
    const combo = widgetOf(input);
    const { key, ctrlKey, metaKey, altKey } = event;
    if (!combo || ctrlKey || metaKey) return false;
    const isOpen = isListOpen(combo);
    const pointed = combo._dropdown.querySelector("[data-pgw-pointed]");
    if (isOpen && (key === "Tab" || key === "Enter") && pointed) {
        choose(pointed);
        return key === "Enter";
    }
    if (key === "Tab" || (key === "Escape" && isOpen)) {
        combo._hideDropdown();
        return key === "Escape";
    }
    if (altKey) return opensOrCloses(combo, key, isOpen);
    if (!combo._editable && key === " ") {
        if (pointed) choose(pointed);
        else open(combo);
        return true;
    }
    if (combo._editable && !["ArrowDown", "ArrowUp"].includes(key)) return false;
    return pointsOn(combo, event, isOpen, pointed);
}

function opensOrCloses(combo, key, isOpen) {
    if (key === "ArrowDown" && !isOpen) open(combo);
    else if (key === "ArrowUp" && isOpen) combo._hideDropdown();
    else return false;
    return true;
}

function pointsOn(combo, event, isOpen, pointed) {
    const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
    if (!isOpen && isArrow) {
        open(combo);
        return true;
    }
    const texts = isOpen ? [...combo._dropdown.children].map(({ textContent }) => textContent) : combo._items;
    const at = pointed ? texts.indexOf(pointed.textContent) : texts.indexOf(combo._input.value);
    const typed = combo._editable ? -1 : typedOf(event, at, texts);
    const to = typed >= 0 ? typed : nextOf(event.key, at, texts.length, "vertical");
    if (to < 0) return false;
    if (!isOpen) open(combo);
    point(combo, combo._dropdown.children[to] ?? null);
    return true;
}

/** All items: what stands in the field narrows the list only while it is typed. */
function open(combo) {
    combo._showDropdown();
    const current = [...combo._dropdown.children].find((item) => item.textContent === combo._input.value);
    point(combo, current ?? combo._dropdown.firstElementChild);
}

/** As by the mouse. */
function choose(item) {
    item.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
}
