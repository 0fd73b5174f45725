/**
 * Where the parts of a plot stand: title, legend, axes, and the room for the lines.
 *
 * Knows: sizes, and how wide texts are. Must not know: colours, points.
 */

import { linearTicks, logTicks } from "./ticks.js";
import { timeTicks } from "./time_ticks.js";

export const FONT = 12; // CSS pixels of numbers and labels
export const TITLE = 14;
const GAP = 8;
const MARK = 5; // length of a mark
const STEP = 8; // of the room for numbers, so that it does not change with each digit
const SWATCH = 18;
const ROW = 20;
const MORE = 80; // for the word of names that there is no room for
const LEGEND_SHARE = 0.25; // of the height, that names may take
const PER_MARK = { x: 88, time: 104, y: 44 }; // pixels for a mark of an axis, at least

/**
 * @typedef {object} Box
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */

export const isInside = ({ x, y, width, height }, px, py) => (
    px >= x && px <= x + width && py >= y && py <= y + height
);

/** @returns {string} what stands beside an axis */
export function labelOf({ label, units }) {
    return label && units ? `${label} (${units})` : label || units;
}

/** @returns {import("./ticks.js").Ticks} of a range of an axis that takes so many pixels */
export function ticksOf({ scale, zone }, limits, pixels, isX) {
    const count = Math.max(2, Math.floor(pixels / (!isX ? PER_MARK.y : PER_MARK[scale] ?? PER_MARK.x)));
    if (scale === "log") return logTicks(limits, count);
    return scale === "time" ? timeTicks(limits, count, zone === "UTC") : linearTicks(limits, count);
}

export class Arrangement {
    #widths = new Map(); // texts to pixels
    #rooms = new Map(); // axes to the room of their numbers

    /**
     * @param {object} about
     * @param {CanvasRenderingContext2D} about.context
     * @param {number} about.width
     * @param {number} about.height
     * @param {object} about.plot what the server says of it
     * @param {Object<string, [number, number]>} about.limits by axis
     * @param {string} about.font
     * @returns {object} the boxes, and the ticks of each axis
     */
    arrange({ context, width, height, plot, limits, font }) {
        this.#font(context, font, FONT);
        const { axes } = plot;
        const ys = Object.keys(axes).filter((name) => name !== "x");
        let top = GAP;
        if (plot.title) top += TITLE + GAP;
        const hasTwo = axes.x.scale === "time";
        const isLabelled = labelOf(axes.x) || ticksOf(axes.x, limits.x, width, true).factor;
        const bottom = MARK + 4 + FONT * (hasTwo ? 2.2 : 1) + (isLabelled ? FONT + 6 : 0) + GAP;
        const names = plot.legend ? Object.keys(plot.lines) : [];
        // How high the legend is depends on the width, which depends on the numbers, and these on
        // the height: with the legend in one row they are right, or one mark too many.
        const isFactored = (ticks) => ticks.factor !== "";
        const high = Math.max(10, height - top - bottom - (names.length ? ROW + 4 : 0));
        const ticks = Object.fromEntries(ys.map((name) => [name, ticksOf(axes[name], limits[name], high, false)]));
        let [left, right] = [GAP, GAP];
        const places = {};
        for (const name of ys) {
            const room = this.#room(context, name, ticks[name]);
            const whole = room + MARK + 4 + (labelOf(axes[name]) ? FONT + 6 : 0) + 2;
            if (axes[name].side === "right") {
                places[name] = { side: "right", offset: right - GAP, room, whole };
                right += whole + 4;
            } else {
                places[name] = { side: "left", offset: left - GAP, room, whole };
                left += whole + 4;
            }
        }
        right = Math.max(right, 2 * GAP);
        const across = Math.max(10, width - left - right);
        const rows = Math.max(1, Math.floor((height * LEGEND_SHARE) / ROW));
        const legend = this.#legend(context, names, plot.lines, { left, top, across, rows });
        top += legend.height + (names.length ? 4 : 0);
        if (ys.some((name) => isFactored(ticks[name]))) top += FONT;
        const area = { x: left, y: top, width: across, height: Math.max(10, height - top - bottom) };
        ticks.x = ticksOf(axes.x, limits.x, across, true);
        for (const name of ys) {
            const { side, offset, whole } = places[name];
            places[name].x = side === "left" ? area.x - offset : area.x + area.width + offset;
            places[name].box = {
                x: side === "left" ? places[name].x - whole : places[name].x,
                y: area.y, width: whole, height: area.height,
            };
        }
        return {
            area, ticks, places, items: legend.items, more: legend.more,
            title: plot.title ? { x: left, y: GAP + TITLE } : null,
            xBox: { x: area.x, y: area.y + area.height, width: area.width, height: bottom },
            home: { x: area.x + area.width - 30, y: area.y + 6, width: 24, height: 24 },
        };
    }

    #font(context, font, size) {
        context.font = `${size}px ${font}`;
        if (this.#widths.font !== font) this.#widths.clear();
        this.#widths.font = font;
    }

    widthOf(context, text) {
        let width = this.#widths.get(text);
        if (width === undefined) {
            if (this.#widths.size > 1000) this.#widths.clear();
            width = context.measureText(text).width;
            this.#widths.set(text, width);
        }
        return width;
    }

    /** The room for the numbers of an axis: it grows at once, and shrinks for more than a digit. */
    #room(context, name, { major }) {
        const widest = Math.max(8, ...major.map(({ text }) => this.widthOf(context, text)));
        const needed = Math.ceil(widest / STEP) * STEP;
        const before = this.#rooms.get(name) ?? 0;
        const room = needed > before || needed < before - STEP ? needed : before;
        this.#rooms.set(name, room);
        return room;
    }

    /** Names in rows; of those that there is no room for, how many there are is told. */
    #legend(context, names, lines, { left, top, across, rows }) {
        if (names.length === 0) return { items: [], height: 0, more: null };
        const items = [];
        const bottom = top + (rows - 1) * ROW;
        let [x, y] = [left, top];
        for (const [index, name] of names.entries()) {
            const width = Math.min(across, SWATCH + 6 + this.widthOf(context, name) + 14);
            const isLast = index === names.length - 1;
            const room = left + across - (y === bottom && !isLast ? MORE : 0);
            if (x > left && x + width > room) {
                if (y === bottom) {
                    const more = { x, y: y + ROW / 2, text: `and ${names.length - index} more` };
                    return { items, height: rows * ROW, more };
                }
                [x, y] = [left, y + ROW];
            }
            items.push({ name, look: lines[name], box: { x, y, width, height: ROW }, swatch: SWATCH });
            x += width;
        }
        return { items, height: y + ROW - top, more: null };
    }
}
