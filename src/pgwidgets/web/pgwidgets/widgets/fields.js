/**
 * Text fields that a user types into while the program writes into them.
 *
 * Knows: private fields of pgwidgets-js's TextEntry, TextEntrySet and TextArea, and how what is
 * typed is told (docs/reference/wire-protocol.md, "Fields"). Must not know: sockets, counting, or how edits
 * are carried over one another.
 *
 * While an input method composes text, nothing else may change the field: what the server writes
 * meanwhile waits until the composition has ended.
 */

import { pauses } from "../telling/pausing.js";
import { TypedLine } from "../telling/typed_line.js";
import { isWritten, write } from "./writing.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {Object<string, Function>} the classes that take the places of those of these names
 */
export function typedClasses({ TextArea, TextEntry, TextEntrySet }) {
    return { ...typedInto(TextArea), ...typedInto(TextEntry), ...typedInto(TextEntrySet) };
}

/** Actions whose callbacks bring the text along. */
const TELLING = new Set(["activated", "modified"]);

/** One input element, and what the server knows of its text. */
export class Field {
    #element;
    #line;
    #hasHistory = false;
    #isComposing = false;
    #end = null; // of a composition that is over, whose last `input` is yet to come
    #waiting = [];

    /** @param {HTMLInputElement|HTMLTextAreaElement} element */
    constructor(element) {
        this.#element = element;
        this.#line = new TypedLine(element.value);
        element.addEventListener("input", (event) => {
            if (!isWritten(element)) this.#hasHistory = true;
            else event.stopImmediatePropagation(); // nobody has typed this
        });
        element.addEventListener("compositionstart", () => {
            clearTimeout(this.#end);
            this.#isComposing = true;
        });
        element.addEventListener("compositionend", () => {
            this.#end = setTimeout(() => this.#endComposing());
        });
    }

    /** @returns {object} what the server is told beside the text */
    report() {
        return this.#line.report(this.#element.value);
    }

    /** The server changes its text. @param {(agreed: string) => string} make the new of the old */
    rewrite(make, { revision, anew = false } = {}, done = () => {}) {
        this.#soon(() => {
            const { value } = this.#element;
            const text = this.#asShown(make(this.#line.agreed));
            if (anew) this.#line.overrule(text, revision);
            if (anew) this.#element.value = text;
            else write(this.#element, this.#line.receive(text, revision, value), this.#hasHistory);
            done();
        });
    }

    /** The server has our edits up to this number. */
    taken(number) {
        this.#soon(() => this.#line.taken(number));
    }

    #soon(run) {
        if (this.#isComposing) this.#waiting.push(run);
        else run();
    }

    #endComposing() {
        this.#isComposing = false;
        for (const run of this.#waiting.splice(0)) run();
    }

    /** What a field makes of a text (HTML, "value sanitization" and "API value"). */
    #asShown(text) {
        const isLine = this.#element.localName === "input";
        return isLine ? text.replace(/[\r\n]/g, "") : text.replace(/\r\n?/g, "\n");
    }
}

function typedInto(Base) {
    // The class must have the name of its base, which is what the server is told of it.
    return {
        [Base.name]: class extends Base {
            _field = new Field(this._input ?? this._textarea); // not there yet while the base is built

            /** @override */
            set_text(text, about) {
                if (this._field) this._rewrite(() => text ?? "", about);
                else super.set_text(text);
            }

            /** @override */
            append_text(text, about) {
                this._rewrite((agreed) => lastLines(agreed + text, this._limit), about);
            }

            /** @override */
            clear() {
                this._rewrite(() => "");
            }

            /** @override What is over the limit is the server's to take away. */
            _enforce_limit() {}

            _rewrite(make, about) {
                this._field.rewrite(make, about, () => {
                    this._autoSize?.();
                    this._syncScrollbars?.();
                });
            }

            /** The server's texts from now on have our edits up to this number. */
            _textTaken(number) {
                this._field.taken(number);
            }

            /** @override Says what of the text is new, after what is to be told before it. */
            make_callback(action, ...args) {
                if (action === "activated") pauses.end();
                const about = TELLING.has(action) ? [this._field.report()] : [];
                super.make_callback(action, ...args, ...about);
            }
        },
    };
}

/** @returns {string} the last lines of a text; without a limit, all of it */
function lastLines(text, limit) {
    return limit ? text.split("\n").slice(-limit).join("\n") : text;
}
