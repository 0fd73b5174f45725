/**
 * Applies the server's messages to widgets.
 *
 * Knows: the classes, the registry (`Callback` of pgwidgets-js), arguments, ids.
 * Must not know: sockets, counting, or what becomes of a failure: faults are thrown as Error, with
 * the texts that pgwidgets-js itself uses.
 */

import { makeOwner } from "./belongings.js";

export class Applier {
    #Callback;
    #classes;
    #instead;
    #resolve;
    #silently;
    #closed = new Set();

    /**
     * Ids from here up belong to objects that the browser makes itself; the server's own are below.
     */
    firstOwnId = 1_000_000;

    /**
     * @param {object} parts
     * @param {Function} parts.Callback base class that holds `_registry` and `_nextId`
     * @param {Object<string, Function>} parts.classes widget classes by name
     * @param {Object<string, Function>} parts.instead our own in the place of some of these
     * @param {(args: Array) => Array} parts.resolve puts widgets in the place of their ids
     * @param {(run: () => any) => any} parts.silently runs something with callbacks muted
     */
    constructor({ Callback, classes, instead = {}, resolve, silently }) {
        this.#Callback = Callback;
        this.#classes = classes;
        this.#instead = instead;
        this.#resolve = resolve;
        this.#silently = silently;
    }

    /** Destroys every widget; new ones of the browser's own get ids from `firstOwnId` up. */
    wipe(firstOwnId = this.firstOwnId) {
        const registry = this.#Callback._registry;
        for (const widget of [...registry.values()]) {
            try {
                widget.destroy();
            } catch (error) {
                console.warn("pgwidgets: a widget could not be destroyed:", error);
            }
        }
        registry.clear();
        this.#closed.clear();
        this.#Callback._nextId = firstOwnId;
        this.firstOwnId = firstOwnId;
    }

    /** Its user has closed it: what the server, who does not know yet, calls on it is done. */
    closed(widget) {
        this.#closed.add(widget.wid);
    }

    /** @returns {object} the widget of this id */
    find(wid) {
        const widget = this.#Callback._registry.get(wid);
        if (!widget) throw new Error(`Unknown widget id: ${wid}`);
        return widget;
    }

    /** @returns {boolean} whether the server knows this object: it made it, or gave it its id */
    knows(widget) {
        return widget.wid < this.firstOwnId && this.#Callback._registry.get(widget.wid) === widget;
    }

    /** @returns {object} the widget that was made */
    create({ wid, class: name, args = [] }) {
        const classes = Object.hasOwn(this.#instead, name) ? this.#instead : this.#classes;
        const Class = Object.hasOwn(classes, name) ? classes[name] : undefined;
        if (typeof Class !== "function") throw new Error(`Unknown widget class: ${name}`);
        const { _registry: registry } = this.#Callback;
        if (registry.has(wid)) throw new Error(`Widget id ${wid} is taken`);
        const values = this.#resolve(args);
        const widget = makeOwner(this.#Callback, () => new Class(...values));
        this.#rename(widget, wid);
        return widget;
    }

    /** @returns {any} what the method returns; an object that it made is named by `bind` */
    call({ wid, method, args = [], silent = false, bind }) {
        return this.#call({ wid, method, values: () => this.#resolve(args), silent, bind });
    }

    /**
     * Calls a method whose first argument came as bytes; silently, as where a state is set, unless
     * it says otherwise. What resolves the other arguments would take the bytes apart.
     */
    callWithBytes({ wid, method, args: [bytes, ...rest], silent = true }) {
        const values = () => [bytes, ...this.#resolve(rest)];
        return this.#call({ wid, method, values, silent });
    }

    #call({ wid, method, values: resolved, silent, bind }) {
        if (this.#closed.has(wid)) return undefined;
        const widget = this.find(wid);
        if (typeof widget[method] !== "function") {
            throw new Error(`Unknown method: ${method} on ${widget.constructor.name}`);
        }
        const values = resolved();
        const run = () => widget[method](...values);
        const value = silent ? this.#silently(run) : run();
        if (bind !== undefined) this.#bind(value, bind, method);
        return value;
    }

    /**
     * Applies calls; trees and tables draw once, at the end. A failing call stops no other: the
     * server's state has them all.
     * @param {object[]} calls
     * @param {(error: Error, index: number) => void} onError told of each call that failed
     */
    batch(calls, onError) {
        const paused = new Set();
        try {
            for (const [index, call] of calls.entries()) {
                try {
                    this.#pause(call.wid, paused);
                    this.call(call);
                } catch (error) {
                    onError(error, index);
                }
            }
        } finally {
            for (const widget of paused) {
                if (!widget._destroyed) widget._suspendRender(false);
            }
        }
    }

    #pause(wid, paused) {
        const widget = this.#Callback._registry.get(wid);
        if (typeof widget?._suspendRender !== "function" || paused.has(widget)) return;
        widget._suspendRender(true);
        paused.add(widget);
    }

    #bind(object, wid, method) {
        if (!(object instanceof this.#Callback)) {
            throw new Error(`Nothing to bind: ${method} returned no object`);
        }
        if (object.wid === wid) return;
        if (this.#Callback._registry.has(wid)) throw new Error(`Widget id ${wid} is taken`);
        if (this.knows(object)) throw new Error(`Object is bound already, to ${object.wid}`);
        this.#rename(object, wid);
    }

    #rename(widget, wid) {
        const { _registry: registry } = this.#Callback;
        if (registry.get(widget.wid) === widget) registry.delete(widget.wid);
        widget.wid = wid;
        registry.set(wid, widget);
    }
}
