/**
 * A widget's script, bound to its model: initialized once, rendered into any number of elements.
 *
 * Knows: what a module of an anywidget exports, and when its functions are called. Must not know:
 * where modules come from, messages. It runs in frames, too.
 */

const REFERENCE = "anywidget:";
const INVOKE_TIME = 3000; // ms

export class Binding {
    #model;
    #load;
    #find;
    #url = null;
    #ending = new AbortController();
    #ready;
    #views = new Set();

    /**
     * @param {object} parts
     * @param {import("./model.js").Model} parts.model
     * @param {(url: string) => Promise<object>} parts.load imports a module
     * @param {(id: string) => Promise<Binding>} parts.find gives the binding of another widget
     */
    constructor({ model, load, find }) {
        this.#model = model;
        this.#load = load;
        this.#find = find;
    }

    /** Has the widget run the script of a URL; another one than before begins anew. */
    run(url = "") {
        if (url === this.#url) return;
        this.#url = url;
        this.#ending.abort();
        this.#ending = new AbortController();
        this.#ready = this.#begin(url, this.#ending.signal);
        this.#ready.catch(() => {}); // whoever renders it is told
        for (const view of [...this.#views]) this.#draw(view);
    }

    async #begin(url, signal) {
        if (!url) throw new Error("it is no anywidget: it has no script, so it can't be shown");
        const module = await this.#load(url);
        signal.throwIfAborted(); // it has another script by now, or is gone
        let widget = module.default ?? { render: module.render };
        if (typeof widget === "function") widget = await widget();
        signal.throwIfAborted();
        const model = this.#model.face(signal);
        const result = await widget.initialize?.({ model, signal, experimental: this.#experimental });
        if (typeof result === "function") whenOver(signal, result);
        const exports = typeof result === "object" && result ? result : undefined;
        return { widget, exports };
    }

    /**
     * Shows the widget in an element, until the signal says that it is over.
     * @returns {Promise<void>} until it is shown
     */
    render(el, signal) {
        const view = { el, signal, ending: null };
        this.#views.add(view);
        whenOver(signal, () => {
            this.#views.delete(view);
            view.ending?.abort();
        });
        return this.#draw(view);
    }

    async #draw(view) {
        view.ending?.abort();
        const ending = new AbortController();
        view.ending = ending;
        const { signal } = ending;
        try {
            const { widget } = await this.#ready;
            if (signal.aborted || view.signal.aborted) return;
            view.el.replaceChildren();
            const clean = await widget.render?.({
                model: this.#model.face(signal),
                el: view.el,
                signal,
                host: this.#host(signal),
                experimental: this.#experimental,
            });
            if (typeof clean === "function") whenOver(signal, clean);
        } catch (error) {
            if (signal.aborted) return;
            console.error("pgwidgets: an anywidget can't be shown:", error);
            view.el.textContent = `This widget can't be shown: ${error?.message ?? error}`;
        }
    }

    /** What the script has made for others. */
    async exports() {
        const ready = this.#ready;
        try {
            return (await ready).exports;
        } catch (error) {
            if (ready === this.#ready) throw error;
            return this.exports(); // those of the script that has replaced it
        }
    }

    destroy() {
        this.#ending.abort();
        for (const view of this.#views) view.ending?.abort();
        this.#views.clear();
    }

    get model() {
        return this.#model;
    }

    get #experimental() {
        return { invoke: (name, message, options) => invoke(this.#model, name, message, options) };
    }

    #host(signal) {
        const other = (reference) => this.#find(idOf(reference));
        return {
            getModel: async (reference) => (await other(reference)).model.face(signal),
            getWidget: async (reference) => {
                const binding = await other(reference);
                return {
                    exports: await binding.exports(),
                    render: ({ el, signal: own = signal }) => binding.render(el, own),
                };
            },
        };
    }
}

function idOf(reference) {
    if (typeof reference !== "string" || !reference.startsWith(REFERENCE)) {
        throw new Error(`no reference to a widget: ${reference}`);
    }
    return reference.slice(REFERENCE.length);
}

function whenOver(signal, run) {
    const safely = () => Promise.resolve().then(run).catch((error) => console.error(error));
    if (signal.aborted) safely();
    else signal.addEventListener("abort", safely, { once: true });
}

/** Calls a command of the widget in Python, and waits for its answer. */
function invoke(model, name, msg, { signal = AbortSignal.timeout(INVOKE_TIME), buffers = [] } = {}) {
    const id = [...crypto.getRandomValues(new Uint8Array(16))].join("-");
    return new Promise((resolve, reject) => {
        const owner = {};
        const end = () => model.off(null, null, owner);
        const fail = () => {
            end();
            reject(signal.reason);
        };
        if (signal.aborted) {
            fail();
            return;
        }
        signal.addEventListener("abort", fail, { once: true });
        model.on("msg:custom", (answer, views) => {
            if (answer?.id !== id) return;
            end();
            signal.removeEventListener("abort", fail);
            resolve([answer.response, views]);
        }, owner);
        model.send({ id, kind: "anywidget-command", name, msg }, undefined, buffers);
    });
}
