/**
 * Methods of classes that are not ours, with something of ours around them.
 *
 * Knows: prototypes. Must not know: any class.
 */

/**
 * Puts a function in the place of a method.
 * @param {object} prototype what has the method, or inherits it; one that has none stays as it is
 * @param {string} name the method's
 * @param {(object: object, args: Array, run: () => *) => *} instead gives the result; `run` calls
 *     the method with the same arguments
 */
export function around(prototype, name, instead) {
    const method = prototype[name];
    if (method === undefined) return;
    prototype[name] = function (...args) {
        return instead(this, args, () => method.apply(this, args));
    };
}

/** Has something done before a method, unless the widget is gone. */
export function before(prototype, name, first) {
    around(prototype, name, (widget, args, run) => {
        if (!widget._destroyed) first(widget, ...args);
        return run();
    });
}

/** Has something done after a method. */
export function after(prototype, name, last) {
    around(prototype, name, (widget, args, run) => {
        const result = run();
        last(widget, ...args);
        return result;
    });
}
