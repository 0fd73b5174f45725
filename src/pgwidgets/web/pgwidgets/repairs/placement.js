/**
 * What a container writes into the style of a child is taken back when the child leaves it.
 *
 * pgwidgets-js writes the stretch of a box, or a cell of a grid, into the child's own style, and
 * leaves it there when the child is taken out. The widget would look different from one that was
 * never in the container, and from itself after a reload. So we note what each call has changed.
 *
 * Knows: which methods of pgwidgets-js write a child's style, and how. Must not know: the server.
 */

import { around } from "../common/wrapping.js";
import { shareOutRest } from "./shares.js";

/** What a program sets of a widget's layout itself; it is set again when a container's wishes go. */
const SETTERS = ["set_min_size", "set_max_size", "set_expanding", "resize"];
const ADDERS = ["add_widget", "insert_widget", "set_widget", "add_menu"];

/** All that a box writes into the style of a child, and the class that it gives it. */
const BY_BOX = ["width", "height", "min-width", "min-height", "flex"];
const IN_BOX = "box-child";

const traces = new WeakMap(); // widget -> Trace

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendPlacement({ Widget, ContainerWidget, ...others }) {
    for (const name of SETTERS) {
        around(Widget.prototype, name, (widget, args, run) => traceOf(widget).set(name, args, run));
    }
    for (const Class of [ContainerWidget, ...Object.values(others)]) {
        if (Class !== ContainerWidget && !(Class?.prototype instanceof ContainerWidget)) continue;
        for (const name of ADDERS.filter((adder) => Object.hasOwn(Class.prototype, adder))) {
            around(Class.prototype, name, (container, args, run) => {
                const child = args.find((value) => value instanceof Widget);
                return child?.element ? traceOf(child).place(container, args, run) : run();
            });
        }
    }
    around(ContainerWidget.prototype, "remove_child", (container, [child], run) => {
        const index = run();
        if (index > -1) traces.get(child)?.leave();
        return index;
    });
    // It begins with its own size anew.
    around(others.Separator.prototype, "set_orientation", (line, _, run) => traceOf(line).rebase(run));
    around(others.GridBox.prototype, "remove", (grid, [child], run) => {
        run();
        if (!grid.children.includes(child)) traces.get(child)?.leave();
    });
}

/** What was done to the style of one widget, call by call. */
class Trace {
    #widget;
    #container = null;
    #box = null; // its container, if that is a box, and its stretch
    #calls = new Map(); // name -> makes the call again; in the order of the calls
    #overruled = new Map(); // name of those whose effect its container takes back -> arguments
    #changed = new Map(); // property -> its value before these calls, and after
    #classes = [];
    #basis = ""; // what it had of `flex` before it came into a box
    #isBusy = false;

    constructor(widget) {
        this.#widget = widget;
    }

    set(name, args, make) {
        if (this.#isBusy || !this.#widget.element) return make();
        const box = name === "resize" && this.#calls.has("place") ? this.#box : null;
        const run = box === null ? make : () => {
            const result = make();
            this.#keepLength(...box);
            return result;
        };
        const takesBack = name === "set_expanding" && this.#calls.has(name); // as it never does
        this.#note(name, run);
        if (Object.hasOwn(this.#widget, name)) this.#overruled.set(name, args);
        else this.#overruled.delete(name);
        if (takesBack) this.#renew();
        else this.#watch(run);
    }

    place(container, args, run) {
        if (this.#isBusy) return run();
        this.leave();
        this.#container = container;
        this.#undo(); // what the widget wants for itself would hide what the container wants
        const isBox = isABox(container);
        // Most widgets come into a box, once: of those only what it may change is looked at.
        const isPlain = isBox && !container._equalizeWidths;
        const { classList, style } = this.#widget.element;
        if (isPlain) this.#basis = style.getPropertyValue("flex-basis");
        const classes = isPlain ? null : [...classList];
        const wasInBox = classList.contains(IN_BOX);
        const wishes = [];
        let result;
        try {
            result = this.#watch(run, wishes, isPlain ? BY_BOX : null);
        } catch (error) {
            this.#renew(); // it is where it was
            throw error;
        }
        if (isPlain) this.#classes = wasInBox ? [] : [IN_BOX];
        else this.#classes = [...classList].filter((name) => !classes.includes(name));
        this.#note("place", () => this.#wishAgain(container, args, wishes));
        this.#box = isBox ? [container, args.at(-1) === this.#widget ? 0 : args.at(-1)] : null;
        this.#watchOwnResize();
        if (this.#calls.size > 1) this.#renew();
        return result;
    }

    /** A frame, or a splitter, gives its child a resize() that takes back what it does. */
    #watchOwnResize() {
        const widget = this.#widget;
        if (!Object.hasOwn(widget, "resize")) return;
        const { resize } = widget;
        widget.resize = (...args) => this.set("resize", args, () => resize.apply(widget, args));
    }

    /**
     * A box's wishes depend on what its child wants. It sets the length of each child to `auto`, that
     * none of 100 % may fill it; a length in pixels is what the child was resized to, and stays.
     */
    #wishAgain(container, args, wishes) {
        const { style, classList } = this.#widget.element;
        const side = container.orientation === "vertical" ? "height" : "width";
        const length = this.#changed.get(side)?.is ?? "";
        classList.add(...this.#classes);
        const stretch = args.at(-1) === this.#widget ? 0 : args.at(-1);
        const isBox = isABox(container);
        for (const [name, value] of wishes) {
            if (!isBox || !name.startsWith("min-")) style.setProperty(name, value);
        }
        if (!isBox) return;
        container._applyBoxChildSizing(this.#widget, stretch);
        if (/^[\d.]+px$/.test(length)) style.setProperty(side, length);
        this.#keepLength(container, stretch);
    }

    /** What a child was resized to along a box it has by itself. */
    #keepLength(container, stretch) {
        const { element } = this.#widget;
        const side = container.orientation === "vertical" ? "height" : "width";
        if (/^[\d.]+px$/.test(element.style.getPropertyValue(side))) shareOutRest(element, stretch);
    }

    leave() {
        if (this.#isBusy || !this.#calls.delete("place")) return;
        delete this.#widget.resize; // a frame's, or a splitter's, that lets it have no size
        for (const [name, args] of this.#overruled) {
            const method = Object.getPrototypeOf(this.#widget)[name];
            this.#calls.set(name, () => method.apply(this.#widget, args));
        }
        this.#overruled.clear();
        const { style } = this.#widget.element;
        if (this.#container._equalizeWidths) {
            style.minWidth = style.width = "";
            this.#container._equalizeWidths(); // it may have been the widest
        }
        style.gridArea = ""; // it may have moved with its row
        this.#renew();
        this.#classes = [];
    }

    /** Changes what all these calls begin with. */
    rebase(run) {
        this.#undo();
        run();
        this.#renew();
    }

    #note(name, again) {
        this.#calls.delete(name);
        this.#calls.set(name, again);
    }

    /**
     * @param {() => *} run makes a call, which may change the style
     * @param {?Array<[string, string]>} wishes gets what it has set there: properties and values
     * @param {?string[]} names the properties that it may change; null: any
     */
    #watch(run, wishes = null, names = null) {
        const { style } = this.#widget.element;
        const before = valuesOf(style, names ?? style);
        this.#isBusy = true;
        try {
            return run();
        } finally {
            this.#isBusy = false;
            // Every widget that is put somewhere comes here, so each property is read once.
            for (const name of names ?? style) {
                const is = style.getPropertyValue(name);
                const was = before.get(name) ?? "";
                before.delete(name);
                if (was === is) continue;
                wishes?.push([name, is]);
                this.#noteChange(name, was, is);
            }
            for (const [name, was] of before) this.#noteChange(name, was, "");
        }
    }

    #noteChange(name, was, is) {
        const known = this.#changed.get(name);
        this.#changed.set(name, { was: known?.is === was ? known.was : was, is });
    }

    /** What something else has changed since is left as it is. */
    #undo() {
        const { style, classList } = this.#widget.element;
        for (const [name, { was, is }] of this.#changed) {
            if (style.getPropertyValue(name) !== is) continue;
            style.setProperty(name, was);
            // Most widgets are made with this part of it alone.
            if (name === "flex" && was === "") style.setProperty("flex-basis", this.#basis);
        }
        this.#changed.clear();
        classList.remove(...this.#classes);
    }

    #renew() {
        this.#undo();
        this.#widget._expanding = { horizontal: false, vertical: false };
        for (const call of this.#calls.values()) this.#watch(call);
    }
}

function traceOf(widget) {
    if (!traces.has(widget)) traces.set(widget, new Trace(widget));
    return traces.get(widget);
}

function isABox(container) {
    return typeof container._applyBoxChildSizing === "function";
}

function valuesOf(style, names) {
    const values = new Map();
    for (const name of names) values.set(name, style.getPropertyValue(name));
    return values;
}
