/**
 * What screen readers say of what has no text on the page. A page may replace any of it before our
 * script runs, as all that the page itself says: `window.PGWIDGETS_TEXTS = {close: "…"}`.
 *
 * Knows: words. Must not know: when they are said.
 */

const WORDS = {
    lower: "Send to the back",
    minimize: "Minimize",
    maximize: "Maximize",
    close: "Close",
    divider: "Divider",
    moving: "Moving: arrow keys; Enter when it is well, Escape to take it back",
    sizing: "Sizing: arrow keys; Enter when it is well, Escape to take it back",
    moved: "Done",
    movedBack: "Taken back",
    color: "Saturation and brightness",
    hue: "Hue",
    shade: "saturation {saturation}, brightness {value}",
};

/**
 * @param {?Object<string, string>} [overrides]
 * @returns {(name: string, values?: Object<string, *>) => string}
 */
export function wordTable(overrides = null) {
    const table = { ...WORDS, ...overrides };
    return (name, values = {}) => table[name].replace(/\{(\w+)\}/g, (hole, key) => String(values[key] ?? hole));
}
