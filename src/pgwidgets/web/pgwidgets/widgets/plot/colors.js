/**
 * The colours of a plot, as the page's style sheets have them.
 *
 * Knows: which property of the element's style stands for what (page.css), and the palette. Must
 * not know: themes, drawing.
 */

const LIGHT = [
    "#1f6fd6", "#e0701a", "#1f9d55", "#d63a4a", "#7f56d9", "#0e97a5", "#c2459b", "#8a6d3b", "#5f6b7a", "#8f9a00",
];
const DARK = [
    "#5aa2ff", "#ff9d4d", "#4fce87", "#ff7382", "#b196ff", "#3fd0dc", "#f07fca", "#d0ad74", "#a3b0bd", "#cdd648",
];

/** @returns {object} the colours of now; reading them is not free */
export function colorsOf(element) {
    const style = getComputedStyle(element);
    const palette = isDark(style.backgroundColor, style.color) ? DARK : LIGHT;
    return {
        text: style.color,
        background: style.backgroundColor,
        grid: style.borderTopColor,
        axis: style.borderRightColor,
        muted: style.borderBottomColor,
        accent: style.borderLeftColor,
        font: style.fontFamily,
        palette: palette.map((color, index) => (
            style.getPropertyValue(`--pgw-plot-${index + 1}`).trim() || color
        )),
    };
}

/** Dark is what has a text that is lighter than what is behind it. */
function isDark(background, text) {
    return brightness(text) > brightness(background);
}

function brightness(color) {
    const parts = color.match(/-?[\d.]+(e-?\d+)?/g)?.map(Number) ?? [];
    const isOfOne = color.startsWith("color("); // whose parts go up to 1
    const [red = 255, green = 255, blue = 255, alpha = 1] = parts;
    const light = (0.3 * red + 0.6 * green + 0.1 * blue) * (isOfOne ? 255 : 1);
    return alpha === 0 ? 255 : light; // what is behind a page is white
}
