/**
 * How much of a file may be on its way to the server, so that clicks need not wait for long behind it.
 *
 * What is on its way waits in the socket, in the system and in the network, and nobody tells how much
 * there is in each. But the server acknowledges every chunk: when that takes longer than it does on an
 * idle line, chunks wait for each other, and so would a click.
 *
 * Knows: bytes and times. Must not know: sockets, files, or a clock.
 */

export const LEAST = 32 * 1024; // bytes; one chunk is on its way in any case
export const MOST = 4 * 1024 * 1024; // bytes; what a resume can make good
const SHORT = 50; // ms that chunks may wait for each other while more are let go
const LONG = 150; // ms after which fewer are
const FEWER = 0.7;

export class Pace {
    /** Bytes that may be on their way. */
    window = LEAST;

    #sent = 0; // bytes, of all
    #under = []; // chunks on their way: where each ends, and when it was sent
    #shortest = Infinity; // ms that a chunk took
    #eased = 0; // of the chunks before this end it is known that they waited

    /** @param {number} bytes of a chunk that is sent @param {number} now ms */
    sent(bytes, now) {
        this.#sent += bytes;
        this.#under.push({ end: this.#sent, bytes, at: now });
    }

    /** @param {number} left bytes that are still on their way @param {number} now ms */
    look(left, now) {
        const done = this.#sent - left;
        while (this.#under.length > 0 && this.#under[0].end <= done) {
            const { end, bytes, at } = this.#under.shift();
            this.#shortest = Math.min(this.#shortest, now - at);
            const waited = now - at - this.#shortest;
            if (waited < SHORT) this.window = Math.min(MOST, this.window + bytes);
            else if (waited > LONG && end > this.#eased) {
                this.window = Math.max(LEAST, this.window * FEWER);
                this.#eased = this.#sent; // what is on its way was sent before that
            }
        }
    }

    /** @returns {boolean} whether a chunk may go while so many bytes are on their way */
    allows(bytes, left) {
        return left === 0 || left + bytes <= this.window;
    }
}
