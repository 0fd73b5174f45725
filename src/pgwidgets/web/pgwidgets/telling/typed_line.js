/**
 * A text that is being typed: what the server knows of it, and which edits it must still be told.
 *
 * Knows: edits, their numbers, and whole texts of the server (docs/reference/wire-protocol.md, "Fields").
 * Must not know: widgets, elements, or when anything is told.
 *
 * A new text of the server is compared with the text that the server had before, not with the text
 * that is shown. The difference is carried over what the user has typed since. When all edits have
 * been taken, the field shows exactly the server's text.
 */

import { applied, editBetween, rebase } from "../common/text_rebase.js";

/** Up to this length, a replacement by as many characters (capitals, say) is one edit for each. */
const APART = 64;

export class TypedLine {
    #agreed;
    #told;
    #revision = 0;
    #number = 0;
    #pending = [];

    /** @param {string} text what is shown at first */
    constructor(text) {
        this.#agreed = text;
        this.#told = text;
    }

    /** @returns {string} the server's text, as far as we know it */
    get agreed() {
        return this.#agreed;
    }

    /**
     * @param {string} shown what is shown now
     * @returns {object} what the server is told beside it: what is new in it, if anything is
     */
    report(shown) {
        const revision = this.#revision;
        const edit = editBetween(this.#told, shown);
        if (!edit) return { revision };
        this.#number += 1;
        this.#pending.push({ number: this.#number, operation: [edit] });
        this.#told = shown;
        return { revision, number: this.#number, ...edit };
    }

    /** The server's texts from now on have our edits up to this number. */
    taken(number) {
        while (this.#pending.length > 0 && this.#pending[0].number <= number) {
            this.#agreed = applied(this.#agreed, this.#pending.shift().operation);
        }
    }

    /**
     * The server has another text.
     * @param {string} text
     * @param {number} [revision]
     * @param {string} shown what is shown now
     * @returns {object[]} the operation that brings it there
     */
    receive(text, revision, shown) {
        let operation = changesBetween(this.#agreed, text);
        for (const pending of this.#pending) {
            const before = pending.operation;
            pending.operation = rebase(before, operation, false);
            operation = rebase(operation, before, true);
        }
        const typed = editBetween(this.#told, shown);
        this.#agreed = text;
        this.#revision = revision ?? this.#revision;
        this.#told = applied(this.#told, operation);
        return typed ? rebase(operation, [typed], true) : operation;
    }

    /** The server wants this text shown, whatever was typed. */
    overrule(text, revision) {
        this.#pending = [];
        this.#agreed = text;
        this.#told = text;
        this.#revision = revision ?? this.#revision;
    }
}

/** The operation that makes one text of another, in edits that move as few carets as possible. */
function changesBetween(before, after) {
    const edit = editBetween(before, after);
    if (!edit) return [];
    const { start, end, text } = edit;
    if (text.length !== end - start || text.length > APART || /[\ud800-\udfff]/.test(text)) {
        return [edit];
    }
    return [...text]
        .map((unit, at) => ({ start: start + at, end: start + at + 1, text: unit }))
        .filter(({ start: place, text: unit }) => before[place] !== unit);
}
