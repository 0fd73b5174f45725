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
    boolean: (value) => Number(Boolean(value)),
};

/** What is no number comes after all numbers. */
function compareNumbers(one, other) {
    if (Number.isNaN(one)) return Number.isNaN(other) ? 0 : 1;
    return Number.isNaN(other) ? -1 : one - other;
}

/**
 * What the rows of a column are compared by.
 * @template Row
 * @param {string} type the column's
 * @param {(row: Row) => *} valueOf what stands in the column
 * @param {boolean} isAscending
 */
export class Order {
    #keyOf;
    #compare;
    #isOfNumbers;

    constructor(type, valueOf, isAscending) {
        const read = READERS[type] ?? String;
        const compare = type in READERS ? compareNumbers : compareTexts;
        const sign = isAscending ? 1 : -1;
        this.#isOfNumbers = type in READERS;
        this.#keyOf = (row) => read(valueOf(row) ?? "");
        this.#compare = (one, other) => sign * compare(one, other);
    }

    /**
     * Each value is read once, and not twice for every comparison.
     * @param {Row[]} rows
     * @returns {Row[]} the rows sorted; equal ones stay in their order
     */
    sorted(rows) {
        const keys = this.#isOfNumbers
            ? Float64Array.from(rows, this.#keyOf) : rows.map(this.#keyOf);
        const order = rows.map((_, index) => index);
        order.sort((one, other) => this.#compare(keys[one], keys[other]));
        return order.map((index) => rows[index]);
    }

    /**
     * The same, where most rows are in their order already.
     * @param {Row[]} rows as they were sorted; equal ones in the order of their `index`
     * @param {Set<Row>} moved those of them whose values have changed since
     * @returns {Row[]}
     */
    resorted(rows, moved) {
        const rest = rows.filter((row) => !moved.has(row));
        const keyed = (row) => ({ row, key: this.#keyOf(row) });
        const compare = (one, other) => (
            this.#compare(one.key, other.key) || one.row.index - other.row.index);
        const result = [];
        let taken = 0; // of the rest
        for (const each of [...moved].map(keyed).sort(compare)) {
            let [low, high] = [taken, rest.length];
            while (low < high) {
                const middle = (low + high) >> 1;
                if (compare(keyed(rest[middle]), each) < 0) low = middle + 1;
                else high = middle;
            }
            while (taken < low) result.push(rest[taken++]);
            result.push(each.row);
        }
        while (taken < rest.length) result.push(rest[taken++]);
        return result;
    }
}
