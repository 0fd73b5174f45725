/**
 * The lines of a plot on a canvas of their own, which is moved where they have.
 *
 * Knows: canvases, and what of a picture can be kept (scrolled.js). Must not know: axes, the server,
 * how a line is traced.
 */

import { planned } from "./scrolled.js";

const MARGIN = 16; // pixels that are traced beside a strip, so that lines come into it as they were

/**
 * @typedef {object} Lines
 * @property {{x: number, y: number, width: number, height: number}} area in CSS pixels
 * @property {import("./scales.js").Scale} across of places
 * @property {string} key what they look like, wherever they have moved to
 * @property {number} widest CSS pixels
 * @property {import("./points.js").Points[]} held the points of each
 * @property {(context: CanvasRenderingContext2D, range?: [number, number]) => void} draw all of them,
 *   or those of a range of places
 */

export class Layer {
    #canvas = null;
    #before = null;
    #drawn = null; // the picture that the canvas has
    #at = 0; // the pixel of the canvas where it begins

    /** Lets go of what is kept: the next picture is another one. */
    forget() {
        this.#before = this.#drawn = null;
        // A canvas that nobody needs has its memory for as long as it has its size.
        if (this.#canvas !== null) this.#canvas.width = this.#canvas.height = 0;
        this.#canvas = null;
    }

    /**
     * Draws lines, if it is worth to keep their picture: if it was like that the last time, too.
     * @param {CanvasRenderingContext2D} context in CSS pixels
     * @param {number} density pixels of the screen for one of CSS
     * @param {Lines} lines
     * @returns {boolean} whether it has
     */
    draw(context, density, lines) {
        const { area } = lines;
        const x = Math.floor(area.x * density), y = Math.floor(area.y * density);
        const width = Math.ceil((area.x + area.width) * density) - x;
        const height = Math.ceil((area.y + area.height) * density) - y;
        const now = pictureOf(lines, density, x, width);
        const isLike = planned(this.#before, now) !== null;
        this.#before = now;
        if (!isLike) {
            this.#drawn = null;
            return false;
        }
        const own = this.#fitted(width, height);
        const plan = planned(this.#drawn, now);
        own.setTransform(1, 0, 0, 1, 0, 0);
        if (plan !== null) this.#move(own, plan.shift, width);
        const { from, to } = plan ?? { from: 0, to: width };
        if (to > from) {
            own.save();
            own.beginPath();
            own.rect(this.#at + from, 0, to - from, height);
            own.clip();
            own.clearRect(this.#at + from, 0, to - from, height);
            own.setTransform(density, 0, 0, density, this.#at - x, -y);
            const place = (pixel) => lines.across.value((x + pixel) / density);
            lines.draw(own, plan === null ? undefined : [place(from - MARGIN), place(to + MARGIN)]);
            own.restore();
        }
        // What it was moved by is a whole number of pixels: what is missing to it must not add up.
        const low = plan === null ? now.low : this.#drawn.low + plan.shift / now.factor;
        this.#drawn = { ...now, low };
        context.save();
        context.setTransform(1, 0, 0, 1, 0, 0);
        context.drawImage(this.#canvas, this.#at, 0, width, height, x, y, width, height);
        context.restore();
        return true;
    }

    /** The canvas has room for two pictures, so that one that moves is copied at its ends alone. */
    #fitted(width, height) {
        if (this.#canvas?.width !== 2 * width || this.#canvas.height !== height) {
            this.#canvas ??= document.createElement("canvas");
            this.#canvas.width = 2 * width;
            this.#canvas.height = height;
            this.#drawn = null;
            this.#at = 0;
        }
        return this.#canvas.getContext("2d");
    }

    #move(own, shift, width) {
        const at = this.#at + shift;
        if (at >= 0 && at <= width) {
            this.#at = at;
            return;
        }
        this.#at = shift > 0 ? 0 : width;
        own.globalCompositeOperation = "copy";
        own.drawImage(this.#canvas, this.#at - at, 0);
        own.globalCompositeOperation = "source-over";
    }
}

/** @returns {import("./scrolled.js").Picture} */
function pictureOf({ area, across, key, widest, held }, density, x, width) {
    const factor = across.factor * density;
    return {
        key: `${key} ${[density, area.x, area.y, area.width, area.height, factor]}`,
        low: across.low + (x / density - across.from) / across.factor,
        factor,
        width,
        reach: Math.ceil(widest * density) + 2,
        lines: held.map((points) => ({
            run: points.run,
            count: points.count,
            first: across.even(points.x[points.start]),
            last: across.even(points.x[points.stop - 1]),
        })),
    };
}
