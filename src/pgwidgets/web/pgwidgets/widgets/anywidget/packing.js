/**
 * Messages between models and Python, with bytes in them.
 *
 * Knows: their form (anywidgets/messages.py is the other end). Must not know: models, the DOM.
 *
 * This file and those that say so run in frames, too, as one script: each import is one line.
 */

const LENGTH_BYTES = 4;

/**
 * @param {Uint8Array} bytes a message of Python's
 * @returns {{head: object, buffers: DataView[]}} the bytes of its state are in their places already
 */
export function unpacked(bytes) {
    const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
        ? bytes.buffer
        : bytes.slice().buffer;
    const length = new DataView(whole).getUint32(0, true);
    const text = new TextDecoder().decode(new Uint8Array(whole, LENGTH_BYTES, length));
    const head = JSON.parse(text);
    let at = LENGTH_BYTES + length;
    const buffers = head.sizes.map((size) => {
        // Each has a buffer of its own: what a script does with one, such as transferring it, is
        // nothing to the others.
        const view = new DataView(whole.slice(at, at + size));
        at += size;
        return view;
    });
    for (const [index, path] of (head.paths ?? []).entries()) {
        const place = path.slice(0, -1).reduce((part, step) => part[step], head.state);
        place[path.at(-1)] = buffers[index];
    }
    return { head, buffers };
}

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/**
 * @param {object} state values by name
 * @returns {{state: object, paths: Array<Array<string | number>>, buffers: string[]}} without the
 *   bytes in it, the places of these, and what they were, in base64
 */
export function takenOut(state) {
    const paths = [];
    const buffers = [];
    const without = (value, path) => {
        if (isBytes(value)) {
            paths.push(path);
            buffers.push(toBase64(value));
            return null;
        }
        if (Array.isArray(value)) return value.map((part, index) => without(part, [...path, index]));
        if (value === null || typeof value !== "object") return value;
        if (typeof value.toJSON === "function") return value.toJSON();
        return Object.fromEntries(
            Object.entries(value).map(([key, part]) => [key, without(part, [...path, key])]),
        );
    };
    return { state: without(state, []), paths, buffers };
}

const PIECE = 0x8000; // of a call's arguments there are only so many

/** @param {ArrayBuffer | ArrayBufferView} value */
export function toBase64(value) {
    const bytes = value instanceof ArrayBuffer
        ? new Uint8Array(value)
        : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    let text = "";
    for (let at = 0; at < bytes.length; at += PIECE) {
        text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
    }
    return btoa(text);
}

/** Whether two values are the same all through, as Backbone's models have it. */
export function isSame(one, other) {
    if (Object.is(one, other)) return true;
    if (typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
    if (isBytes(one) || isBytes(other)) return isBytes(one) && isBytes(other) && sameBytes(one, other);
    if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
    const names = Object.keys(one);
    if (names.length !== Object.keys(other).length) return false;
    return names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]));
}

function sameBytes(one, other) {
    if (one.constructor !== other.constructor || one.byteLength !== other.byteLength) return false;
    return toBase64(one) === toBase64(other);
}
