/**
 * How far rows are scrolled, where no element may be as high as all of them are.
 *
 * In Chromium an element ends at 33,554,428 pixels of the screen, of which there may be several to
 * one of CSS; in Firefox at 17,895,697 of CSS. What is higher is scrolled through in fewer pixels,
 * while a step (of the wheel, or to a row) goes as far as elsewhere: after it the place is put right.
 *
 * Knows: heights. Must not know: elements, or rows.
 */

/** Pixels; the highest body. A screen has at most four pixels to one of CSS. */
export const MOST = 8_000_000;

const LONGEST_STEP = 4000; // pixels; a longer one is a jump to another part
const CLOSE = 2; // pixels; browsers round where they scroll to

export class Scrolling {
    /** Pixels; what is out of sight above. */
    top = 0;

    #total = 0; // pixels; all rows
    #room = 0; // pixels; what is in sight; 0: it is not laid out
    #at = 0; // where the body is scrolled to; NaN: wherever it is next, it has not gone by a step

    get room() {
        return this.#room;
    }

    /** @param {number} total how high all rows are */
    setTotal(total) {
        this.#total = total;
        if (this.#isSqueezed) this.goTo(this.top);
    }

    /** How high the body is. */
    get height() {
        return Math.min(this.#total, MOST);
    }

    /** How much higher rows stand in the body than they would in one that is as high as they are. */
    get shift() {
        return this.top - this.#at;
    }

    /** Where a row is in the body: what is far away, where it will be when it is scrolled to. */
    inBody(top) {
        const way = top - this.top;
        if (!this.#isSqueezed || Math.abs(way) <= LONGEST_STEP) return top - this.shift;
        const far = Math.max(Math.abs(way) / this.#ratio, LONGEST_STEP + this.#room);
        return this.#at + Math.sign(way) * far;
    }

    /** Where the body is to be scrolled to. */
    get place() {
        return this.#isSqueezed ? Math.round(this.top / this.#ratio) : this.top;
    }

    /** Whether the body is elsewhere. */
    get isOff() {
        return Math.abs(this.place - this.#at) > CLOSE;
    }

    /** Where it is scrolled to next counts, and not how far that is from here. */
    jump() {
        this.#at = NaN;
    }

    /** The body was scrolled to its place; @param {number} at as the browser has rounded it */
    arrived(at) {
        this.#at = at;
        if (!this.#isSqueezed) this.top = at;
    }

    /** @param {number} top what is to be out of sight above */
    goTo(top) {
        this.top = Math.max(0, Math.min(top, this.#total - this.#room));
    }

    /**
     * Takes note of what the browser says.
     * @param {number} at where the body is scrolled to
     * @param {number} room what can be seen of it
     */
    look(at, room) {
        this.#room = room;
        if (room === 0) return; // then the place says nothing
        const step = at - this.#at;
        this.#at = at;
        if (!this.#isSqueezed) this.top = at;
        else if (at <= 0 || at >= this.height - room) this.#jumpTo(at, step);
        else if (Math.abs(step) <= LONGEST_STEP) this.goTo(this.top + step);
        else this.goTo(at * this.#ratio);
    }

    #jumpTo(end, step) {
        if (step !== 0) this.goTo(end <= 0 ? 0 : this.#total);
    }

    get #isSqueezed() {
        return this.#total > MOST;
    }

    get #ratio() {
        return (this.#total - this.#room) / (this.height - this.#room);
    }
}
