/**
 * The points of one line, as far as the page has them.
 *
 * Knows: how the server sends them. Must not know: pixels, colours.
 */

export class Points {
    x = new Float64Array(0);
    y = new Float64Array(0);
    start = 0;
    stop = 0;
    isRising = true;
    isAll = true; // each point of what was asked for is there
    run = 0; // goes up where the points are others, and not only more
    count = 0; // of the points that have come in this run

    get length() {
        return this.stop - this.start;
    }

    /**
     * @param {object} block what the server says of them
     * @param {ArrayLike<number>} numbers of all lines
     * @param {number} places where those begin that are the places of this line
     * @param {number} values where its values begin
     */
    take({ count, all, new: isNew, rising = false, first, keep, x0, y0 }, numbers, places, values) {
        if (isNew) {
            this.start = this.stop = 0;
            this.isAll = true;
            this.run += 1;
            this.count = 0;
        }
        this.isAll &&= all;
        this.isRising = rising;
        this.count += count;
        this.#reserve(count);
        const { x, y, stop } = this;
        for (let index = 0; index < count; index += 1) {
            x[stop + index] = numbers[places + index] + x0;
            y[stop + index] = numbers[values + index] + y0;
        }
        this.stop += count;
        if (rising && first !== undefined && first !== null) {
            while (this.start < this.stop && x[this.start] < first) this.start += 1;
        } else if (!rising && all && this.length > keep) this.start = this.stop - keep;
    }

    #reserve(count) {
        if (this.stop + count <= this.x.length) return;
        const { length } = this;
        const isRoomy = (length + count) * 2 <= this.x.length;
        for (const name of ["x", "y"]) {
            const held = this[name].subarray(this.start, this.stop);
            if (isRoomy) this[name].set(held);
            else {
                const grown = new Float64Array(Math.max(256, 2 * (length + count)));
                grown.set(held);
                this[name] = grown;
            }
        }
        this.start = 0;
        this.stop = length;
    }

    /** @returns {number} the first index whose place is not below `x`, of places that rise */
    lowerBound(x) {
        let [from, to] = [this.start, this.stop];
        while (from < to) {
            const middle = (from + to) >>> 1;
            if (this.x[middle] < x) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /** @returns {[number, number]} the indices of a range of places, with one beside it each side */
    within([low, high]) {
        if (!this.isRising) return [this.start, this.stop];
        return [
            Math.max(this.start, this.lowerBound(low) - 1),
            Math.min(this.stop, this.lowerBound(high) + 2),
        ];
    }

    /**
     * The least and the greatest value in a range of places, or null.
     * @param {[number, number]} range
     * @param {boolean} isLog values that are not above 0 can't be shown
     */
    bounds([low, high], isLog) {
        const { x, y } = this;
        const [from, to] = this.within([low, high]);
        let [least, greatest] = [Infinity, -Infinity];
        for (let index = from; index < to; index += 1) {
            const value = y[index];
            if (isLog && !(value > 0)) continue;
            if (x[index] < low || x[index] > high) continue;
            if (value < least) least = value;
            if (value > greatest) greatest = value;
        }
        return least <= greatest && greatest - least < Infinity ? [least, greatest] : null;
    }

    /** @returns {number} the index of the point whose place is nearest to `x`; -1: there is none */
    nearest(x) {
        const at = this.lowerBound(x);
        if (at >= this.stop) return this.stop > this.start ? this.stop - 1 : -1;
        if (at > this.start && x - this.x[at - 1] < this.x[at] - x) return at - 1;
        return at;
    }
}
