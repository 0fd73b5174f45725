/**
 * Where an axis has marks, and what stands beside them.
 *
 * Knows: numbers. Must not know: pixels, canvases, times (time_ticks.js).
 */

/**
 * @typedef {object} Ticks
 * @property {{value: number, text: string, below?: string}[]} major marks with a text, and maybe
 *   one more below it
 * @property {number[]} minor marks without one
 * @property {string} factor what the texts are to be multiplied by, or ""
 */

const SUPERSCRIPTS = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((sign, n) => [n, sign])) };
const MOST = 200; // marks, whatever is asked for

export const superscript = (number) => [...String(number)].map((sign) => SUPERSCRIPTS[sign]).join("");

/** @returns {number} of 1, 2 and 5 times a power of ten, the first that is not smaller */
export function niceStep(step) {
    const power = 10 ** Math.floor(Math.log10(step));
    const share = step / power;
    return power * (share <= 1.0000001 ? 1 : share <= 2.0000001 ? 2 : share <= 5.0000001 ? 5 : 10);
}

/** @returns {string} a number with a minus sign that is as wide as a plus */
export const signed = (text) => text.replace("-", "−");

/**
 * @param {[number, number]} limits
 * @param {number} count marks that there may be; a few more where it would be one alone
 * @returns {Ticks}
 */
export function linearTicks([low, high], count) {
    let step = niceStep((high - low) / Math.max(1, count));
    // One mark alone says nothing of how far it is to anywhere.
    for (let times = 0; times < 2 && multiples(low, high, step).length < 2; times += 1) step = niceStep(step / 2.5);
    const greatest = Math.max(Math.abs(low), Math.abs(high));
    const power = greatest >= 1e5 || greatest < 1e-3 ? 3 * Math.floor(Math.log10(greatest) / 3) : 0;
    const unit = 10 ** power;
    const digits = Math.min(17, Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)));
    const major = multiples(low, high, step).map((value) => ({
        value, text: signed(withoutSign((value / unit).toFixed(digits))),
    }));
    const parts = Math.round(step / 10 ** Math.floor(Math.log10(step) + 1e-9)) === 2 ? 4 : 5;
    const minor = multiples(low, high, step / parts);
    return { major, minor, factor: power === 0 ? "" : `×10${superscript(power)}` };
}

/** A zero has no sign. */
const withoutSign = (text) => (Number(text) === 0 ? text.replace("-", "") : text);

function multiples(low, high, step) {
    if (!(step > 0 && step < Infinity)) return []; // what is so long, or so short, has no step
    const first = Math.ceil(low / step - 1e-9);
    const last = Math.floor(high / step + 1e-9);
    const count = Math.min(MOST, Math.max(0, last - first + 1));
    return Array.from({ length: count }, (_, index) => (first + index) * step);
}

/**
 * @param {[number, number]} limits above 0
 * @param {number} count
 * @returns {Ticks}
 */
export function logTicks([low, high], count) {
    const [from, to] = [Math.log10(low), Math.log10(high)];
    if (to - from < 0.7) return linearTicks([low, high], count);
    const every = Math.max(1, Math.ceil((to - from) / Math.max(1, count)));
    const powers = multiples(from, to, every).map(Math.round);
    const isPlain = from > -4.01 && to < 5.01;
    const major = powers.map((power) => ({ value: 10 ** power, text: powerText(power, isPlain) }));
    const areFew = major.length < 3;
    const minor = [];
    if (every === 1 && to - from < 12) {
        for (let power = Math.floor(from); power <= to; power += 1) {
            for (let times = 2; times < 10; times += 1) {
                const value = times * 10 ** power;
                if (value < low || value > high) continue;
                minor.push(value);
                // Where few powers are in sight, those between them are named, too.
                if (areFew && (times === 2 || times === 5)) {
                    major.push({ value, text: isPlain ? plain(value) : `${times}·10${superscript(power)}` });
                }
            }
        }
    } else if (every > 1) minor.push(...multiples(from, to, 1).map((power) => 10 ** power));
    return { major: major.sort((a, b) => a.value - b.value), minor, factor: "" };
}

const powerText = (power, isPlain) => (isPlain ? plain(10 ** power) : `10${superscript(power)}`);
const plain = (value) => String(Number(value.toPrecision(12)));

/**
 * A value as it is read at a place, with as many digits as can be told apart there.
 * @param {number} value
 * @param {number} step what a pixel stands for
 */
export function readout(value, step) {
    if (!Number.isFinite(value)) return "–";
    if (value === 0) return "0";
    const size = Math.floor(Math.log10(Math.abs(value)));
    const least = step > 0 ? Math.floor(Math.log10(step)) : size - 5;
    const digits = Math.min(15, Math.max(3, size - least + 1));
    if (size >= 6 || size < -4) {
        const [share, power] = value.toExponential(Math.min(digits, 6) - 1).split("e");
        return signed(`${share}×10${superscript(Number(power))}`);
    }
    return signed(value.toFixed(Math.min(15, Math.max(0, digits - size - 1))));
}
