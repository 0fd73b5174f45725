/**
 * What users do with a plot, by mouse, finger or keyboard.
 *
 * Knows: events of the element. Must not know: scales, drawing; it tells a `Handler` what is meant.
 */

/**
 * @typedef {object} Handler
 * @property {(x: number, y: number) => string} partAt `"area"`, `"home"`, `"legend"`, `"x"`, an
 *   axis as `"y:name"`, or `""`
 * @property {(part: string, dx: number, dy: number) => void} pan by pixels
 * @property {(part: string, factor: number, x: number, y: number) => void} zoom about a place
 * @property {(box: ?object, isDone: boolean) => void} box is dragged; null: it is given up
 * @property {(x: number, y: number) => void} click
 * @property {(part: string) => void} fit
 * @property {(x: ?number, y: ?number) => void} point null: it has left
 * @property {(across: number, up: number) => void} step by shares of what is seen
 * @property {(factor: number) => void} magnify
 */

const STILL = 4; // pixels that a click may move
const LINE = 16, PAGE = 400; // pixels of a wheel that counts in these
const NOTCH = 0.0018;
const KEY_STEP = 0.1;
const KEY_FACTOR = 1.25;
const LEAST_BOX = 5;

export class Gestures {
    #element;
    #handler;
    #pointers = new Map();
    #start = null; // of a drag
    #hasMoved = false;
    #isBox = false;
    #part = "";

    /**
     * @param {HTMLElement} element
     * @param {Handler} handler
     */
    constructor(element, handler) {
        this.#element = element;
        this.#handler = handler;
        const listen = (name, run, options) => element.addEventListener(name, run.bind(this), options);
        listen("pointerdown", this.#down);
        listen("pointermove", this.#move);
        listen("pointerup", this.#up);
        listen("pointercancel", this.#cancel);
        listen("pointerleave", () => this.#handler.point(null, null));
        listen("wheel", this.#wheel, { passive: false });
        listen("dblclick", this.#double);
        listen("keydown", this.#key);
    }

    #at({ clientX, clientY }) {
        const { left, top } = this.#element.getBoundingClientRect();
        return [clientX - left, clientY - top];
    }

    #down(event) {
        if (event.button !== 0 && event.pointerType === "mouse") return;
        const [x, y] = this.#at(event);
        this.#pointers.set(event.pointerId, [x, y]);
        if (this.#pointers.size > 1) {
            this.#hasMoved = true;
            this.#giveUpBox();
            return;
        }
        this.#part = this.#handler.partAt(x, y);
        this.#start = [x, y];
        this.#hasMoved = false;
        this.#isBox = event.shiftKey && this.#part === "area";
        this.#element.setPointerCapture?.(event.pointerId);
    }

    #move(event) {
        const [x, y] = this.#at(event);
        const before = this.#pointers.get(event.pointerId);
        if (before === undefined) {
            this.#handler.point(x, y);
            return;
        }
        if (this.#pointers.size === 2) {
            this.#pinch(event.pointerId, [x, y]);
            return;
        }
        const [fromX, fromY] = this.#start;
        this.#hasMoved ||= Math.hypot(x - fromX, y - fromY) > STILL;
        if (!this.#hasMoved) return;
        this.#handler.point(null, null);
        if (this.#isBox) this.#handler.box(boxOf(this.#start, [x, y]), false);
        else this.#handler.pan(this.#part, x - before[0], y - before[1]);
        this.#pointers.set(event.pointerId, [x, y]);
    }

    /** Two fingers zoom by how far they are apart, and pan by where their middle is. */
    #pinch(id, at) {
        const [other] = [...this.#pointers].filter(([each]) => each !== id).map(([, place]) => place);
        const before = this.#pointers.get(id);
        const middle = (a, b) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        const [from, to] = [middle(before, other), middle(at, other)];
        const far = (a) => Math.max(20, Math.hypot(a[0] - other[0], a[1] - other[1]));
        this.#handler.pan("area", to[0] - from[0], to[1] - from[1]);
        this.#handler.zoom("area", far(at) / far(before), ...to);
        this.#pointers.set(id, at);
    }

    #up(event) {
        const at = this.#at(event);
        if (!this.#pointers.delete(event.pointerId)) return;
        if (this.#isBox && this.#hasMoved) {
            const box = boxOf(this.#start, at);
            const isLarge = box.width >= LEAST_BOX && box.height >= LEAST_BOX;
            this.#handler.box(isLarge ? box : null, true);
        } else if (!this.#hasMoved) this.#handler.click(...at);
        this.#isBox = false;
        if (event.pointerType === "mouse") this.#handler.point(...at);
        else this.#handler.point(...(this.#hasMoved ? [null, null] : at));
    }

    #cancel(event) {
        this.#pointers.delete(event.pointerId);
        this.#giveUpBox();
    }

    #giveUpBox() {
        if (this.#isBox) this.#handler.box(null, true);
        this.#isBox = false;
    }

    #wheel(event) {
        const [x, y] = this.#at(event);
        const part = this.#handler.partAt(x, y);
        if (part === "" || part === "legend") return; // the page may scroll
        event.preventDefault();
        const unit = [1, LINE, PAGE][event.deltaMode];
        const [across, down] = [event.deltaX * unit, event.deltaY * unit];
        if (Math.abs(across) > Math.abs(down)) this.#handler.pan(part, -across, 0);
        else this.#handler.zoom(part, Math.exp(-clamped(down) * NOTCH * (event.ctrlKey ? 4 : 1)), x, y);
        this.#handler.point(x, y);
    }

    #double(event) {
        const part = this.#handler.partAt(...this.#at(event));
        if (part !== "legend" && part !== "home") this.#handler.fit(part);
    }

    #key(event) {
        if (event.altKey || event.metaKey || event.ctrlKey) return;
        const run = {
            ArrowLeft: () => this.#handler.step(-KEY_STEP, 0),
            ArrowRight: () => this.#handler.step(KEY_STEP, 0),
            ArrowUp: () => this.#handler.step(0, KEY_STEP),
            ArrowDown: () => this.#handler.step(0, -KEY_STEP),
            "+": () => this.#handler.magnify(KEY_FACTOR),
            "=": () => this.#handler.magnify(KEY_FACTOR),
            "-": () => this.#handler.magnify(1 / KEY_FACTOR),
            Home: () => this.#handler.fit("area"),
            Escape: () => this.#giveUpBox(),
        }[event.key];
        if (run === undefined) return;
        if (event.key !== "Escape") event.preventDefault();
        run();
    }
}

const clamped = (delta) => Math.max(-1000, Math.min(1000, delta));

function boxOf([ax, ay], [bx, by]) {
    return { x: Math.min(ax, bx), y: Math.min(ay, by), width: Math.abs(bx - ax), height: Math.abs(by - ay) };
}
