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
    #putFocusBack = null;

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
        const place = placeOf(this.#widgets.values(), this.#document);
        this.#putFocusBack = () => putBack(place, (wid) => this.#widgets.get(names.get(wid) ?? wid));
    }

    /** The page is there again. */
    arrive() {
        this.#putFocusBack?.();
        this.#putFocusBack = null;
    }
}
