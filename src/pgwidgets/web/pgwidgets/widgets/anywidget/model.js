/**
 * The model of a widget: its values, as its script sees them.
 *
 * Knows: what scripts of anywidgets may ask of a model, and whose value is the newer. Must not know:
 * messages, modules, the DOM. It runs in frames, too.
 */

import { isSame } from "./packing.js";

export class Model {
    #values = {};
    #unsaved = {};
    #pending = new Map(); // by name, how many of our changes have not come back
    #listeners = new Map();
    #tell;

    /**
     * @param {object} parts
     * @param {string} parts.id
     * @param {(what: {method: string, state?: object, content?: any, buffers?: Array}) => void}
     *   parts.tell tells Python
     * @param {(id: string) => Promise<Model>} parts.find gives another model
     */
    constructor({ id, tell, find }) {
        this.model_id = id;
        this.#tell = tell;
        this.widget_manager = { get_model: (other) => find(other).then((model) => model.face()) };
    }

    get(name) {
        return this.#values[name];
    }

    set(name, value) {
        const values = typeof name === "object" && name !== null ? name : { [name]: value };
        const changed = this.#take(values);
        for (const key of changed) this.#unsaved[key] = this.#values[key];
        this.#announce(changed);
    }

    save_changes() {
        const state = this.#unsaved;
        const names = Object.keys(state);
        if (names.length === 0) return;
        this.#unsaved = {};
        for (const name of names) this.#pending.set(name, (this.#pending.get(name) ?? 0) + 1);
        this.#tell({ method: "update", state });
    }

    send(content, _callbacks, buffers = []) {
        this.#tell({ method: "custom", content, buffers: [...(buffers ?? [])] });
    }

    // --- listeners ----------------------------------------------------------------------------

    /** @param {any} owner all of whose listeners are taken off together */
    on(names, listener, owner) {
        for (const name of names.split(/\s+/)) {
            this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { listener, owner }]);
        }
    }

    off(names, listener, owner) {
        const some = names?.split(/\s+/) ?? [...this.#listeners.keys()];
        const isMeant = (each) => (listener == null || each.listener === listener)
            && (owner === undefined || each.owner === owner);
        for (const name of some) {
            const left = (this.#listeners.get(name) ?? []).filter((each) => !isMeant(each));
            if (left.length > 0) this.#listeners.set(name, left);
            else this.#listeners.delete(name);
        }
    }

    /** What a script gets of it: its listeners are its own. */
    face(signal) {
        const owner = {};
        signal?.addEventListener("abort", () => this.off(null, null, owner));
        const face = {
            get: (name) => this.get(name),
            set: (name, value) => this.set(name, value),
            save_changes: () => this.save_changes(),
            send: (content, callbacks, buffers) => this.send(content, callbacks, buffers),
            on: (names, listener) => this.on(names, listener, owner),
            off: (names, listener) => this.off(names, listener, owner),
            once: (names, listener) => {
                const run = (...told) => {
                    this.off(names, run, owner);
                    listener(...told);
                };
                this.on(names, run, owner);
            },
            widget_manager: this.widget_manager,
            model_id: this.model_id,
        };
        return face;
    }

    fire(name, ...told) {
        for (const { listener } of this.#listeners.get(name) ?? []) {
            try {
                listener(...told);
            } catch (error) {
                console.error(error); // of one script; the others hear of it all the same
            }
        }
    }

    // --- what Python says ---------------------------------------------------------------------

    /** All values, when the model begins, or begins anew. */
    begin(state) {
        this.#pending.clear();
        this.#announce(this.#take(state));
    }

    update(state) {
        const ours = ([name]) => (this.#pending.get(name) ?? 0) > 0;
        const heeded = Object.entries(state).filter((entry) => !ours(entry));
        this.#announce(this.#take(Object.fromEntries(heeded)));
    }

    /** A change that a page has made: ours, or another's. */
    echo(state, isOurs) {
        if (isOurs) this.heard(Object.keys(state));
        else this.update(state);
    }

    /** Changes of ours have come to Python, whatever became of them. */
    heard(names) {
        for (const name of names) {
            const left = (this.#pending.get(name) ?? 0) - 1;
            if (left > 0) this.#pending.set(name, left);
            else this.#pending.delete(name);
        }
    }

    #take(values) {
        const changed = Object.keys(values).filter(
            (name) => !isSame(this.#values[name], values[name]),
        );
        for (const name of changed) this.#values[name] = values[name];
        return changed;
    }

    #announce(changed) {
        for (const name of changed) this.fire(`change:${name}`, this, this.#values[name], {});
        if (changed.length > 0) this.fire("change", this, {});
    }
}
