/**
 * Paints a plot on its canvas: the frame, numbers and grid, the lines, legend and title.
 *
 * Knows: where each part stands (arranging.js), and its colour. Must not know: the server, gestures,
 * which part of the data is seen.
 */

import { FONT, TITLE, labelOf } from "./arranging.js";
import { dashes, drawMarkers, isDense, markerPath, paintMarkers, sizeOf, strokeLine, traced } from "./tracing.js";

const MARK = 5;
const MANY = 3000; // points, from which on lines are drawn quickly
const SOME = 600; // points, from which on it is worth to keep their picture

/** @returns {string} the colour of a line */
export function colorOf({ color, number = 0 }, { own, palette }) {
    return own.get(color) ?? palette[number % palette.length];
}

/** Where dashes begin, and markers lie, depends on more than a strip. */
const canBeMoved = ({ look, held }) => look.style === "solid" && !look.marker && held.isRising;

export class Painter {
    /**
     * @param {CanvasRenderingContext2D} context in CSS pixels
     * @param {number} density pixels of the screen for one of CSS
     * @param {import("./layer.js").Layer} layer of the lines
     */
    constructor(context, density, layer) {
        this.context = context;
        this.density = density;
        this.layer = layer;
    }

    /** A line through the middle of a pixel is sharp. */
    #sharp(value) {
        return (Math.round(value * this.density - 0.5) + 0.5) / this.density;
    }

    paint({ width, height, plot, arranged, scales, points, colors }) {
        const { context } = this;
        context.clearRect(0, 0, width, height);
        // The element has it, too, but may be shown with that of before where its theme has changed.
        context.fillStyle = colors.background;
        context.fillRect(0, 0, width, height);
        context.font = `${FONT}px ${colors.font}`;
        context.lineWidth = 1 / Math.min(this.density, 1);
        if (plot.grid) this.#grid(arranged, scales, colors);
        this.#lines(plot, arranged, scales, points, colors);
        this.#frame(plot, arranged, scales, colors, width);
        this.#legend(arranged, colors);
        if (arranged.title) this.#title(plot.title, arranged, width, colors);
    }

    #grid({ area, ticks }, scales, colors) {
        const { context } = this;
        context.strokeStyle = colors.grid;
        context.beginPath();
        for (const { value } of ticks.x.major) this.#across(area, scales.x.pixel(value));
        const [first] = Object.keys(scales).filter((name) => name !== "x");
        for (const { value } of ticks[first].major) this.#along(area, scales[first].pixel(value));
        context.stroke();
    }

    #across({ y, height }, at) {
        this.context.moveTo(this.#sharp(at), y);
        this.context.lineTo(this.#sharp(at), y + height);
    }

    #along({ x, width }, at) {
        this.context.moveTo(x, this.#sharp(at));
        this.context.lineTo(x + width, this.#sharp(at));
    }

    #lines(plot, { area }, scales, points, colors) {
        const { context, density } = this;
        const shown = Object.entries(plot.lines).map(([name, look]) => (
            { name, look, held: points.get(name), up: scales[look.axis] }
        )).filter(({ look, held, up }) => look.visible && held?.length && up);
        const size = shown.reduce((sum, { look, held }) => (
            sum + (look.style === "none" ? 0 : sizeOf(held, scales.x, density))
        ), 0);
        const isQuick = size > MANY;
        const draw = (on, range) => this.#stroke(on, shown, scales.x, colors, isQuick, range);
        context.save();
        context.beginPath();
        context.rect(area.x, area.y, area.width, area.height);
        context.clip();
        const isKept = size > SOME && shown.every(canBeMoved);
        if (!isKept) this.layer.forget();
        if (!isKept || !this.layer.draw(context, density, {
            area,
            across: scales.x,
            key: JSON.stringify(shown.map(({ name, look, up, held }) => (
                [name, colorOf(look, colors), look.width, up.isLog, up.low, up.factor, up.from,
                    isDense(held, scales.x, density)]
            ))),
            widest: Math.max(...shown.map(({ look }) => look.width)),
            held: shown.map(({ held }) => held),
            draw,
        })) draw(context);
        context.restore();
    }

    #stroke(context, shown, across, colors, isQuick, range) {
        context.lineJoin = "bevel";
        for (const { look, held, up } of shown) {
            context.strokeStyle = context.fillStyle = colorOf(look, colors);
            if (look.style !== "none") {
                context.lineCap = look.style === "dotted" ? "round" : "butt";
                context.setLineDash(dashes(look.style, look.width));
                const path = traced(held, across, up, this.density, new Path2D(), range);
                strokeLine(context, path, look.width, this.density, isQuick);
                context.setLineDash([]);
            }
            if (look.marker) {
                context.lineWidth = Math.max(1.25, look.width);
                drawMarkers(context, held, across, up, look.marker, look.marker_size);
            }
        }
    }

    #frame(plot, arranged, scales, colors, width) {
        const { context } = this;
        const { area, ticks, places } = arranged;
        const bottom = area.y + area.height;
        context.strokeStyle = colors.axis;
        context.beginPath();
        context.moveTo(area.x, this.#sharp(bottom));
        context.lineTo(area.x + area.width, this.#sharp(bottom));
        for (const { value } of ticks.x.major) {
            const at = this.#sharp(scales.x.pixel(value));
            context.moveTo(at, bottom);
            context.lineTo(at, bottom + MARK);
        }
        for (const value of ticks.x.minor) {
            const at = this.#sharp(scales.x.pixel(value));
            context.moveTo(at, bottom);
            context.lineTo(at, bottom + MARK / 2);
        }
        context.stroke();
        this.#numbersOfX(plot, arranged, scales, colors, width);
        for (const [name, place] of Object.entries(places)) {
            this.#yAxis(plot.axes[name], place, ticks[name], scales[name], area, colors);
        }
    }

    #numbersOfX(plot, { area, ticks }, scales, colors, width) {
        const { context } = this;
        const bottom = area.y + area.height;
        const isTime = plot.axes.x.scale === "time";
        context.textAlign = "center";
        context.textBaseline = "top";
        const top = bottom + MARK + 4;
        for (const { value, text, below } of ticks.x.major) {
            const half = context.measureText(below && below.length > text.length ? below : text).width / 2 + 2;
            const at = Math.max(half, Math.min(width - half, scales.x.pixel(value)));
            context.fillStyle = colors.text;
            context.fillText(text, at, top);
            if (below) {
                context.fillStyle = colors.muted;
                context.fillText(below, at, top + FONT * 1.2);
            }
        }
        context.fillStyle = colors.muted;
        const told = [labelOf(plot.axes.x), ticks.x.factor].filter(Boolean).join("  ");
        context.fillText(told, area.x + area.width / 2, top + FONT * (isTime ? 2.2 : 1) + 6);
    }

    #yAxis(axis, { side, x, room, whole }, { major, minor, factor }, scale, area, colors) {
        const { context } = this;
        const outward = side === "left" ? -1 : 1;
        context.strokeStyle = colors.own.get(axis.color) ?? colors.axis;
        context.beginPath();
        context.moveTo(this.#sharp(x), area.y);
        context.lineTo(this.#sharp(x), area.y + area.height);
        for (const { value } of major) {
            const at = this.#sharp(scale.pixel(value));
            context.moveTo(x, at);
            context.lineTo(x + outward * MARK, at);
        }
        for (const value of minor) {
            const at = this.#sharp(scale.pixel(value));
            context.moveTo(x, at);
            context.lineTo(x + outward * MARK / 2, at);
        }
        context.stroke();
        context.fillStyle = colors.own.get(axis.color) ?? colors.text;
        context.textAlign = side === "left" ? "right" : "left";
        context.textBaseline = "middle";
        for (const { value, text } of major) {
            context.fillText(text, x + outward * (MARK + 4), scale.pixel(value) + 0.5);
        }
        context.fillStyle = colors.own.get(axis.color) ?? colors.muted;
        if (factor) {
            context.textAlign = side === "left" ? "left" : "right";
            context.textBaseline = "bottom";
            context.fillText(factor, side === "left" ? x - room : x + room, area.y - 5);
        }
        const label = labelOf(axis);
        if (!label) return;
        context.save();
        context.translate(x + outward * (whole - FONT / 2 - 1), area.y + area.height / 2);
        context.rotate(-Math.PI / 2);
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(label, 0, 0, area.height);
        context.restore();
    }

    #legend({ items, area, more }, colors) {
        const { context } = this;
        context.textAlign = "left";
        context.textBaseline = "middle";
        context.fillStyle = colors.muted;
        if (more) context.fillText(more.text, more.x, more.y + 0.5);
        for (const { name, look, box, swatch } of items) {
            const middle = box.y + box.height / 2;
            context.globalAlpha = look.visible ? 1 : 0.4;
            context.strokeStyle = context.fillStyle = colorOf(look, colors);
            if (look.style !== "none") {
                context.lineWidth = Math.max(2, Math.min(4, look.width));
                context.setLineDash(dashes(look.style, look.width));
                context.beginPath();
                context.moveTo(box.x, middle);
                context.lineTo(box.x + swatch, middle);
                context.stroke();
                context.setLineDash([]);
            }
            if (look.marker) {
                context.lineWidth = 1.5;
                context.beginPath();
                markerPath(context, look.marker, box.x + swatch / 2, middle, 4);
                paintMarkers(context, look.marker);
            }
            context.fillStyle = colors.text;
            const room = area.x + area.width - box.x - swatch - 6;
            context.fillText(name, box.x + swatch + 6, middle + 0.5, Math.max(10, room));
            if (!look.visible) {
                context.fillRect(box.x + swatch + 6, middle, Math.min(room, box.width - swatch - 20), 1);
            }
            context.globalAlpha = 1;
        }
    }

    #title(title, arranged, width, colors) {
        const { context } = this;
        context.fillStyle = colors.text;
        context.font = `600 ${TITLE}px ${colors.font}`;
        context.textAlign = "left";
        context.textBaseline = "alphabetic";
        context.fillText(title, arranged.title.x, arranged.title.y, width - arranged.title.x - 8);
        context.font = `${FONT}px ${colors.font}`;
    }
}
