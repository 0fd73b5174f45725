/**
 * The names of a plot's legend for the keyboard, and for who does not see: buttons that nobody sees
 * where the canvas has drawn them, until one has the keyboard.
 *
 * Tab goes to one of them, arrows to the others, Enter and the space bar show or hide a line.
 *
 * Knows: elements. Must not know: how a legend is drawn, or the server.
 */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class Legend {
    #bar;
    #buttons = new Map(); // by the names of lines, in their order
    #toggle;
    #shown = "";

    /**
     * @param {HTMLElement} parent what the canvas fills
     * @param {(name: string) => void} toggle shows or hides a line
     */
    constructor(parent, toggle) {
        this.#toggle = toggle;
        this.#bar = document.createElement("div");
        this.#bar.className = "plot-legend";
        this.#bar.setAttribute("role", "toolbar");
        this.#bar.setAttribute("aria-label", "Lines");
        this.#bar.addEventListener("keydown", (event) => this.#key(event));
        parent.append(this.#bar);
    }

    /**
     * @param {{name: string, look: {visible: boolean}, box: import("./arranging.js").Box}[]} items
     *   the names that there is room for
     */
    update(items) {
        const shown = JSON.stringify(items.map(({ name, look, box }) => [name, look.visible, box]));
        if (shown === this.#shown) return; // it is told of each drawing
        this.#shown = shown;
        const before = this.#buttons;
        this.#buttons = new Map(items.map(({ name }) => [name, before.get(name) ?? this.#make(name)]));
        for (const [name, button] of before) if (!this.#buttons.has(name)) button.remove();
        for (const { name, look, box } of items) {
            const button = this.#buttons.get(name);
            const [left, top, width, height] = [box.x - 3, box.y, box.width - 6, box.height]
                .map((length) => `${length}px`);
            Object.assign(button.style, { left, top, width, height });
            button.setAttribute("aria-pressed", look.visible);
        }
        const buttons = [...this.#buttons.values()];
        // One that has the keyboard would lose it if it were moved.
        const isInOrder = buttons.every((button, index) => this.#bar.children[index] === button);
        if (!isInOrder) this.#bar.replaceChildren(...buttons);
        if (!buttons.some(({ tabIndex }) => tabIndex === 0) && buttons.length > 0) buttons[0].tabIndex = 0;
    }

    #make(name) {
        const button = document.createElement("button");
        button.type = "button";
        button.tabIndex = -1;
        button.textContent = name;
        button.addEventListener("click", () => this.#toggle(name));
        button.addEventListener("focus", () => {
            for (const each of this.#buttons.values()) each.tabIndex = each === button ? 0 : -1;
        });
        return button;
    }

    #key(event) {
        const buttons = [...this.#buttons.values()];
        const at = buttons.indexOf(event.target);
        const to = { Home: 0, End: buttons.length - 1 }[event.key] ?? at + STEPS[event.key];
        if (at < 0 || Number.isNaN(to)) return;
        event.preventDefault();
        buttons[Math.max(0, Math.min(buttons.length - 1, to))].focus();
    }
}
