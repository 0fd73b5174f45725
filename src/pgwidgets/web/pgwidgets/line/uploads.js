/**
 * Files on their way to the server.
 *
 * Knows: that they go no faster than the network takes them, no further ahead than a resume can
 * make good, wait while there is no connection, and end with the session that they were meant for.
 * Must not know: how files are split, or what a header says.
 *
 * A chunk is a view of a file that the page holds anyway. It is kept until the server has
 * acknowledged it, and is sent again after a resume if it has not; so however long a file is, a cut
 * costs no more than the window, and never the link.
 */

const BACKLOG = 2 * 1024 * 1024; // bytes put into the socket ahead of the network
const WINDOW = 4 * 1024 * 1024; // bytes sent ahead of the server's acknowledgement
const PAUSE = 20; // ms; a WebSocket does not tell when its backlog has drained
const AWAY_PAUSE = 250; // ms between two looks while there is no connection

export class Uploads {
    #outbox;
    #open = new Set();

    /** @param {import("./outbox.js").Outbox} outbox */
    constructor(outbox) {
        this.#outbox = outbox;
    }

    /** The session that waits for these files is gone, or has another page now. */
    abandon() {
        this.#open.clear();
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
        }
        this.#open.delete(transferId);
    }

    #mayGo({ byteLength }) {
        const { live, backlog, unacknowledgedBytes } = this.#outbox;
        return live && backlog <= BACKLOG && unacknowledgedBytes + byteLength <= WINDOW;
    }
}

function pause(milliseconds) {
    return new Promise((resume) => setTimeout(resume, milliseconds));
}
