/**
 * Numbers as texts, by the format specifications of Python.
 *
 * They are what a program gives a column (docs/how-to/tables.md), and what is shown is what Python would
 * make of it, in a table whose rows are in the page and so are sorted and edited as numbers. A whole
 * number is one whatever type it has in Python: JSON does not tell.
 *
 * Knows: specifications, and prefixes of the SI. Must not know: columns, or cells.
 */

const SPEC = new RegExp([
    "^(?:(?<fill>[^])?(?<align>[<>=^]))?(?<sign>[-+ ])?(?<z>z)?(?<alternate>#)?(?<zero>0)?",
    "(?<width>\\d+)?(?<group>[,_])?(?:\\.(?<precision>\\d+))?(?<type>[bcdeEfFgGnosxX%])?$",
].join(""), "u");
const SI = /^(?:\.(\d+))?si$/;
const PREFIXES = [..."qryzafpnµm kMGTPEZYRQ"];
const UNIT_AT = PREFIXES.indexOf(" ");
const BASES = { b: 2, o: 8, x: 16, X: 16 };
const DIGITS = 12; // of a number, where the specification does not say how many
const LAST_CODE = 0x10ffff; // of a character
const EXACT = 2 ** 53; // whole numbers up to here are exact
const LONG = 50; // digits behind a tie, none of which is there if it is one
const MOST = 100; // digits that a browser writes by itself (ECMAScript 2025, section 21.1.3)

/**
 * @param {string} spec
 * @param {*} value
 * @returns {?string} null: the value has no such format
 */
export function formatted(spec, value) {
    if (typeof value !== "number") return null;
    const si = SI.exec(spec);
    if (si) return inSi(value, Number(si[1] ?? 4));
    const parts = SPEC.exec(spec)?.groups;
    if (!parts || isContrary(parts)) return null;
    if (!Number.isFinite(value)) return nameOf(value);
    const text = digitsOf(value, parts);
    return text === null ? null : padded(text, parts);
}

/**
 * @param {string} text of a number
 * @param {{unit: ?string, format: ?string}} column
 * @returns {string} the same with its unit; a prefix of the SI stands right before that
 */
export function withUnit(text, { unit, format }) {
    if (!unit) return text;
    const hasPrefix = SI.test(format ?? "") && /[a-zµ]$/iu.test(text);
    return hasPrefix ? text + unit : `${text} ${unit}`;
}

/** Whether the parts of a specification don't go together. */
function isContrary({ type, group, z, sign, alternate }) {
    if (type === "c") return Boolean(group || z || sign || alternate);
    if (type === "n") return Boolean(group);
    if (type in BASES) return Boolean(group === "," || z);
    return type === "d" && Boolean(z);
}

/** @param {number} value @param {number} digits how many are significant */
function inSi(value, digits) {
    if (value === 0) return "0";
    if (!Number.isFinite(value)) return nameOf(value);
    const { mantissa, exponent } = scientific(Math.abs(value), Math.max(digits, 1) - 1);
    const step = Math.max(-UNIT_AT, Math.min(PREFIXES.length - 1 - UNIT_AT, Math.floor(exponent / 3)));
    const rounded = Number(`${mantissa}e${exponent}`);
    // The last digit of the largest numbers can't be rounded up.
    const scaled = (Number.isFinite(rounded) ? rounded : Math.abs(value)) / 1000 ** step;
    const before = Math.max(1, exponent - 3 * step + 1);
    const sign = value < 0 ? "-" : "";
    const text = sign + fixed(scaled, Math.max(0, digits - before));
    const prefix = PREFIXES[UNIT_AT + step].trim();
    return prefix ? `${text} ${prefix}` : text;
}

function nameOf(value) {
    if (Number.isNaN(value)) return "nan";
    return value < 0 ? "-inf" : "inf";
}

/** @returns {?{isNegative: boolean, prefix: string, digits: string}} null: it has no such digits */
function digitsOf(value, { type, precision: given, group, z, alternate }) {
    const size = Math.abs(value);
    let precision = given === undefined ? 6 : Number(given);
    let [prefix, digits] = ["", null];
    switch (type) {
        case "d": case "b": case "o": case "x": case "X": case "c":
            if (!Number.isInteger(value) || size > EXACT || given !== undefined) return null;
            digits = size.toString(BASES[type] ?? 10);
            if (type === "c") digits = value >= 0 && value <= LAST_CODE ? String.fromCodePoint(value) : null;
            if (alternate && type in BASES) prefix = `0${type}`;
            if (type === "X") digits = digits.toUpperCase();
            break;
        case "e": case "E": digits = exponential(size, precision, alternate); break;
        case "f": case "F": digits = fixed(size, precision, alternate); break;
        case "%": digits = `${fixed(size * 100, precision, alternate)}%`; break;
        case "n":
            if (given === undefined && Number.isInteger(value) && size <= EXACT) digits = String(size);
            else digits = general(size, precision, alternate);
            break;
        case "g": case "G": digits = general(size, precision, alternate); break;
        case undefined:
            if (given === undefined && Number.isInteger(value) && size <= EXACT) digits = String(size);
            else if (given === undefined) digits = general(size, DIGITS, alternate);
            else digits = general(size, precision, alternate);
            break;
        default: return null; // of texts
    }
    if (digits === null) return null;
    if (type === "E" || type === "G") digits = digits.toUpperCase();
    if (group) digits = grouped(digits, group, type in BASES ? 4 : 3);
    let isNegative = value < 0 || Object.is(value, -0);
    if (z && !/[1-9]/.test(digits)) isNegative = false;
    const isOfWhole = type === "n" ? given === undefined : !type || "cd".includes(type) || type in BASES;
    if (value === 0 && isOfWhole) isNegative = false;
    return { isNegative, prefix, digits };
}

function padded({ isNegative, prefix, digits }, { fill, align, sign, zero, width, group, type }) {
    const lead = (isNegative ? "-" : sign === "+" || sign === " " ? sign : "") + prefix;
    const room = Number(width ?? 0);
    const where = align ?? (zero ? "=" : ">");
    const by = fill ?? (zero ? "0" : " ");
    if (where === "=" && by === "0" && group && digits[0] !== "i") {
        if (lead.length + digits.length >= room) return lead + digits;
        const every = type in BASES ? 4 : 3;
        const whole = (type in BASES ? /^[0-9a-f_]+/i : /^\d[\d,_]*/).exec(digits)?.[0] ?? "";
        const rest = digits.slice(whole.length);
        // One character behind each group stands between two, and none at the beginning.
        const wanted = room - lead.length - rest.length;
        const count = wanted - Math.floor((wanted - 1) / (every + 1));
        const figures = whole.replaceAll(/[,_]/g, "").padStart(count, "0");
        return lead + grouped(figures, group, every) + rest;
    }
    const count = Math.max(0, room - lead.length - [...digits].length);
    const missing = by.repeat(count);
    switch (where) {
        case "<": return lead + digits + missing;
        case "=": return lead + missing + digits;
        case "^": {
            const half = Math.floor(count / 2);
            return by.repeat(half) + lead + digits + by.repeat(count - half);
        }
        default: return missing + lead + digits;
    }
}

function grouped(digits, group, every) {
    const whole = /^[0-9a-fA-F]+(?=$|[.e%])/.exec(digits)?.[0] ?? "";
    const parts = [];
    for (let end = whole.length; end > 0; end -= every) parts.push(whole.slice(Math.max(0, end - every), end));
    return parts.reverse().join(group) + digits.slice(whole.length);
}

// --- digits; of two that are equally near, those whose last one is even ----------------------------

/** @param {number} size not negative */
function fixed(size, precision, keepsPoint = false) {
    const point = keepsPoint && precision === 0 ? "." : "";
    if (size === Infinity) return "inf"; // a hundred times a large number
    if (size >= 1e21) return BigInt(size) + (precision > 0 ? `.${"0".repeat(precision)}` : point);
    if (precision > MOST) return pointed(exactly(size, precision), precision);
    const text = size.toFixed(precision);
    return (isTie(size.toFixed(Math.min(MOST, precision + LONG)), precision) ? even(text) : text) + point;
}

/** Whether behind so many digits of a fraction there is a five, and nothing behind that. */
function isTie(long, precision) {
    const fraction = long.split(/[.e]/)[1] ?? "";
    return /^50*$/.test(fraction.slice(precision));
}

/** The digits below, if these are odd: they have been rounded up. */
function even(text) {
    const last = text.length - 1;
    return "13579".includes(text[last]) ? text.slice(0, last) + (Number(text[last]) - 1) : text;
}

/** @returns {{mantissa: string, exponent: number}} */
function scientific(size, precision) {
    const [long, power] = size.toExponential(Math.min(MOST, precision + LONG)).split("e");
    if (precision > MOST) {
        const exponent = Number(power);
        return { mantissa: pointed(exactly(size, precision - exponent), precision), exponent };
    }
    let [mantissa, exponent] = size.toExponential(precision).split("e");
    if (isTie(long, precision)) mantissa = even(mantissa);
    return { mantissa, exponent: Number(exponent) };
}

/** A number times a power of ten, rounded to a whole one, however many digits that has. */
function exactly(size, power) {
    let [whole, twos] = [size, 0];
    for (; !Number.isInteger(whole); twos += 1) whole *= 2;
    const above = BigInt(whole) * 10n ** BigInt(Math.max(0, power));
    const below = 2n ** BigInt(twos) * 10n ** BigInt(Math.max(0, -power));
    const found = above / below;
    const twice = 2n * (above % below);
    const isUp = twice > below || (twice === below && found % 2n === 1n);
    return isUp ? found + 1n : found;
}

function pointed(whole, places) {
    const digits = String(whole).padStart(places + 1, "0");
    return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function exponential(size, precision, keepsPoint = false) {
    const { mantissa, exponent } = scientific(size, precision);
    const point = keepsPoint && precision === 0 ? "." : "";
    return `${mantissa}${point}e${signed(exponent)}`;
}

function signed(exponent) {
    const digits = String(Math.abs(exponent)).padStart(2, "0");
    return (exponent < 0 ? "-" : "+") + digits;
}

function general(size, precision, keepsZeros = false) {
    const digits = Math.max(1, precision);
    const { exponent } = scientific(size, digits - 1);
    const isFixed = exponent >= -4 && exponent < digits;
    const text = isFixed
        ? fixed(size, digits - 1 - exponent, keepsZeros) : exponential(size, digits - 1, keepsZeros);
    if (keepsZeros) return text;
    const [mantissa, rest] = text.split("e");
    const bare = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
    return rest === undefined ? bare : `${bare}e${rest}`;
}
