/**
 * How a cell looks by the number that stands in it: colours, and how full a bar is.
 *
 * Knows: what a column says of it (docs/how-to/tables.md). Must not know: elements, tables.
 */

import { shareOf } from "./shares.js";

/**
 * @param {object} column
 * @param {*} value
 * @returns {?{fg: ?string, bg: ?string, bar: ?number}} null: as any other cell
 */
export function looksOf(column, value) {
    const { colors, color_map: map, color_part: part, bar } = column;
    if ((!colors && !map && !bar) || typeof value !== "number" || Number.isNaN(value)) return null;
    const color = colors ? byThreshold(colors, value) : map ? byMap(map, value) : null;
    const isText = part === "text";
    return {
        fg: isText ? color : null,
        bg: isText ? null : color,
        bar: bar ? shareOf(value, ...bar) : null,
    };
}

/** @returns {boolean} whether the cells of a column look so */
export function hasLooks({ colors, color_map: map, bar }) {
    return Boolean(colors || map || bar);
}

function byThreshold(thresholds, value) {
    return thresholds.findLast(([limit]) => limit <= value)?.[1] ?? null;
}

function byMap({ low, high, colors }, value) {
    const stops = colors.map(channelsOf);
    const place = shareOf(value, low, high) * (stops.length - 1);
    const index = Math.min(Math.floor(place), stops.length - 2);
    const mixed = stops[index].map((channel, at) =>
        even(channel + (stops[index + 1][at] - channel) * (place - index)));
    return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function channelsOf(color) {
    const digits = color.length === 4 ? color.replaceAll(/[0-9a-f]/gi, "$&$&") : color;
    return [1, 3, 5].map((at) => parseInt(digits.slice(at, at + 2), 16));
}

/** As Python rounds: halves go to the even number. */
function even(number) {
    const below = Math.floor(number);
    return number - below === 0.5 ? below + (below % 2) : Math.round(number);
}
