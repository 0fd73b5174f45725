/**
 * Widget classes that are loaded when the server first makes one of them: few pages have any.
 *
 * Knows: which file makes which class, and what it is given. Must not know: what the classes do, how
 * messages come.
 */

import { nameClasses } from "./classes.js";

/**
 * The files by class, from where the page's own script stands; the server has the same list
 * (src/pgwidgets/_late.py). Each default export takes the classes and `shared`, and gives its class;
 * or, if it makes several of pgwidgets-js, `{classes, instead}`, both by name: those classes, and our
 * own in their places for a server that speaks our extension.
 */
export const LATE = Object.freeze({
    AnyWidget: "widgets/anywidget/anywidget.js",
    Figure: "widgets/figure/figure.js",
    PageAids: "widgets/aids/aids.js",
    Plot: "widgets/plot/plot.js",
    TableView: "late/trees.js",
    TextBufferRef: "late/editor.js",
    TextSource: "late/editor.js",
    TreeView: "late/trees.js",
});

export class LateClasses {
    #Widgets;
    #shared;
    #load;
    #missing;

    /** Our own classes in the place of pgwidgets-js's, by name, as far as they have come. */
    instead = {};

    /**
     * @param {object} Widgets the namespace that the classes come into. Those of pgwidgets-js leave
     *   it until then: a bundle does not have them, and nobody is to tell the difference
     * @param {object} shared what they have in common with the rest of the page
     * @param {(path: string) => Promise<object>} load imports a module
     * @param {Object<string, string>} [files] by class
     */
    constructor(Widgets, shared, load, files = LATE) {
        this.#Widgets = Widgets;
        this.#shared = shared;
        this.#load = load;
        this.#missing = new Map(Object.entries(files));
        for (const name of this.#missing.keys()) delete Widgets[name];
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

    /**
     * Loads all classes of pgwidgets-js, since those of an application may be made of any.
     * @returns {Promise<void>} when they have come, or can't be had
     */
    ofLibrary() {
        return this.#fetch(["TextSource", "TreeView"].filter((name) => this.#missing.has(name)));
    }

    async #fetch(names) {
        const paths = new Set(names.map((name) => this.#missing.get(name)));
        await Promise.all([...paths].map(async (path) => {
            try {
                const { default: define } = await this.#load(path);
                const mine = [...this.#missing].filter(([, of]) => of === path).map(([name]) => name);
                if (mine.length === 0) return; // it has come twice
                const made = define(this.#Widgets, this.#shared);
                const { classes, instead } = made.classes ? made : { classes: { [mine[0]]: made } };
                nameClasses(classes);
                Object.assign(this.#Widgets, classes);
                Object.assign(this.instead, instead);
                for (const name of mine) this.#missing.delete(name);
            } catch (error) {
                // The server is told when it makes such a widget; the next one is another attempt.
                console.error(`pgwidgets: ${path} can't be loaded:`, error);
            }
        }));
    }
}
