/**
 * Keys by name: what a press is called, and how a shortcut is shown.
 *
 * Knows: events of keys. Must not know: who wants which.
 *
 * A shortcut comes as the program's half writes it (asking/keys.py): `Ctrl+Shift+S`, its parts in that
 * order. Its `Ctrl` is the Command key of a Mac.
 */

const NAMES = new Map([[" ", "Space"], ["Esc", "Escape"], ["+", "Plus"]]);
const MAC = new Map([["Ctrl", "⌘"], ["Alt", "⌥"], ["Shift", "⇧"], ["Meta", "⌃"]]);
const SIGNS = new Map([["Plus", "+"], ["Up", "↑"], ["Down", "↓"], ["Left", "←"], ["Right", "→"]]);

/**
 * @param {KeyboardEvent} event
 * @param {boolean} isMac
 * @returns {string[]} the names that a press goes by: of `Ctrl+?` that may be `Ctrl+Shift+?`, too
 */
export function namesOf(event, isMac) {
    const ctrl = isMac ? event.metaKey : event.ctrlKey;
    const meta = isMac ? event.ctrlKey : event.metaKey;
    const modifiers = [[ctrl, "Ctrl"], [event.altKey, "Alt"], [event.shiftKey, "Shift"], [meta, "Meta"]];
    const held = modifiers.filter(([isHeld]) => isHeld).map(([, name]) => name);
    const key = nameOf(event);
    const names = [[...held, key].join("+")];
    if (event.shiftKey && key.length === 1 && !/[A-Z0-9]/.test(key)) {
        names.push([...held.filter((name) => name !== "Shift"), key].join("+")); // `?` needs Shift
    }
    return names;
}

function nameOf(event) {
    // With Alt a Mac types other letters, and with Shift digits are signs; the place of the key tells.
    const place = /^(?:Key|Digit)(.)$/.exec(event.code ?? "");
    if (place && (event.altKey || (/^Digit/.test(event.code) && event.ctrlKey))) return place[1];
    const key = NAMES.get(event.key) ?? event.key.replace(/^Arrow/, "");
    return key.length === 1 ? key.toUpperCase() : key;
}

/** Whether a press means something to whoever types: no shortcut takes it from a field. */
export function isTyped(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    return event.key.length === 1 || ["Enter", "Backspace", "Delete", "Tab", "Home", "End"].includes(event.key)
        || event.key.startsWith("Arrow");
}

/** A shortcut as users read it. */
export function shown(keys, isMac) {
    const parts = keys.split("+").map((part) => SIGNS.get(part) ?? part);
    return isMac ? parts.map((part) => MAC.get(part) ?? part).join("") : parts.join("+");
}

/** A shortcut as `aria-keyshortcuts` has it. */
export function forReaders(keys, isMac) {
    return keys.split("+").map((part) => {
        if (part === "Ctrl") return isMac ? "Meta" : "Control";
        if (part === "Meta") return isMac ? "Control" : "Meta";
        return /^(Up|Down|Left|Right)$/.test(part) ? `Arrow${part}` : part;
    }).join("+");
}
