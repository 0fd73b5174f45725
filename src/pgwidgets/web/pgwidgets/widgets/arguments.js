/**
 * Arguments of the server's calls: widgets in the places of their ids.
 *
 * Knows: how a widget is named in a message. Must not know: what is done with it.
 */

/**
 * In place: a message is read but once, and the rows of a table need not be copied.
 * @param {*} value an argument, or a part of one
 * @param {Map<number, object>} registry the widgets by their ids
 * @param {?number} [newest] the id that 0 stands for
 * @returns {*} the same, with the widgets in it
 */
export function resolved(value, registry, newest = null) {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index += 1) { // of many rows no list of keys each
            const part = value[index];
            if (part !== null && typeof part === "object") value[index] = resolved(part, registry, newest);
        }
        return value;
    }
    if ("__wid__" in value) {
        const wid = value.__wid__ || newest;
        const widget = registry.get(wid);
        if (!widget) throw new Error(`Unknown widget id: ${wid}`);
        return widget;
    }
    for (const key of Object.keys(value)) {
        const part = value[key];
        if (part !== null && typeof part === "object") value[key] = resolved(part, registry, newest);
    }
    return value;
}
