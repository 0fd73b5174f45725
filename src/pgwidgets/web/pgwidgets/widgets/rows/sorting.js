/**
 * The order of rows by the values of a column.
 *
 * Knows: the types of columns. Must not know: trees, or elements.
 */

/** Compares as `localeCompare` does, but is made once and not at every comparison. */
const { compare: compareTexts } = new Intl.Collator(undefined, { sensitivity: "base" });

/** How a value becomes the number that is compared; there is none for texts. */
const READERS = {
    integer: (value) => (typeof value === "number" ? value : parseInt(value, 10)),
    float: (value) => (typeof value === "number" ? value : parseFloat(value)),
    boolean: Number,
};

/** What is no number comes after all numbers. */
function compareNumbers(one, other) {
    if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : 1;
    return Number.isNaN(other) ? -1 : one - other;
}

/**
 * Each value is read once, and not twice for every comparison.
 * @template Row
 * @param {Row[]} rows
 * @param {string} type the column's
 * @param {(row: Row) => *} valueOf what stands in the column
 * @param {boolean} isAscending
 * @returns {Row[]} the rows sorted; equal ones stay in their order
 */
export function sorted(rows, type, valueOf, isAscending) {
    const read = READERS[type];
    const values = rows.map((row) => valueOf(row) ?? "");
    const keys = read
        ? Float64Array.from(values, (value) => read(type === "boolean" ? Boolean(value) : value))
        : values.map(String);
    const compare = read ? compareNumbers : compareTexts;
    const sign = isAscending ? 1 : -1;
    const order = rows.map((_, index) => index);
    order.sort((one, other) => sign * compare(keys[one], keys[other]));
    return order.map((index) => rows[index]);
}
