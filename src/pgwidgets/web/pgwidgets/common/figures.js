/**
 * Numbers as text that people read.
 *
 * Knows: how many digits are worth showing. Must not know: widgets.
 */

const DIGITS = 12;

/**
 * @param {*} value what stands in a cell
 * @returns {*} for a number with a fraction its text, without the digits that rounding has made:
 *     "0.3" of 0.1 + 0.2; anything else as it is
 */
export function figures(value) {
    if (typeof value !== "number" || Number.isInteger(value)) return value;
    return String(Number(value.toPrecision(DIGITS)));
}
