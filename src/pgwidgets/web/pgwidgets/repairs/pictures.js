/**
 * Pictures that are set in quick succession: an older one never replaces a newer one, and of those
 * that come as bytes one or two are decoded at a time. What comes meanwhile waits, and only the newest.
 *
 * The browser decodes pictures at the same time, and a large one takes longer than a small one;
 * pgwidgets-js draws each when it is decoded, whatever has been drawn by then. And an `img` that is
 * given the next picture before it has decoded the last one never shows it: of 60 pictures a second
 * 20 are seen. So it is given those that are decoded already, one in each frame of the page: two that
 * are ready in one frame are shown in two.
 *
 * Knows: how Image of pgwidgets-js loads and draws. Must not know: the server.
 */

import { around } from "../common/wrapping.js";

const places = new WeakMap(); // picture -> its place in the order in which all were set
const shown = new WeakMap(); // widget -> the place of the picture that it shows
const decoders = new WeakMap(); // widget -> its Decoder
const turns = new WeakMap(); // widget -> its Turns
let count = 0;

/** Pictures that are decoded, and wait for a frame of theirs: more would only be older. */
const MOST_WAITING = 2;

/** Frames in a row after which one still waited: then all are that late, and one is left out. */
const LATE = 20;

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {(blob: Blob) => Promise<ImageBitmap>} [decode]
 */
export function mendPictures({ Image }, decode = (blob) => createImageBitmap(blob)) {
    around(Image.prototype, "set_image", (widget, _, run) => {
        decoders.get(widget)?.forget();
        return noting(run);
    });
    around(Image.prototype, "_drawImage", (widget, [picture], run) => {
        const place = places.get(picture);
        if (place < shown.get(widget)) return;
        shown.set(widget, place);
        run();
    });
    Image.prototype.set_binary_image = function (bytes, format) {
        if (!decoders.has(this)) {
            const show = this._useAnimationFrame ? (...args) => draw(decode, ...args) : display;
            // What an `img` has decoded is told a frame later, or two: one alone would have every
            // other frame wait for it.
            const most = this._useAnimationFrame ? 1 : 3;
            decoders.set(this, new Decoder((...picture) => show(this, ...picture), most));
        }
        count += 1;
        decoders.get(this).put(new Blob([bytes], { type: `image/${format}` }), count);
    };
}

/** Shows one picture after the other, and leaves out what a newer one has overtaken. */
class Decoder {
    #show;
    #most;
    #next = null;
    #run = { count: 0 }; // how many are being decoded

    /**
     * @param {(...picture: any[]) => Promise<void>} show resolves when it is decoded, and shown
     * @param {number} most how many are decoded at the same time
     */
    constructor(show, most) {
        this.#show = show;
        this.#most = most;
    }

    put(...picture) {
        this.#next = picture;
        this.#goOn();
    }

    #goOn() {
        if (this.#next === null || this.#run.count >= this.#most) return;
        const next = this.#next;
        this.#next = null;
        this.#decode(next, this.#run);
    }

    async #decode(picture, run) {
        run.count += 1;
        await this.#show(...picture, () => this.#run === run).catch((error) => {
            console.warn("pgwidgets: a picture can't be shown:", error);
        });
        run.count -= 1;
        if (this.#run === run) this.#goOn();
    }

    /** Something else is shown from now on: the picture that waits is not, and none waits for it. */
    forget() {
        this.#next = null;
        this.#run = { count: 0 };
    }
}

/**
 * One thing in each frame of the page. What comes unevenly waits for frames in which nothing comes;
 * when there are none, something is left out, so that not all is late from then on.
 */
class Turns {
    #waiting = [];
    #late = 0;

    /** @param {(isLate: boolean) => void} show called once, in a frame, or at once if it is late */
    take(show) {
        this.#waiting.push(show);
        if (this.#waiting.length === 1) this.#ask();
        if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()(true);
    }

    #ask() {
        requestAnimationFrame(() => {
            this.#waiting.shift()(false);
            this.#late = this.#waiting.length > 0 ? this.#late + 1 : 0;
            if (this.#late === LATE) {
                this.#waiting.shift()(true);
                this.#late = 0;
            }
            if (this.#waiting.length > 0) this.#ask();
        });
    }
}

/** On a canvas. */
async function draw(decode, widget, blob, place) {
    const bitmap = await decode(blob);
    const { width: naturalWidth, height: naturalHeight } = bitmap;
    places.set(bitmap, place);
    if (!widget._destroyed) {
        widget._lastImage = Object.assign(bitmap, { naturalWidth, naturalHeight });
        widget._drawImage(bitmap);
    }
    bitmap.close();
}

/**
 * In an `img`, which shows the one before until the next one is decoded, and that at once.
 * @param {() => boolean} isWanted whether nothing else is shown meanwhile
 */
async function display(widget, blob, place, isWanted) {
    if (widget._destroyed) return;
    const url = URL.createObjectURL(blob);
    const picture = new globalThis.Image();
    picture.src = url;
    try {
        await picture.decode();
    } catch {
        URL.revokeObjectURL(url);
        if (isWanted()) throw new Error(`no picture of ${blob.type}`);
        return;
    }
    if (!turns.has(widget)) turns.set(widget, new Turns());
    turns.get(widget).take((isLate) => {
        if (isLate || widget._destroyed || !isWanted() || place < shown.get(widget)) {
            URL.revokeObjectURL(url);
            return;
        }
        shown.set(widget, place);
        widget.element.src = picture.src; // the page has it already, by this name
        if (widget._objectUrl) URL.revokeObjectURL(widget._objectUrl);
        widget._objectUrl = url; // which its destroy() revokes
    });
}

/** The picture itself is all that loading and drawing it have in common. */
function noting(run) {
    const { Image } = globalThis;
    globalThis.Image = function () {
        const picture = new Image();
        count += 1;
        places.set(picture, count);
        return picture;
    };
    try {
        return run();
    } finally {
        globalThis.Image = Image;
    }
}
