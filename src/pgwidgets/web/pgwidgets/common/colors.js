/**
 * What a program calls a colour: one of CSS, or the name of a token.
 *
 * Knows: how colours are written in CSS, and tokens in the page's style sheets. Must not know: which
 * tokens there are, widgets.
 */

const NAME = /^[a-z]+(?:-[a-z]+)*$/;
const KEYWORDS = new Set([
    "inherit", "initial", "unset", "revert", "revert-layer", "none", "transparent", "currentcolor",
]);
const FUNCTION = /^(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark|var)\(/;

/**
 * @param {string | null} value what a program calls a colour
 * @param {(value: string) => boolean} [isColor] whether CSS has a colour of that name
 * @returns {string | null} the same, or the token that it names
 */
export function colorOf(value, isColor = isOfCss) {
    if (typeof value !== "string" || !NAME.test(value)) return value;
    return KEYWORDS.has(value) || isColor(value) ? value : `var(--pgw-${value})`;
}

const known = new Map(); // words that were asked for -> whether CSS has a colour of that name
const MOST_KNOWN = 1000;

function isOfCss(name) {
    if (!known.has(name)) {
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(name, CSS.supports("color", name));
    }
    return known.get(name);
}

/** Whether a colour hides what is behind it, so that it decides which text can be read on it. */
export function isOpaque(value) {
    const text = (value ?? "").trim().toLowerCase();
    if (text === "" || KEYWORDS.has(text)) return false;
    if (text.startsWith("#")) return text.length === 4 || text.length === 7;
    if (!text.includes("(")) return true;
    return FUNCTION.test(text) && !/\/|^rgba\(.*,.*,.*,|^hsla\(|transparent/.test(text);
}
