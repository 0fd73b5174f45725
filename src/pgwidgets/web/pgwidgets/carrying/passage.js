/**
 * What goes along when another run of the server builds a page anew: what its user has half typed,
 * and where the user is in it.
 *
 * Knows: the widgets of the page, and what the other run calls them. Must not know: the connection,
 * or when the page is built.
 */

import { pauses } from "../telling/pausing.js";
import { placeOf, putBack } from "./focus.js";

export class Passage {
    #widgets;
    #document;
    #report;
    #names = null; // what a widget was called -> what the other run calls it; null: none builds
    #place = null; // where the user was in the page that goes
    #find = null;
    #behind = null; // a field whose text lacks what was typed last, with the caret as it is there

    /**
     * @param {Map<number, object>} widgets of the page, by their ids
     * @param {Document} document
     * @param {(wid: number, action: string, args: any[]) => void} report
     */
    constructor(widgets, document, report) {
        this.#widgets = widgets;
        this.#document = document;
        this.#report = report;
    }

    /** Says what is half typed, and the texts of editors: their edits mean nothing to another run. */
    tellEdits() {
        pauses.end();
        for (const widget of this.#widgets.values()) {
            if (!widget.isEditedHere) continue;
            this.#report(widget.wid, "changed", [{ whole: widget.get_text() }]);
        }
    }

    /** @param {[number, number][]} names the ids of widgets, each with that of the other run */
    begin(names) {
        this.#names = new Map(names);
    }

    /** The page goes. */
    leave() {
        if (this.#names === null) return;
        const names = this.#names;
        this.#names = null;
        this.tellEdits(); // its user has gone on meanwhile
        this.#place = placeOf(this.#widgets.values(), this.#document);
        this.#find = (wid) => this.#widgets.get(names.get(wid) ?? wid);
    }

    /** The page is there again. */
    arrive() {
        if (this.#find === null) return;
        const field = putBack(this.#place, this.#find);
        this.#find = null;
        this.#behind = field && { field, start: field.selectionStart, end: field.selectionEnd };
    }

    /**
     * More may have come. A text that the page was told without what was typed last is whole then: its
     * caret comes to where it was, unless its user has moved it.
     */
    catchUp() {
        if (this.#behind === null) return;
        const { field, start, end } = this.#behind;
        const isAsPut = this.#document.activeElement === field
            && field.selectionStart === start && field.selectionEnd === end;
        if (isAsPut && field.value !== this.#place.text) return;
        if (isAsPut) field.setSelectionRange(this.#place.start, this.#place.end);
        this.#behind = null;
    }
}
