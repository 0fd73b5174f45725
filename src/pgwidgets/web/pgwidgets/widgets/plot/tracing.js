/**
 * Draws a line of points, and their markers.
 *
 * Knows: a canvas's paths. Must not know: axes, colours' meaning, where points come from.
 *
 * Of points that share a column of pixels the line covers what is between the lowest and the
 * highest: two points of it are drawn, in the order that lets the line go the shorter way.
 */

const FAR = 1e5; // pixels; canvases have no larger ones
const DASHES = { dashed: [7, 5], dotted: [1.5, 4], "dash-dot": [8, 4, 1.5, 4] };
const MOST_STROKES = 4;
const MOST_MARKERS = 50_000;
const MANY_MARKERS = 5_000; // from which on round ones, which cost more, are square

export const dashes = (style, width) => (DASHES[style] ?? []).map((length) => length * Math.max(1, width / 1.5));

/**
 * @param {import("./points.js").Points} points
 * @param {import("./scales.js").Scale} across of places
 * @param {import("./scales.js").Scale} up of values
 * @param {number} density pixels of the screen for one of CSS
 * @param {Path2D} path
 * @param {[number, number]} range of places, of which alone it is drawn
 * @returns {Path2D} the line
 */
export function traced(points, across, up, density, path = new Path2D(), range = across.limits) {
    const [from, to] = points.within(range);
    if (isDense(points, across, density)) traceColumns(path, points, across, up, density, from, to);
    else tracePoints(path, points, across, up, from, to);
    return path;
}

/** @returns {number} of about how many points a line is made that shows all that is seen of it */
export function sizeOf(points, across, density) {
    const [from, to] = points.within(across.limits);
    return isDense(points, across, density) ? 2 * pixelsOf(across, density) : to - from;
}

/** @returns {boolean} whether there are more points than two for each column of pixels */
export function isDense(points, across, density) {
    const [from, to] = points.within(across.limits);
    return points.isRising && to - from > 2 * pixelsOf(across, density);
}

const pixelsOf = (across, density) => (
    Math.abs(across.pixel(across.limits[1]) - across.pixel(across.limits[0])) * density
);

/**
 * Strokes a line. One as wide as a pixel is drawn in a tenth of the time of a wider one, so that one
 * of many points is made of several of these; nobody sees the difference in so rough a line.
 * @param {CanvasRenderingContext2D} context with the colour and the dashes set
 * @param {Path2D} path
 * @param {number} width CSS pixels
 * @param {number} density
 * @param {boolean} isQuick
 */
export function strokeLine(context, path, width, density, isQuick) {
    const count = Math.max(1, Math.floor(width * density));
    if (!isQuick || count > MOST_STROKES) {
        context.lineWidth = width;
        context.stroke(path);
        return;
    }
    context.lineWidth = 1 / density;
    for (let index = 0; index < count; index += 1) {
        const shift = (index - (count - 1) / 2) / density;
        context.translate(0, shift);
        context.stroke(path);
        context.translate(0, -shift);
    }
}

/** Makes functions of what a scale does: they are called for each point. */
function mapping({ isLog, low, factor, from }) {
    const shift = from - low * factor;
    return isLog ? (value) => Math.log10(value) * factor + shift : (value) => value * factor + shift;
}

const near = (pixel) => (pixel > FAR ? FAR : pixel < -FAR ? -FAR : pixel);

function tracePoints(context, { x, y }, across, up, from, to) {
    const [toX, toY] = [mapping(across), mapping(up)];
    let isDown = false;
    for (let index = from; index < to; index += 1) {
        const px = near(toX(x[index]));
        const py = near(toY(y[index]));
        if (!(px - px === 0 && py - py === 0)) isDown = false; // nothing is there
        else if (isDown) context.lineTo(px, py);
        else {
            context.moveTo(px, py);
            // A point with nothing beside it is a dot.
            const next = toY(y[index + 1]);
            if (index + 1 >= to || next - next !== 0) context.lineTo(px + 0.01, py);
            isDown = true;
        }
    }
}

function traceColumns(context, { x, y }, across, up, density, from, to) {
    const [toX, toY] = [mapping(across), mapping(up)];
    let column = NaN;
    let least = NaN, greatest = NaN;
    let isDown = false;
    let last = 0;
    const put = () => {
        const px = (column + 0.5) / density;
        if (!(least - greatest <= 0)) return;
        const isUpFirst = isDown && Math.abs(last - greatest) < Math.abs(last - least);
        const [first, second] = isUpFirst ? [greatest, least] : [least, greatest];
        if (isDown) context.lineTo(px, first);
        else context.moveTo(px, first);
        if (second !== first || !isDown) context.lineTo(second === first ? px + 0.01 : px, second);
        isDown = true;
        last = second;
    };
    for (let index = from; index < to; index += 1) {
        const at = Math.floor(near(toX(x[index])) * density);
        const py = near(toY(y[index]));
        const isThere = py - py === 0 && at - at === 0;
        if (!isThere) {
            put();
            column = NaN;
            least = greatest = NaN;
            isDown = false;
        } else if (at === column) {
            if (py < least) least = py;
            else if (py > greatest) greatest = py;
        } else {
            put();
            column = at;
            least = greatest = py;
        }
    }
    put();
}

/**
 * @param {CanvasRenderingContext2D} context with the line's colour set
 * @param {string} marker
 * @param {number} size in pixels
 */
export function drawMarkers(context, points, across, up, marker, size) {
    const [from, to] = points.within(across.limits);
    const every = Math.max(1, Math.ceil((to - from) / MOST_MARKERS));
    const drawn = to - from > MANY_MARKERS && marker === "circle" ? "square" : marker;
    context.beginPath();
    for (let index = from; index < to; index += every) {
        const px = across.pixel(points.x[index]);
        const py = up.pixel(points.y[index]);
        if (px - px === 0 && py - py === 0) markerPath(context, drawn, near(px), near(py), size / 2);
    }
    paintMarkers(context, drawn);
}

export function paintMarkers(context, marker) {
    if (marker === "plus" || marker === "cross") context.stroke();
    else context.fill();
}

export function markerPath(context, marker, x, y, half) {
    switch (marker) {
        case "square":
            context.rect(x - half, y - half, 2 * half, 2 * half);
            break;
        case "triangle":
            polygon(context, [[x, y - half], [x + half, y + 0.8 * half], [x - half, y + 0.8 * half]]);
            break;
        case "diamond":
            polygon(context, [[x, y - 1.2 * half], [x + half, y], [x, y + 1.2 * half], [x - half, y]]);
            break;
        case "plus":
            stroke(context, x - half, y, x + half, y);
            stroke(context, x, y - half, x, y + half);
            break;
        case "cross":
            stroke(context, x - half, y - half, x + half, y + half);
            stroke(context, x - half, y + half, x + half, y - half);
            break;
        default:
            context.moveTo(x + half, y);
            context.arc(x, y, half, 0, 2 * Math.PI);
    }
}

function polygon(context, [[x, y], ...others]) {
    context.moveTo(x, y);
    for (const [px, py] of others) context.lineTo(px, py);
    context.closePath();
}

function stroke(context, x, y, toX, toY) {
    context.moveTo(x, y);
    context.lineTo(toX, toY);
}
