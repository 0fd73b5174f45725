/**
 * Matplotlib's own figure, as a part of a widget: its size, its tool bar and its focus are ours.
 *
 * Knows: the members of `mpl.figure` (matplotlib's mpl.js) that it builds on.
 * Must not know: how events are sent, or pictures come.
 */

import { onCanvas } from "./fitting.js";

/**
 * @param {{figure: Function, toolbar_items: string[][], extensions: string[],
 *   default_extension: string}} mpl what matplotlib's script makes
 * @param {object} widget
 * @param {Object<string, string>} widget.icons URLs by name
 * @param {boolean} widget.hasToolbar
 * @param {() => void} widget.sized the canvas has another size, so that it is empty
 * @returns {Function} a class as `mpl.figure`
 */
export function figureClass(mpl, widget) {
    return class extends mpl.figure {
        _root_extra_style(root) {
            root.removeAttribute("style");
            root.className = "mpl-root";
        }

        _init_canvas() {
            super._init_canvas();
            const box = this.canvas_div;
            box.removeAttribute("style");
            box.className = "mpl-canvas-box";
            box.setAttribute("role", "img");
            box.setAttribute("aria-label", "figure");
            // It takes the focus soon after it is made, from whatever the user is at.
            box.focus = () => delete box.focus;
            followPointer(box);
            const width = document.createElement("div");
            width.className = "mpl-width";
            this.root.append(width);
            this._resize_canvas = (x, y, isWanted) => {
                if (!isWanted) return;
                widget.element.style.setProperty("--figure-width", `${x}px`);
                widget.element.style.setProperty("--figure-height", `${y}px`);
            };
        }

        _init_toolbar() {
            const bar = document.createElement("div");
            bar.className = "mpl-toolbar";
            bar.setAttribute("role", "toolbar");
            this.buttons = {};
            for (const [name, tooltip, image, method] of mpl.toolbar_items) {
                bar.append(name ? this._button(name, tooltip, image, method) : gap());
            }
            this.format_dropdown = document.createElement("select");
            this.format_dropdown.setAttribute("aria-label", "Format of downloads");
            for (const format of mpl.extensions) {
                const isDefault = format === mpl.default_extension;
                this.format_dropdown.append(new Option(format, format, isDefault, isDefault));
            }
            this.message = document.createElement("span");
            this.message.className = "mpl-message";
            bar.append(this.format_dropdown, this.message);
            if (widget.hasToolbar) this.root.append(bar);
        }

        _button(name, tooltip, image, method) { // no private one: it is called there
            const button = document.createElement("button");
            button.type = "button";
            button.title = tooltip;
            button.setAttribute("aria-label", `${name}: ${tooltip.replaceAll("\n", ", ")}`);
            button.addEventListener("click", () => this.toolbar_button_onclick(method));
            const icon = document.createElement("span");
            icon.className = "mpl-icon";
            const url = new URL(widget.icons[image] ?? "", document.baseURI).href;
            icon.style.setProperty("--icon", `url("${url}")`);
            button.append(icon);
            this.buttons[name] = button;
            return button;
        }

        request_resize(width, height) {
            widget.sized();
            super.request_resize(width, height);
        }

        handle_figure_label(fig, message) {
            super.handle_figure_label(fig, message);
            fig.canvas_div.setAttribute("aria-label", message.label);
        }

        handle_navigate_mode(fig, message) {
            super.handle_navigate_mode(fig, message);
            fig.canvas_div.classList.toggle("mpl-moves", ["PAN", "ZOOM"].includes(message.mode));
            for (const name of ["Pan", "Zoom"]) {
                const isOn = fig.buttons[name]?.classList.contains("active");
                fig.buttons[name]?.setAttribute("aria-pressed", String(isOn));
            }
        }

        handle_rubberband(fig, message) {
            if (message.x0 < 0) {
                const { width, height } = fig.rubberband_canvas;
                fig.rubberband_context.clearRect(0, 0, width, height);
                return;
            }
            const from = onCanvas(widget.place, fig.canvas, message.x0, message.y0);
            const to = onCanvas(widget.place, fig.canvas, message.x1, message.y1);
            super.handle_rubberband(fig, { x0: from.x, y0: from.y, x1: to.x, y1: to.y });
        }
    };
}

/**
 * Has a press go on until it ends, wherever that is; and a finger do what a mouse does, while a tool
 * is chosen that it could move something with. Else it scrolls the page.
 */
function followPointer(box) {
    const kinds = { pointerdown: "mousedown", pointermove: "mousemove", pointerup: "mouseup" };
    for (const [name, kind] of Object.entries(kinds)) {
        box.addEventListener(name, (event) => {
            if (name === "pointerdown") box.setPointerCapture(event.pointerId);
            const isFinger = event.pointerType === "touch";
            if (!isFinger || !event.isPrimary || !box.classList.contains("mpl-moves")) return;
            event.preventDefault(); // or the browser would make mouse events of it in the end
            const { clientX, clientY } = event;
            const buttons = name === "pointerup" ? 0 : 1;
            box.dispatchEvent(new MouseEvent(kind, { clientX, clientY, button: 0, buttons }));
        });
    }
}

function gap() {
    const element = document.createElement("span");
    element.className = "mpl-gap";
    return element;
}
