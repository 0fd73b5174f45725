/**
 * What a widget creates for itself is removed when the widget is destroyed.
 *
 * pgwidgets-js leaves scroll bars in its registry and listeners on the document. Each of them keeps
 * the whole widget in memory for as long as the page is open.
 *
 * Knows: the registry of pgwidgets-js, and how listeners are added. Must not know: any class.
 */

import { after, around } from "../common/wrapping.js";

const belongings = new WeakMap(); // widget -> lets go of what belongs to it

/** Each takes off a listener that was added while a widget is being made; null: none is. */
let listeners = null;

/**
 * Has whatever {@link makeOwner} made let go of its belongings when it is destroyed.
 * @param {object} Widgets the namespace of pgwidgets-js
 * @param {EventTarget} [target] what widgets add listeners to that is not theirs
 */
export function mendBelongings({ Callback }, target = globalThis.document) {
    after(Callback.prototype, "destroy", (widget) => {
        const letGo = belongings.get(widget);
        belongings.delete(widget);
        letGo?.();
    });
    if (!target) return;
    around(target, "addEventListener", (_, listener, run) => {
        listeners?.push(() => target.removeEventListener(...listener));
        return run();
    });
}

/**
 * Makes a widget, to which all else belongs that comes into being meanwhile.
 * @param {Function} Callback class that has `_registry` and `_nextId`
 * @param {() => object} make
 * @returns {object} the widget
 */
export function makeOwner(Callback, make) {
    const first = Callback._nextId;
    const outer = listeners;
    const own = [];
    let owner;
    listeners = own;
    try {
        owner = make();
    } finally {
        listeners = outer;
    }
    const parts = [];
    for (let wid = first; wid < Callback._nextId; wid += 1) {
        const part = Callback._registry.get(wid);
        if (part && part !== owner) parts.push(part);
    }
    if (own.length > 0 || parts.length > 0) {
        belongings.set(owner, () => {
            for (const takeOff of own) takeOff();
            for (const part of parts) part.destroy();
        });
    }
    return owner;
}
