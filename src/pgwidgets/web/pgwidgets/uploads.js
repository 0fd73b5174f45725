/**
 * Files on their way to the server.
 *
 * Knows: that they go no faster than the network takes them, wait while there is no connection,
 * and end with the session that they were meant for.
 * Must not know: how files are split, or what a header says.
 */

const BACKLOG = 2 * 1024 * 1024; // bytes put into the socket ahead of the network
const PAUSE = 20; // ms; a WebSocket does not tell when its backlog has drained
const AWAY_PAUSE = 250; // ms between two looks while there is no connection

export class Uploads {
    #outbox;
    #session = 0;

    /** @param {import("./outbox.js").Outbox} outbox */
    constructor(outbox) {
        this.#outbox = outbox;
    }

    /** The session that waits for these files is gone, or has another page now. */
    abandon() {
        this.#session += 1;
    }

    /** @param {Iterable<{header: object, bytes: ArrayBufferView}>} chunks read as they are sent */
    async send(chunks) {
        const session = this.#session;
        for (const { header, bytes } of chunks) {
            while (!this.#outbox.live || this.#outbox.backlog > BACKLOG) {
                if (session !== this.#session) return;
                await pause(this.#outbox.live ? PAUSE : AWAY_PAUSE);
            }
            if (session !== this.#session) return;
            this.#outbox.postBinary(header, bytes);
        }
    }
}

function pause(milliseconds) {
    return new Promise((resume) => setTimeout(resume, milliseconds));
}
