/**
 * The text editor of a page whose server keeps the text.
 *
 * Knows: private methods of pgwidgets-js's TextSource, and how edits are told to the server
 * (docs/reference/wire-protocol.md, "Text editors"). Must not know: sockets, counting, or other widgets.
 *
 * An edit of the user shows at once and is reported; one of the server is carried over those that
 * it does not know yet. On the way, faults of TextSource are mended: it passes offsets where it
 * wants references, so that typing fails; it deletes half of an emoji, and one character where a
 * word is meant; it places the caret wrongly behind a tag; it takes the focus whenever it draws;
 * it scrolls the page along with itself.
 */

import {
    editBetween, editInParts, followed, isInsideCharacter, Line, rebase,
} from "../common/text_rebase.js";
import { pauses } from "../telling/pausing.js";
import { whenShown } from "./scrolling.js";

const MOST_TOLD = 128 * 1024; // code units of one report; JSON makes six bytes of each, at most
const CARET_DELAY = 100; // ms until a caret that rests is reported

/** What the user does that the browser must not do to the page by itself, and what is inserted. */
const INSERTED = {
    insertText: dataOf,
    insertFromPaste: dataOf,
    insertFromDrop: dataOf,
    insertFromYank: dataOf,
    insertReplacementText: dataOf,
    insertParagraph: () => "\n",
    insertLineBreak: () => "\n",
};

const STEPS = { historyUndo: "undo", historyRedo: "redo" };

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {Object<string, Function>} the classes that take the places of those of these names
 */
export function liveTextClasses({ TextSource, TextBufferRef }) {
    return { TextSource: liveSource(TextSource), TextBufferRef: liveRef(TextBufferRef) };
}

function liveRef(Base) {
    return class TextBufferRef extends Base {
        constructor(buffer, offset, gravity) {
            super(buffer, buffer._fromServer(offset, gravity), gravity);
        }

        /** @override Only the server calls it. */
        set_offset(offset) {
            super.set_offset(this._buffer._fromServer(offset, this._gravity));
        }
    };
}

// eslint-disable-next-line max-lines-per-function -- one class
function liveSource(Base) {
    return class TextSource extends Base {
        /** What is known of the server; not there yet while the base builds itself. */
        _live = { line: new Line(), number: 0, revision: 0, told: [0, 0] };
        _composition = null;
        _isDrawn = true;
        _isPointing = false;

        constructor(text, options) {
            super(text, options);
            const edit = this._edit;
            edit.addEventListener("compositionstart", () => this._beginComposition());
            edit.addEventListener("compositionend", () => this._endComposition());
            edit.addEventListener("mousedown", () => {
                this._isPointing = true;
                const end = () => { this._isPointing = false; }; // wherever the button is let go
                document.addEventListener("mouseup", end, { once: true });
            });
            edit.addEventListener("focus", () => {
                if (!this._isPointing) this._applySelectionToDOM();
            });
        }

        // --- what the server does

        _fromServer(offset, gravity) {
            return this._live.line.moved(offset, gravity);
        }

        /** @override */
        set_text(text, { revision } = {}) {
            if (this._live) {
                this._live.line = new Line();
                this._live.revision = revision ?? this._live.revision;
                this._live.told = [0, 0];
                this._composition = null;
            }
            super.set_text(text);
        }

        /** @override With a revision it is the server's. */
        _replaceRange(start, end, text, options = {}) {
            if (options.revision === undefined) {
                this._editHere(start, end, text);
                return;
            }
            const { line } = this._live;
            const operation = line.receive([{ start, end, text }]);
            this._live.revision = options.revision;
            this._composition?.over.push(operation);
            for (const part of operation.toReversed()) this._carryOut(part, options.tags);
        }

        /** The server has this edit of ours, and all before it. */
        _editTaken(number) {
            this._live.line.knows(number);
        }

        /** @override */
        _restoreTagIntervals(intervals) {
            super._restoreTagIntervals(intervals.map(({ name, start, end }) => ({
                name, start: this._fromServer(start, "right"), end: this._fromServer(end, "left"),
            })));
        }

        /** References and their offsets, by turns. */
        _restoreRefs(...args) {
            for (let i = 0; i < args.length; i += 2) args[i].set_offset(args[i + 1]);
        }

        /** @override */
        _setCursorOffset(offset) {
            this._setSelectionOffsets(offset, offset);
        }

        /** @override */
        _setSelectionOffsets(start, end) {
            super._setSelectionOffsets(this._fromServer(start), this._fromServer(end));
            this._caretIsKnown();
        }

        /** @override */
        _scrollToOffset(offset, align) {
            this._showLineAt(this._fromServer(offset), align);
        }

        /** @override */
        scroll_to_cursor() {
            this._showLineAt(this._cursor);
        }

        /** Scrolls the editor alone: the base scrolls the page as well, wherever its user is. */
        _showLineAt(offset, align) {
            whenShown(this, () => {
                this._drawNow();
                const line = this._edit.children[this._lineOfOffset(this._clampOffset(offset))];
                if (!line) return;
                this._main.scrollTop += distanceToShow(line, this._main, align);
                this._syncFromScroll();
            });
        }

        /** @override */
        set_scroll_position(...percents) {
            this._drawNow();
            super.set_scroll_position(...percents);
        }

        // --- what the user does

        _editHere(from, to, text) {
            let [start, end] = [from, to];
            if (isInsideCharacter(this._text, start)) start -= 1;
            if (isInsideCharacter(this._text, end)) end += 1;
            const whole = text.toWellFormed();
            if (start === end && whole === "") return;
            this._reportCaret();
            const { line, revision } = this._live;
            const edits = editInParts(start, end, whole, MOST_TOLD);
            for (const edit of edits) {
                this._live.number += 1;
                edit.number = this._live.number;
                line.did(edit.number, [{ start: edit.start, end: edit.end, text: edit.text }]);
            }
            super._replaceRange(start, end, whole, { pushUndo: false });
            this._drawNow();
            this._caretIsKnown();
            this.isEditedHere = true;
            for (const edit of edits) this.make_callback("changed", { ...edit, revision });
        }

        /** @override Undo is the server's: its history has everybody's edits. */
        undo() {
            this._askFor("undo");
        }

        /** @override */
        redo() {
            this._askFor("redo");
        }

        _askFor(step) {
            if (this._editable) this.make_callback("changed", { step });
        }

        /** @override The base tells that something changed; we tell what. */
        make_callback(action, ...args) {
            if (action !== "changed" || args.length > 0) super.make_callback(action, ...args);
        }

        /** @override */
        _onBeforeInput(event) {
            const type = event.inputType;
            if (this._editable && (event.isComposing || type === "insertCompositionText")) return;
            event.preventDefault();
            if (!this._editable) return;
            if (Object.hasOwn(STEPS, type)) {
                this._askFor(STEPS[type]);
                return;
            }
            const isDeletion = type.startsWith("delete");
            if (!isDeletion && !Object.hasOwn(INSERTED, type)) return;
            const [start, end] = this._rangeOf(event);
            this._editHere(start, end, isDeletion ? "" : INSERTED[type](event));
        }

        _rangeOf(event) {
            this._captureSelection();
            const [range] = event.getTargetRanges();
            const places = range
                ? [
                    this._pointToOffset(range.startContainer, range.startOffset),
                    this._pointToOffset(range.endContainer, range.endOffset),
                ]
                : [this._selStart, this._selEnd];
            return places.sort((one, other) => one - other);
        }

        /** @override The base deletes by itself at Backspace; the browser knows better what. */
        _onKeyDown(event) {
            if (event.key !== "Backspace") super._onKeyDown(event);
        }

        // --- composing: the browser changes the page, and tells when it is done

        _beginComposition() {
            this._drawNow();
            this._composition = { before: this._text, over: [] };
        }

        _endComposition() {
            const composition = this._composition;
            this._composition = null;
            if (!composition) return;
            const lines = [...this._edit.children].map((line) => line.textContent);
            const edit = editBetween(composition.before, lines.join("\n"));
            const operation = composition.over.reduce(
                (carried, over) => rebase(carried, over, false),
                edit ? [edit] : [],
            );
            for (const part of operation.toReversed()) {
                this._editHere(part.start, part.end, part.text);
            }
            this._isDrawn = false;
            this._drawNow();
        }

        // --- the caret

        /** @override */
        _captureSelection() {
            if (this._composition || !this._isDrawn) return;
            super._captureSelection();
            if (!this._live) return;
            const [start, end] = this._live.told;
            if (start === this._selStart && end === this._selEnd) return;
            pauses.start(this._live, () => this._reportCaret(), CARET_DELAY);
        }

        _reportCaret() {
            const { told: [toldStart, toldEnd], revision } = this._live;
            const [start, end] = [this._selStart, this._selEnd];
            if (this._destroyed || (toldStart === start && toldEnd === end)) return;
            this._caretIsKnown();
            this.make_callback("cursor_moved", { start, end, revision });
        }

        _caretIsKnown() {
            pauses.drop(this._live);
            this._live.told = [this._selStart, this._selEnd];
        }

        /** @override An editor that has no focus must not take the page's selection. */
        _applySelectionToDOM() {
            if (document.activeElement === this._edit) super._applySelectionToDOM();
        }

        /** @override Also for places between lines, and inside of tags. */
        _pointToOffset(node, nodeOffset) {
            if (node === this._edit) return this._offsetOfLineStart(nodeOffset);
            const lines = [...this._edit.children];
            const index = lines.findIndex((line) => line.contains(node));
            if (index < 0) return this._text.length;
            const range = document.createRange();
            range.selectNodeContents(lines[index]);
            range.setEnd(node, nodeOffset);
            return this._offsetOfLineStart(index) + range.toString().length;
        }

        /** @override Also behind tags. */
        _offsetToPoint(offset) {
            const place = this._clampOffset(offset);
            const index = this._lineOfOffset(place);
            const line = this._edit.children[index];
            if (!line) return { node: this._edit, offset: 0 };
            let rest = place - this._offsetOfLineStart(index);
            const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
            while (texts.nextNode()) {
                const { currentNode: node } = texts;
                if (rest <= node.length) return { node, offset: rest };
                rest -= node.length;
            }
            return { node: line, offset: 0 };
        }

        // --- drawing: once for all that a frame of the server brings

        _carryOut({ start, end, text }, tags) {
            const follow = (place) => followed(place, "right", { start, end, text });
            const carets = [this._selStart, this._selEnd].map(follow);
            this._live.told = this._live.told.map(follow);
            super._replaceRange(start, end, text, { pushUndo: false, tags });
            [this._selStart, this._selEnd] = carets;
            this._cursor = this._selEnd;
        }

        /** @override */
        _render() {
            if (!this._live) {
                super._render();
            } else if (this._isDrawn) {
                this._isDrawn = false;
                queueMicrotask(() => this._drawNow());
            }
        }

        _drawNow() {
            if (this._isDrawn || this._composition || this._destroyed) return;
            this._isDrawn = true;
            super._render();
        }
    };
}

function dataOf(event) {
    return event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
}

/** By how many pixels a view must scroll down until an element in it stands where it should. */
function distanceToShow(element, view, align) {
    const [wanted, seen] = [element, view].map((each) => each.getBoundingClientRect());
    const [above, below] = [wanted.top - seen.top, wanted.bottom - seen.bottom];
    if (align === "top") return above;
    if (align === "center") return (above + below) / 2;
    return above < 0 ? above : Math.max(0, Math.min(above, below));
}
