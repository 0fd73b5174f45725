/**
 * Files on their way to the server.
 *
 * Knows: that they go no faster than the network takes them, so little ahead that clicks pass by
 * (pace.js), wait while there is no connection, and end with the session that they were meant for.
 * Must not know: how files are split, or what a header says.
 *
 * A chunk is a view of a file that the page holds anyway. It is kept until the server has
 * acknowledged it, and is sent again after a resume if it has not; so however long a file is, a cut
 * costs no more than the window, and never the link.
 */

import { Pace } from "./pace.js";

const PAUSE = 10; // ms between two looks at what has arrived
const AWAY_PAUSE = 250; // ms between two looks while there is no connection

export class Uploads {
    #outbox;
    #now;
    #open = new Set();
    #pace = new Pace();

    /**
     * @param {import("./outbox.js").Outbox} outbox
     * @param {() => number} [now] ms
     */
    constructor(outbox, now = () => performance.now()) {
        this.#outbox = outbox;
        this.#now = now;
    }

    /** The session that waits for these files is gone, or has another page now. */
    abandon() {
        this.#open.clear();
        this.#pace = new Pace();
    }

    /** The server waits for the files of this transfer no longer. */
    stop(transferId) {
        this.#open.delete(transferId);
    }

    /**
     * Sends the files of one transfer; others may be under way.
     * @param {number} transferId
     * @param {Iterable<{header: object, bytes: ArrayBufferView}>} chunks read as they are sent
     */
    async send(transferId, chunks) {
        this.#open.add(transferId);
        for (const { header, bytes } of chunks) {
            while (!this.#mayGo(bytes)) {
                if (!this.#open.has(transferId)) return;
                await pause(this.#outbox.live ? PAUSE : AWAY_PAUSE);
            }
            if (!this.#open.has(transferId)) return;
            this.#outbox.postBinary(header, bytes);
            this.#pace.sent(bytes.byteLength, this.#now());
        }
        this.#open.delete(transferId);
    }

    #mayGo({ byteLength }) {
        const { live, unacknowledgedBytes: left } = this.#outbox;
        if (!live) return false;
        this.#pace.look(left, this.#now());
        return this.#pace.allows(byteLength, left);
    }
}

function pause(milliseconds) {
    return new Promise((resume) => setTimeout(resume, milliseconds));
}
