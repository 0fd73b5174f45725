/**
 * Widget classes that are loaded when the server first makes one of them: few pages have any.
 *
 * Knows: which file makes which class, and what it is given. Must not know: what the classes do, how
 * messages come.
 */

import { nameClasses } from "./classes.js";

/**
 * The files by class, from where the page's own script stands; the server has the same list
 * (src/pgwidgets/_late.py). Each default export takes the classes and `shared`, and gives the class.
 */
export const LATE = Object.freeze({
    AnyWidget: "widgets/anywidget/anywidget.js",
    Figure: "widgets/figure/figure.js",
    PageAids: "widgets/aids/aids.js",
    Plot: "widgets/plot/plot.js",
});

export class LateClasses {
    #Widgets;
    #shared;
    #load;
    #missing;

    /**
     * @param {object} Widgets the namespace that the classes come into
     * @param {object} shared what they have in common with the rest of the page: in a file of its own,
     *   a module that holds a state would be there twice
     * @param {(path: string) => Promise<object>} load imports a module
     * @param {Object<string, string>} [files] by class
     */
    constructor(Widgets, shared, load, files = LATE) {
        this.#Widgets = Widgets;
        this.#shared = shared;
        this.#load = load;
        this.#missing = new Map(Object.entries(files));
    }

    /**
     * Loads what a frame of the server may need.
     * @param {string | ArrayBuffer} data the frame
     * @returns {?Promise<void>} when it has come, or can't be had; null: nothing is missing
     */
    comingFor(data) {
        if (this.#missing.size === 0 || typeof data !== "string") return null;
        // A text that only looks like it costs no more than the file.
        const needed = [...this.#missing.keys()].filter((name) => data.includes(`"${name}"`));
        return needed.length === 0 ? null : this.#fetch(needed);
    }

    async #fetch(names) {
        await Promise.all(names.map(async (name) => {
            try {
                const { default: define } = await this.#load(this.#missing.get(name));
                if (!this.#missing.delete(name)) return; // it has come twice
                const made = define(this.#Widgets, this.#shared);
                nameClasses({ [name]: made });
                this.#Widgets[name] = made;
            } catch (error) {
                // The server is told when it makes such a widget; the next one is another attempt.
                console.error(`pgwidgets: the class ${name} can't be loaded:`, error);
            }
        }));
    }
}
