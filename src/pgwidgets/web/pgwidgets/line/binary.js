/**
 * Binary payloads, both ways: headers that wait for their frame, and chunks.
 *
 * Knows: how bytes are announced, split and put together again.
 * Must not know: sockets, widgets. Faults are thrown as Error; the caller reports them.
 */

const ARRAY_TYPES = {
    uint8: Uint8Array,
    uint16: Uint16Array,
    uint32: Uint32Array,
    int8: Int8Array,
    int16: Int16Array,
    int32: Int32Array,
    float32: Float32Array,
    float64: Float64Array,
};

/**
 * @typedef {{wid: number, method: string, args: Array, silent?: false}} ReadyCall the bytes are the
 *   first of args
 */

export class BinaryInbox {
    #waiting = [];
    #transfers = new Map();

    /** A new connection owes us no frame that the old one announced; chunks that came are kept. */
    forgetHeaders() {
        this.#waiting = [];
    }

    /** A session begins anew: nothing that was announced will come. */
    reset() {
        this.forgetHeaders();
        this.#transfers.clear();
    }

    /** @returns {boolean} whether this message's bytes come in a binary frame of their own */
    static awaitsFrame(message) {
        if (message?.type === "binary-call") return true;
        return message?.type === "binary-chunk" && (message.encoding ?? "binary") === "binary";
    }

    /** @param {object} header for which {@link awaitsFrame} holds */
    expect(header) {
        this.#waiting.push(header);
    }

    /** @returns {object} the header that the binary frame just received belongs to */
    takeHeader() {
        const header = this.#waiting.shift();
        if (!header) throw new Error("binary frame without a header");
        return header;
    }

    /** Opens a chunked transfer (`binary-call-chunked`). */
    announce(message) {
        const { transfer_id: id, num_chunks: count, dtype } = message;
        if (!Number.isInteger(count) || count < 1) {
            throw new Error(`num_chunks must be a positive integer, not ${count}`);
        }
        if (dtype != null && !Object.hasOwn(ARRAY_TYPES, dtype)) {
            const known = Object.keys(ARRAY_TYPES).join(", ");
            throw new Error(`unknown dtype: ${dtype} (known: ${known})`);
        }
        if (this.#transfers.has(id)) throw new Error(`transfer ${id} is open already`);
        this.#transfers.set(id, { message, chunks: new Array(count), missing: count });
    }

    /**
     * Takes one payload.
     * @param {object} header `binary-call` or `binary-chunk`
     * @param {?ArrayBuffer} bytes null: the chunk carries its data itself, in base64
     * @returns {?ReadyCall} null: more chunks are to come
     */
    accept(header, bytes) {
        if (header.type === "binary-call") {
            const { wid, method, args = [] } = header;
            return { wid, method, args: [bytes, ...args], ...loudness(header) };
        }
        return this.#addChunk(header, bytes ?? fromBase64(header));
    }

    #addChunk(header, bytes) {
        const { transfer_id: id, chunk_index: index } = header;
        const transfer = this.#transfers.get(id);
        if (!transfer) throw new Error(`chunk of an unknown transfer: ${id}`);
        const { message, chunks } = transfer;
        if (!Number.isInteger(index) || index < 0 || index >= chunks.length) {
            throw new Error(`transfer ${id}: no chunk ${index} among ${chunks.length}`);
        }
        if (chunks[index]) throw new Error(`transfer ${id}: chunk ${index} came twice`);
        chunks[index] = bytes;
        transfer.missing -= 1;
        if (transfer.missing > 0) return null;
        this.#transfers.delete(id);
        const { wid, method, args = [], dtype } = message;
        const whole = concatenated(chunks);
        const content = dtype ? new ARRAY_TYPES[dtype](whole) : whole;
        return { wid, method, args: [content, ...args], ...loudness(message) };
    }
}

/** A call with bytes is silent unless it says otherwise. */
function loudness({ silent }) {
    return silent === false ? { silent } : {};
}

function fromBase64(header) {
    if (header.encoding !== "base64") throw new Error(`unknown chunk encoding: ${header.encoding}`);
    return Uint8Array.from(atob(header.data ?? ""), (char) => char.charCodeAt(0)).buffer;
}

function concatenated(chunks) {
    const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.byteLength, 0));
    let offset = 0;
    for (const chunk of chunks) {
        whole.set(new Uint8Array(chunk), offset);
        offset += chunk.byteLength;
    }
    return whole.buffer;
}

/** Bytes of one chunk of a file to the server. */
export const CHUNK_SIZE = 32 * 1024;

/** What is told of files before their chunks come. */
export function withoutData(files) {
    return files.map(({ name, size, type, encoding = "bytes", error }) => (
        { name, size, type, encoding, error }));
}

/**
 * Splits files into the chunks of one transfer. A file without data has one empty chunk.
 * @param {number} wid
 * @param {number} transferId
 * @param {{data: ?ArrayBuffer}[]} files
 * @param {number} [size] bytes of a chunk
 * @returns {Generator<{header: object, bytes: Uint8Array}>} views of the files, not copies
 */
export function* fileChunks(wid, transferId, files, size = CHUNK_SIZE) {
    for (const [index, file] of files.entries()) {
        const data = file.data ?? new ArrayBuffer(0);
        const count = Math.max(1, Math.ceil(data.byteLength / size));
        for (let chunk = 0; chunk < count; chunk += 1) {
            const header = {
                type: "binary-chunk",
                wid,
                transfer_id: transferId,
                file_index: index,
                file_count: files.length,
                chunk_index: chunk,
                num_chunks: count,
                encoding: "binary",
            };
            const start = chunk * size;
            const length = Math.min(size, data.byteLength - start);
            yield { header, bytes: new Uint8Array(data, start, length) };
        }
    }
}
