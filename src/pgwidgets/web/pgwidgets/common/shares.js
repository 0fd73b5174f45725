/**
 * Where a number is between two others.
 *
 * Knows: numbers. Must not know: what they mean.
 */

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high over `low`
 * @returns {number} from 0 (at `low`, or below it) to 1
 */
export function shareOf(value, low, high) {
    // Between the largest numbers lies more than a number can say: then half of it is counted with.
    const part = high - low < Infinity ? 1 : 0.5;
    return Math.min(1, Math.max(0, (value * part - low * part) / (high * part - low * part)));
}
