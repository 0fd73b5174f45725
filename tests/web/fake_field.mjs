/** As much of a text field, and of the document it stands in, as code needs that writes into it. */

export class FakeField {
    #value;
    #listeners = [];
    readOnly = false;
    selectionDirection = "none";
    scrollLeft = 0;
    scrollTop = 0;
    /** What its user can undo, newest last; a script that sets `value` empties it. */
    history = [];

    constructor(value = "", { localName = "textarea" } = {}) {
        this.#value = value;
        this.localName = localName;
        this.selectionStart = value.length;
        this.selectionEnd = value.length;
    }

    get value() {
        return this.#value;
    }

    /** Throws the caret to the end, as browsers do. */
    set value(value) {
        this.#value = value;
        this.history = [];
        Object.assign(this, { scrollLeft: 0, scrollTop: 0 });
        this.setSelectionRange(value.length, value.length);
    }

    setSelectionRange(start, end, direction = "none") {
        Object.assign(this, {
            selectionStart: start, selectionEnd: end, selectionDirection: direction,
        });
    }

    /** HTML, "setRangeText(replacement, start, end, 'preserve')"; no other mode. */
    setRangeText(text, start, end, mode) {
        if (mode !== "preserve") throw new TypeError(`setRangeText: ${mode}`);
        const from = this.selectionStart;
        const to = this.selectionEnd;
        const newEnd = start + text.length;
        const moved = (place, inside) => {
            if (place > end) return place + newEnd - end;
            return place > start ? inside : place;
        };
        this.#value = this.#value.slice(0, start) + text + this.#value.slice(end);
        this.selectionStart = moved(from, start);
        this.selectionEnd = moved(to, newEnd);
    }

    addEventListener(kind, listener) {
        this.#listeners.push([kind, listener]);
    }

    /** @returns {boolean} whether the event went on to all listeners */
    dispatch(kind) {
        let isStopped = false;
        const event = { stopImmediatePropagation: () => { isStopped = true; } };
        for (const [one, listener] of this.#listeners) {
            if (one === kind && !isStopped) listener(event);
        }
        return !isStopped;
    }

    /** What its user types takes the place of what is selected. */
    type(text) {
        const { selectionStart: start, selectionEnd: end } = this;
        this.history.push(this.#value);
        this.#value = this.#value.slice(0, start) + text + this.#value.slice(end);
        this.setSelectionRange(start + text.length, start + text.length);
        this.dispatch("input");
    }
}

/** A document in the place of the global one until the test is over. */
export function fakeDocument(context, { activeElement = null } = {}) {
    const document = {
        activeElement,
        commands: [],
        execCommand(name, _, text = "") {
            this.commands.push([name, text]);
            this.activeElement.type(text);
            Object.assign(this.activeElement, { scrollLeft: 99, scrollTop: 99 }); // to the caret
            return true;
        },
    };
    globalThis.document = document;
    context.after(() => delete globalThis.document);
    return document;
}
