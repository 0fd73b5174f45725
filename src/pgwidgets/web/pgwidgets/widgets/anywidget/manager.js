/**
 * All models of one hosted widget, by id: the widget's own, and those of the widgets that it names.
 *
 * Knows: the messages of Python, and which model each is for. Must not know: how they are carried, or
 * where modules come from. It runs in frames, too.
 */

import { Binding } from "./binding.js";
import { Model } from "./model.js";
import { takenOut, toBase64, unpacked } from "./packing.js";

const SOON = 1000; // ms until an answer is asked for again
const LATE = 15_000;

export class Manager {
    #page = [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(36)).join("");
    #entries = new Map();
    #post;
    #load;
    #styles;

    /**
     * @param {object} parts
     * @param {(text: string) => void} parts.post sends a message to Python
     * @param {(url: string) => Promise<object>} parts.load imports a module
     * @param {(id: string, css: string) => void} parts.styles has the page use a widget's style
     */
    constructor({ post, load, styles }) {
        this.#post = post;
        this.#load = load;
        this.#styles = styles;
    }

    /** Shows a widget in an element, until the signal says that it is over. */
    async render(id, el, signal) {
        const { binding } = await this.#open(id);
        return binding.render(el, signal);
    }

    /** @param {Uint8Array} bytes a message of Python's */
    receive(bytes) {
        const { head, buffers } = unpacked(bytes);
        const entry = this.#entries.get(head.model);
        if (!entry) return; // of a widget that this page has not asked for
        switch (head.method) {
            case "state":
                this.#use(entry, head);
                entry.model.begin(head.state);
                entry.binding.run(head._esm);
                entry.opened(entry);
                break;
            case "update":
                if (!entry.isOpen) break; // its state, which is to come, is newer
                this.#use(entry, head);
                entry.model.update(head.state);
                if (head._esm) entry.binding.run(head._esm);
                break;
            case "echo":
                if (entry.isOpen) entry.model.echo(head.state, head.page === this.#page);
                break;
            case "refused":
                if (head.page === this.#page) entry.model.heard(head.names);
                break;
            case "custom":
                if (entry.isOpen) entry.model.fire("msg:custom", head.content, buffers);
                break;
            case "close":
                entry.failed(new Error("the widget is closed"));
                entry.model.fire("destroy", entry.model);
                entry.binding.destroy();
                this.#entries.delete(head.model);
                break;
            default:
                console.error(`pgwidgets: an anywidget's message of unknown method ${head.method}`);
        }
    }

    #use(entry, { _css: css, state }) {
        entry.css = state._anywidget_id ?? entry.css;
        if (css !== undefined) this.#styles(entry.css ?? entry.model.model_id, css);
    }

    /** The model of an id, and its binding, once its values are here. */
    #open(id) {
        const known = this.#entries.get(id);
        if (known) return known.promise;
        const entry = { isOpen: false };
        entry.promise = new Promise((opened, failed) => {
            entry.opened = (value) => {
                entry.isOpen = true;
                opened(value);
            };
            entry.failed = failed;
        });
        entry.model = new Model({
            id,
            tell: (what) => this.#tell(id, what),
            find: async (other) => (await this.#open(other)).model,
        });
        entry.binding = new Binding({
            model: entry.model,
            load: this.#load,
            find: async (other) => (await this.#open(other)).binding,
        });
        this.#entries.set(id, entry);
        this.#ask(id, entry, SOON);
        return entry.promise;
    }

    /** Asks for the values of a model; while a page is built anew, nothing that it says is heard. */
    #ask(id, entry, wait) {
        if (entry.isOpen || this.#entries.get(id) !== entry) return;
        this.#tell(id, { method: "open" });
        setTimeout(() => this.#ask(id, entry, Math.min(2 * wait, LATE)), wait);
    }

    #tell(model, { method, state, content, buffers = [] }) {
        const message = { page: this.#page, model, method };
        if (method === "update") Object.assign(message, takenOut(state));
        else Object.assign(message, { content, buffers: buffers.map(toBase64) });
        this.#post(JSON.stringify(message));
    }

    destroy() {
        for (const { binding, failed } of this.#entries.values()) {
            failed(new Error("it is shown no longer"));
            binding.destroy();
        }
        this.#entries.clear();
    }
}
