/**
 * What a user's pointer brings about on a plot: the values there, the box that is zoomed into, and
 * the button that shows all.
 *
 * Knows: where parts stand, and the points. Must not know: gestures, the server.
 */

import { FONT } from "./arranging.js";
import { colorOf } from "./painting.js";
import { readout } from "./ticks.js";
import { timeReadout } from "./time_ticks.js";

const NEAR = 12; // pixels within which a line is near
const MOST_ROWS = 14;
const ROW = 17;
const PAD = 8;

/**
 * The point of each line that is shown at a place.
 * @returns {{name: string, look: object, x: number, y: number, px: number, py: number}[]}
 */
export function pointsAt({ plot, scales, points }, px, py) {
    const found = [];
    const place = scales.x.value(px);
    for (const [name, look] of Object.entries(plot.lines)) {
        const held = points.get(name);
        const up = scales[look.axis];
        if (!look.visible || !held?.length || !up) continue;
        const isLine = held.isRising && look.style !== "none";
        const index = isLine ? held.nearest(place) : nearestOf(held, scales.x, up, px, py);
        if (index < 0) continue;
        const [x, y] = [held.x[index], held.y[index]];
        found.push({ name, look, x, y, px: scales.x.pixel(x), py: up.pixel(y) });
    }
    return found;
}

/** The point of a curve that is nearest on the screen. */
function nearestOf({ x, y, start, stop }, across, up, px, py) {
    let [least, nearest] = [Infinity, -1];
    for (let index = start; index < stop; index += 1) {
        const [dx, dy] = [across.pixel(x[index]) - px, up.pixel(y[index]) - py];
        const far = dx * dx + dy * dy;
        if (far < least) [least, nearest] = [far, index];
    }
    return nearest;
}

/** @returns {?string} the name of the line that is near a place */
export function lineAt(about, px, py) {
    let [least, name] = [NEAR, null];
    for (const point of pointsAt(about, px, py)) {
        // A steep line is near where its point is not: what counts is how far it is from the line.
        const far = Math.min(Math.hypot(point.px - px, point.py - py), spanAt(about, point, px, py));
        if (far < least) [least, name] = [far, point.name];
    }
    return name;
}

function spanAt({ points, scales }, { name, look, x }, px, py) {
    const held = points.get(name);
    if (!held.isRising) return Infinity;
    const at = held.nearest(x);
    let least = Infinity;
    for (const index of [at - 1, at]) {
        if (index < held.start || index + 1 >= held.stop) continue;
        const ends = [index, index + 1].map((each) => [
            scales.x.pixel(held.x[each]), scales[look.axis].pixel(held.y[each]),
        ]);
        least = Math.min(least, distance(px, py, ...ends));
    }
    return least;
}

function distance(px, py, [ax, ay], [bx, by]) {
    const [dx, dy] = [bx - ax, by - ay];
    const length = dx * dx + dy * dy;
    const share = length > 0 ? Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / length)) : 0;
    const far = Math.hypot(px - ax - share * dx, py - ay - share * dy);
    return Number.isNaN(far) ? Infinity : far;
}

export function drawCrosshair(context, about, { x: px, y: py }) {
    const { plot, scales, colors, arranged: { area } } = about;
    const found = pointsAt(about, px, py).filter((point) => (
        point.py - point.py === 0 && point.px >= area.x - 1 && point.px <= area.x + area.width + 1
    ));
    if (found.length === 0) return;
    const nearest = found.reduce((a, b) => (Math.abs(b.px - px) < Math.abs(a.px - px) ? b : a));
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    context.strokeStyle = colors.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    const at = Math.round(nearest.px) + 0.5;
    context.moveTo(at, area.y);
    context.lineTo(at, area.y + area.height);
    context.stroke();
    context.setLineDash([]);
    for (const { look, px: x, py: y } of found) {
        if (Math.abs(x - nearest.px) > NEAR) continue;
        context.beginPath();
        context.arc(x, y, 4, 0, 2 * Math.PI);
        context.fillStyle = colorOf(look, colors);
        context.fill();
        context.lineWidth = 1.5;
        context.strokeStyle = colors.background;
        context.stroke();
    }
    context.restore();
    const rows = found.filter((point) => Math.abs(point.px - nearest.px) <= NEAR);
    const step = stepOf(scales.x);
    const { scale, zone, units } = plot.axes.x;
    const head = scale === "time"
        ? timeReadout(nearest.x, step, zone === "UTC")
        : [plot.axes.x.label && `${plot.axes.x.label} `, readout(nearest.x, step), units && ` ${units}`]
            .filter(Boolean).join("");
    drawValues(context, about, head, rows, px, py);
}

/** What a pixel stands for in the middle of a scale. */
function stepOf(scale) {
    const [low, high] = scale.limits;
    const middle = (scale.pixel(low) + scale.pixel(high)) / 2;
    return Math.abs(scale.value(middle + 1) - scale.value(middle));
}

function drawValues(context, { plot, scales, colors, arranged: { area } }, head, rows, px, py) {
    const shown = rows.slice(0, MOST_ROWS);
    const more = rows.length - shown.length;
    const texts = shown.map(({ y, look }) => {
        const { units } = plot.axes[look.axis];
        return readout(y, stepOf(scales[look.axis])) + (units ? ` ${units}` : "");
    });
    context.font = `${FONT}px ${colors.font}`;
    const widthOf = (text) => context.measureText(text).width;
    const names = Math.min(180, Math.max(0, ...shown.map(({ name }) => widthOf(name))));
    const values = Math.max(0, ...texts.map(widthOf));
    const width = Math.max(widthOf(head), 14 + names + 14 + values) + 2 * PAD;
    const height = ROW * (1 + shown.length + (more > 0)) + 2 * PAD - 4;
    const isLeft = px + 16 + width > area.x + area.width;
    const left = Math.max(2, isLeft ? px - 16 - width : px + 16);
    const top = Math.max(area.y, Math.min(py - height / 2, area.y + area.height - height));
    panel(context, colors, { x: left, y: top, width, height });
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = colors.muted;
    context.fillText(head, left + PAD, top + PAD + ROW / 2 - 2);
    shown.forEach(({ name, look }, index) => {
        const y = top + PAD + ROW * (index + 1.5) - 2;
        context.fillStyle = colorOf(look, colors);
        context.beginPath();
        context.arc(left + PAD + 4, y, 4, 0, 2 * Math.PI);
        context.fill();
        context.fillStyle = colors.text;
        context.fillText(name, left + PAD + 14, y, names);
        context.textAlign = "right";
        context.fillText(texts[index], left + width - PAD, y);
        context.textAlign = "left";
    });
    if (more > 0) {
        context.fillStyle = colors.muted;
        context.fillText(`and ${more} more`, left + PAD + 14, top + height - PAD - ROW / 2 + 2);
    }
}

function panel(context, colors, { x, y, width, height }) {
    context.save();
    context.shadowColor = "rgb(0 0 0 / 18%)";
    context.shadowBlur = 10;
    context.shadowOffsetY = 2;
    context.fillStyle = colors.background;
    context.globalAlpha = 0.95;
    context.beginPath();
    context.roundRect(x, y, width, height, 6);
    context.fill();
    context.restore();
    context.strokeStyle = colors.grid;
    context.lineWidth = 1;
    context.stroke();
}

export function drawBox(context, colors, { x, y, width, height }) {
    context.save();
    context.fillStyle = context.strokeStyle = colors.accent;
    context.globalAlpha = 0.14;
    context.fillRect(x, y, width, height);
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeRect(x, y, width, height);
    context.restore();
}

/** The button that shows all: a frame's four corners. */
export function drawHome(context, colors, { x, y, width, height }, isHot) {
    panel(context, colors, { x, y, width, height });
    context.strokeStyle = isHot ? colors.accent : colors.muted;
    context.lineWidth = 1.5;
    context.beginPath();
    const [inner, arm] = [6.5, 4];
    for (const [across, down] of [[0, 0], [1, 0], [1, 1], [0, 1]]) {
        const px = x + (across ? width - inner : inner);
        const py = y + (down ? height - inner : inner);
        context.moveTo(px + (across ? -arm : arm), py);
        context.lineTo(px, py);
        context.lineTo(px, py + (down ? -arm : arm));
    }
    context.stroke();
}

export function drawFocus(context, colors, width, height) {
    context.strokeStyle = colors.accent;
    context.lineWidth = 2;
    context.strokeRect(1, 1, width - 2, height - 2);
}
