/**
 * One plot in the page: puts its parts together, and draws it once a frame where it has changed.
 *
 * Knows: the parts. Must not know: the widget around it, or how anything is sent.
 */

import { Arrangement, isInside } from "./arranging.js";
import { Asking } from "./asking.js";
import { colorsOf, OwnColors } from "./colors.js";
import { Layer } from "./layer.js";
import { drawBox, drawCrosshair, drawFocus, drawHome, lineAt } from "./overlay.js";
import { Painter } from "./painting.js";
import { Points } from "./points.js";
import { Scale } from "./scales.js";
import { View } from "./view.js";

const AGAIN = 600; // ms after which a question that nobody has answered is looked at again
const FRESH = 250; // ms for which colours that were read are taken to be those of now
const EMPTY = { axes: { x: {}, y: {} }, lines: {}, title: "", legend: false, grid: true, crosshair: false, window: null };

/**
 * @typedef {object} Told what the chart tells of
 * @property {(look: object) => void} looked where it looks, and what it has taken
 * @property {() => void} moved by its user: it has other limits
 * @property {(x: number, y: number, line: ?string) => void} clicked
 * @property {(x: ?number, y: ?number, line: ?string) => void} hovered
 * @property {(name: string, isVisible: boolean) => void} toggled
 * @property {(items: object[]) => void} named where the names of the legend stand
 */

export class Chart {
    draws = 0;
    #canvas;
    #context;
    #told;
    #plot = EMPTY;
    #points = new Map();
    #view = new View();
    #arrangement = new Arrangement();
    #asking;
    #id;
    #measure = () => [0, 0, 1];
    #size = [0, 0];
    #density = 1;
    #colors = null;
    #colorsAt = -Infinity;
    #ownColors;
    #shown = null; // what was drawn last: arranged, scales, limits
    #pointer = null;
    #box = null;
    #layer = new Layer(); // of the lines
    #frame = null;
    #again = null;

    /**
     * @param {HTMLCanvasElement} canvas
     * @param {Told} told
     */
    constructor(canvas, told) {
        this.#canvas = canvas;
        this.#context = canvas.getContext("2d");
        this.#told = told;
        this.#ownColors = new OwnColors(canvas.parentElement);
        this.#id = crypto.getRandomValues(new Uint32Array(2)).join("-");
        this.#asking = new Asking(this.#id, told.looked);
    }

    // --- what the server says

    describe(plot) {
        this.#plot = plot;
        this.#view.window = plot.window;
        for (const name of this.#points.keys()) {
            if (!(name in plot.lines)) this.#points.delete(name);
        }
        for (const axis of Object.keys(this.#view.limits)) {
            if (!(axis in plot.axes)) this.#view.fit(axis);
        }
        this.recolor();
    }

    take(numbers, about) {
        if (about.view !== this.#id) return; // it is another page's
        for (const [axis, limits] of Object.entries(about.limits ?? {})) this.#view.set(axis, limits);
        this.#view.extent = about.extent;
        let [at, places] = [0, 0];
        for (const block of about.blocks) {
            if (!this.#points.has(block.line)) this.#points.set(block.line, new Points());
            if (!block.same) { // as those of the line before it
                places = at;
                at += block.count;
            }
            this.#points.get(block.line).take(block, numbers, places, at);
            at += block.count;
        }
        this.#asking.took(about, numbers.length);
        this.redraw();
    }

    move(limits) {
        for (const [axis, pair] of Object.entries(limits)) this.#view.set(axis, pair);
        this.redraw();
    }

    // --- the element

    /** @param {() => [number, number, number]} measure gives width, height, and density, when it is drawn */
    resize(measure) {
        this.#measure = measure;
        this.redraw();
    }

    recolor() {
        this.#colorsAt = -Infinity;
        this.redraw();
    }

    redraw() {
        this.#frame ??= requestAnimationFrame(() => {
            this.#frame = null;
            this.#draw();
        });
    }

    end() {
        if (this.#frame !== null) cancelAnimationFrame(this.#frame);
        this.#frame = 0; // no other is asked for
        clearTimeout(this.#again);
        this.#layer.forget();
    }

    // --- what a user does

    partAt(x, y) {
        if (this.#shown === null) return "";
        const { area, home, items, xBox, places } = this.#shown.arranged;
        if (this.#view.isMoved && isInside(home, x, y)) return "home";
        if (isInside(area, x, y)) return "area";
        if (items.some(({ box }) => isInside(box, x, y))) return "legend";
        if (isInside(xBox, x, y)) return "x";
        const axis = Object.keys(places).find((name) => isInside(places[name].box, x, y));
        return axis === undefined ? "" : `y:${axis}`;
    }

    pan(part, dx, dy) {
        const axes = this.#axesOf(part);
        const { area } = this.#shown?.arranged ?? {};
        for (const axis of axes) {
            const share = axis === "x" ? -dx / area.width : dy / area.height;
            if (share !== 0) this.#view.pan(axis, ...this.#range(axis), share);
        }
        if (axes.length > 0) this.#moved();
    }

    zoom(part, factor, x, y) {
        const axes = this.#axesOf(part);
        for (const axis of axes) {
            const { area } = this.#shown.arranged;
            const share = axis === "x" ? (x - area.x) / area.width : 1 - (y - area.y) / area.height;
            this.#view.zoom(axis, ...this.#range(axis), factor, Math.max(0, Math.min(1, share)));
        }
        if (axes.length > 0) this.#moved();
    }

    step(across, up) {
        const { area } = this.#shown?.arranged ?? { area: { width: 0, height: 0 } };
        const part = across !== 0 ? "x" : "y";
        this.pan(part, -across * area.width, up * area.height);
    }

    magnify(factor) {
        if (this.#shown === null) return;
        const { area } = this.#shown.arranged;
        this.zoom("area", factor, area.x + area.width / 2, area.y + area.height / 2);
    }

    box(box, isDone) {
        this.#box = isDone ? null : box;
        if (isDone && box !== null && this.#shown !== null) {
            const { scales } = this.#shown;
            for (const [axis, scale] of Object.entries(scales)) {
                if (!(axis in this.#plot.axes)) continue;
                const ends = axis === "x"
                    ? [scale.value(box.x), scale.value(box.x + box.width)]
                    : [scale.value(box.y + box.height), scale.value(box.y)];
                if (ends[0] < ends[1]) this.#view.set(axis, ends);
            }
            this.#moved();
        }
        this.redraw();
    }

    fit(part) {
        if (part === "x") this.#view.fit("x");
        else if (part.startsWith("y:")) this.#view.fit(part.slice(2));
        else this.#view.fit();
        this.#moved();
    }

    click(x, y) {
        const part = this.partAt(x, y);
        if (part === "home") this.fit("area");
        else if (part === "legend") {
            this.toggle(this.#shown.arranged.items.find(({ box }) => isInside(box, x, y)).name);
        } else if (part === "area") this.#told.clicked(...this.#placeAt(x, y));
    }

    /** A name of the legend is chosen. */
    toggle(name) {
        const line = this.#plot.lines[name];
        if (line) this.#told.toggled(name, !line.visible);
    }

    point(x, y) {
        const wasThere = this.#pointer !== null;
        this.#pointer = x === null ? null : { x, y };
        const part = x === null ? "" : this.partAt(x, y);
        this.cursor = { area: "crosshair", home: "pointer", legend: "pointer", x: "ew-resize", "": "" }[part] ?? "ns-resize";
        if (part === "area") this.#told.hovered(...this.#placeAt(x, y));
        else if (wasThere) this.#told.hovered(null, null, null);
        this.redraw();
    }

    cursor = "";

    /** By axes the limits that were set; null: all is shown. */
    get limits() {
        return Object.fromEntries(
            Object.keys(this.#plot.axes).map((axis) => [axis, this.#view.limits[axis] ?? null]),
        );
    }

    /** @returns {string} what it shows, in words */
    get summary() {
        const names = Object.keys(this.#plot.lines);
        const title = this.#plot.title || "Plot";
        return names.length === 0 ? title : `${title}: ${names.join(", ")}`;
    }

    // ------------------------------------------------------------------------------------------

    /**
     * Which axes a part moves. In the area these are x, and those y whose limits were set. One that has
     * come, or gone, since it was drawn is none that its user could mean.
     */
    #axesOf(part) {
        return this.#axesMeant(part).filter((axis) => axis in this.#plot.axes && axis in this.#shown.limits);
    }

    #axesMeant(part) {
        if (this.#shown === null) return [];
        const ys = Object.keys(this.#plot.axes).filter((axis) => axis !== "x");
        if (part === "x") return ["x"];
        if (part === "y") return ys;
        if (part.startsWith("y:")) return [part.slice(2)];
        if (part !== "area" && part !== "home") return [];
        return ["x", ...(this.#isStrewn() ? ys : ys.filter((axis) => axis in this.#view.limits))];
    }

    /** Whether places of no line rise, so that x is no more than y. */
    #isStrewn() {
        const held = [...this.#points.values()].filter(({ length }) => length > 1);
        return held.length > 0 && held.every(({ isRising }) => !isRising);
    }

    /** What an axis shows; of what was moved since it was drawn, what it will. */
    #range(axis) {
        return [this.#view.limits[axis] ?? this.#shown.limits[axis], this.#plot.axes[axis].scale === "log"];
    }

    #moved() {
        this.#told.moved();
        this.redraw();
    }

    #placeAt(x, y) {
        const { scales } = this.#shown;
        return [scales.x.value(x), scales.y.value(y), lineAt(this.#about(), x, y)];
    }

    #about() {
        return { plot: this.#plot, points: this.#points, colors: this.#colors, ...this.#shown };
    }

    #draw() {
        if (this.#measure !== null) {
            const [across, down, density] = this.#measure();
            this.#size = [across, down];
            this.#density = density;
            this.#measure = null;
        }
        const [width, height] = this.#size;
        if (width < 20 || height < 20) return;
        const now = performance.now();
        if (now - this.#colorsAt > FRESH) {
            const { lines, axes } = this.#plot;
            const names = [lines, axes].flatMap((all) => Object.values(all).map(({ color }) => color ?? null));
            this.#colors = colorsOf(this.#canvas, this.#ownColors.read(names));
            this.#colorsAt = now;
        }
        this.#fitCanvas(width, height);
        const limits = this.#limits();
        const arranged = this.#arrangement.arrange({
            context: this.#context, width, height, plot: this.#plot, limits, font: this.#colors.font,
        });
        const { area } = arranged;
        const scales = {};
        for (const [axis, { scale }] of Object.entries(this.#plot.axes)) {
            const ends = axis === "x" ? [area.x, area.x + area.width] : [area.y + area.height, area.y];
            scales[axis] = new Scale(scale === "log", limits[axis], ...ends);
        }
        this.#shown = { arranged, scales, limits };
        const about = { width, height, ...this.#about() };
        new Painter(this.#context, this.#density, this.#layer).paint(about);
        this.#drawOver(about);
        this.#told.named(arranged.items);
        this.draws += 1;
        this.#ask(now);
    }

    #drawOver({ width, height, ...about }) {
        const context = this.#context;
        const { arranged } = about;
        if (this.#box !== null) drawBox(context, this.#colors, this.#box);
        const part = this.#pointer === null ? "" : this.partAt(this.#pointer.x, this.#pointer.y);
        if (this.#view.isMoved) drawHome(context, this.#colors, arranged.home, part === "home");
        if (part === "area" && this.#plot.crosshair && this.#box === null) {
            drawCrosshair(context, about, this.#pointer);
        }
        if (this.#canvas.matches(":focus-visible")) drawFocus(context, this.#colors, width, height);
    }

    #fitCanvas(width, height) {
        const canvas = this.#canvas;
        const [across, down] = [width, height].map((length) => Math.round(length * this.#density));
        if (canvas.width !== across || canvas.height !== down) {
            canvas.width = across;
            canvas.height = down;
        }
        this.#context.setTransform(this.#density, 0, 0, this.#density, 0, 0);
    }

    /** Pixels of the screen that x had last. */
    get #pixels() {
        return (this.#shown?.arranged.area.width ?? 0) * this.#density;
    }

    #limits() {
        const { axes, lines } = this.#plot;
        const isLogX = axes.x.scale === "log";
        const x = this.#view.x(isLogX, this.#pixels) ?? (isLogX ? [1, 10] : axes.x.scale === "time" ? nowish() : [0, 1]);
        const limits = { x };
        for (const [name, { scale }] of Object.entries(axes)) {
            if (name === "x") continue;
            const isLog = scale === "log";
            limits[name] = this.#view.y(name, isLog, () => {
                let found = null;
                for (const [line, look] of Object.entries(lines)) {
                    if (!look.visible || look.axis !== name) continue;
                    const bounds = this.#points.get(line)?.bounds(x, isLog);
                    if (!bounds) continue;
                    found = found === null ? bounds : [Math.min(found[0], bounds[0]), Math.max(found[1], bounds[1])];
                }
                return found;
            });
        }
        return limits;
    }

    #ask(now) {
        const { limits, arranged } = this.#shown;
        const { extent, window } = this.#view;
        const held = [...this.#points.values()];
        const isFollowed = !("x" in this.#view.limits);
        // Of lines with markers each point is sent, up to a number.
        const isStrewn = ([name, { isRising }]) => !isRising || this.#plot.lines[name]?.marker;
        const most = (wanted) => Math.max(0, ...[...this.#points]
            .filter((each) => Boolean(isStrewn(each)) === wanted).map(([, { length }]) => length));
        this.#asking.update({
            range: extent === null && isFollowed ? null : limits.x,
            extent,
            isAll: isFollowed && window === null,
            isFollowed,
            isLog: this.#plot.axes.x.scale === "log",
            width: Math.ceil(arranged.area.width * Math.max(1, this.#density)),
            held: most(false),
            strewn: most(true),
            isWhole: held.every(({ isAll }) => isAll),
        }, now);
        if (this.#asking.isNew) {
            clearTimeout(this.#again);
            this.#again = setTimeout(() => this.redraw(), AGAIN);
        }
    }
}

const nowish = () => [Date.now() / 1000 - 60, Date.now() / 1000];
