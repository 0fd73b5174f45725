/**
 * The rows of a source: the server keeps them, and sends those that are looked at.
 *
 * For a tree it is the list of all its rows, of which only some are there: those that were sent last,
 * those in which the user does something, and empty ones where others are looked at that are yet to
 * come. When there is anything of that kind in sight, the server is asked for it, and for a screen
 * above and below.
 *
 * Knows: which rows there are, and which to ask for. Must not know: elements, or how is asked.
 */

/** The place of a row that stays though nobody knows where it is in another order. */
export const NOWHERE = -1;

const MOST_EMPTY = 1000; // rows that are put in the places of those to come, at a time
const LONGEST = 2 ** 32 - 1; // of a list (ECMAScript 2025, section 10.4.2.4); those behind are not shown
const LEAST_BEYOND = 20; // rows that are asked for above and below

export class SeenRows {
    /** All rows, by their places; most are not there. */
    list = [];

    /** Those that are there, by their keys. */
    byKey = new Map();

    /** Which order of the rows it is; the server counts them. */
    generation;

    /** Whether the last ones that were asked for could not be read. */
    hasFailed = false;

    #parts;
    #empty = new Set(); // places
    #asked = { start: 0, stop: 0 };
    #have = { start: 0, stop: 0 };

    /**
     * @param {{generation: number, length: number, coming: number}} about as the server says, which
     *     sends so many of the first rows unasked
     * @param {object} parts
     * @param {(key: ?string, place: number) => object} parts.make gives a row without values
     * @param {(row: object) => boolean} parts.isNeeded whether one must stay though it is far away
     * @param {(key: string) => ?object} parts.known gives a row that is kept elsewhere
     * @param {(start: number, stop: number) => void} parts.ask asks the server for a range
     */
    constructor({ generation, length, coming = 0 }, parts) {
        this.generation = generation;
        length = Math.min(length, LONGEST);
        this.#asked = { start: 0, stop: Math.min(coming, length) };
        this.#parts = parts;
        const { list } = this;
        list.length = length;
        const fill = (start, stop) => this.#look(start, stop);
        Object.defineProperties(list, {
            // What is looked at is asked for.
            slice: {
                value: (start = 0, stop = list.length) => {
                    fill(start, stop);
                    return Array.prototype.slice.call(list, start, stop);
                },
            },
            // They know their places, and there may be a million.
            indexOf: { value: (row) => (row && list[row.place] === row ? row.place : -1) },
        });
        this.#fillFirst();
    }

    get length() {
        return this.list.length;
    }

    /**
     * Takes rows that have come.
     * @param {object} block as the server sends it
     * @returns {boolean} whether other rows are there now, or in other places
     */
    take({ failed = false, generation, start, length, columns, keys, cells, looks = {} }) {
        this.#asked = { start: 0, stop: 0 };
        this.hasFailed = failed;
        if (failed) return false;
        length = Math.min(length, LONGEST);
        const isOther = generation !== this.generation || length !== this.length;
        const isRenewed = generation !== this.generation;
        const needed = isRenewed ? [...this.byKey.values()].filter(this.#parts.isNeeded) : [];
        if (isRenewed) this.#forgetAll();
        this.generation = generation;
        this.list.length = length;
        const before = this.byKey;
        const [now, came] = [new Map(), []];
        let hasMoved = this.#forgetEmpty() || isOther;
        keys.forEach((key, index) => {
            const place = start + index;
            const isTwice = now.has(key);
            const old = isTwice ? null : before.get(key) ?? this.#parts.known(key);
            const row = old ?? this.#parts.make(key, place);
            hasMoved ||= this.list[place] !== row;
            row.place = place;
            row.values = Object.fromEntries(columns.map((name, at) => [name, cells[at][index]]));
            row.looks = looksOf(looks, index);
            now.set(key, row);
            came.push(row);
        });
        for (const [key, row] of before) if (!now.has(key)) this.#leave(key, row, now, start, keys.length);
        for (const row of needed) {
            if (now.has(row.key)) continue;
            row.place = NOWHERE;
            now.set(row.key, row);
        }
        for (const row of [...now.values(), ...came]) if (row.place >= 0) this.list[row.place] = row;
        this.byKey = now;
        this.#have = { start, stop: start + keys.length };
        this.#fillFirst();
        return hasMoved;
    }

    /** A row that was not sent again: it stays only where the user does something in it. */
    #leave(key, row, now, start, count) {
        const isCovered = start <= row.place && row.place < start + count;
        if (this.list[row.place] === row) delete this.list[row.place];
        if (isCovered || row.place >= this.length || !this.#parts.isNeeded(row)) return;
        now.set(key, row);
    }

    #forgetAll() {
        for (const place of Object.keys(this.list)) delete this.list[place];
        this.byKey = new Map();
        this.#have = { start: 0, stop: 0 };
    }

    #look(start, stop) {
        start = Math.max(0, start);
        stop = Math.min(this.length, stop, start + MOST_EMPTY);
        if (start >= stop) return;
        this.#fill(start, stop);
        if (contains(this.#have, start, stop) || contains(this.#asked, start, stop)) return;
        const beyond = Math.max(LEAST_BEYOND, stop - start);
        this.#asked = {
            start: Math.max(0, start - beyond),
            stop: Math.min(this.length, stop + beyond),
        };
        this.#parts.ask(this.#asked.start, this.#asked.stop);
    }

    #fill(start, stop) {
        for (let place = start; place < stop; place += 1) {
            if (this.list[place]) continue;
            this.list[place] = this.#parts.make(null, place);
            this.#empty.add(place);
        }
    }

    /** The first row is always there: the cursor goes to it that stands nowhere. */
    #fillFirst() {
        if (this.length > 0) this.#fill(0, 1);
    }

    /** @returns {boolean} whether there were any but the first */
    #forgetEmpty() {
        const hadAny = this.#empty.size > (this.#empty.has(0) ? 1 : 0);
        for (const place of this.#empty) {
            if (this.list[place]?.key === null) delete this.list[place];
        }
        this.#empty.clear();
        return hadAny;
    }
}

function contains(range, start, stop) {
    return range.start <= start && stop <= range.stop;
}

/** @returns {?Object<string, object>} how the cells of one row look, by column */
function looksOf(looks, index) {
    const entries = Object.entries(looks).map(([key, parts]) => [
        key,
        Object.fromEntries(Object.entries(parts).map(([part, values]) => [part, values[index]])),
    ]);
    return entries.length > 0 ? Object.fromEntries(entries) : null;
}
