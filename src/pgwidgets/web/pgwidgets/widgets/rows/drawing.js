/**
 * Which rows of a tree are in the page, and when they are brought up to date.
 *
 * Of many rows only those that can be seen are there, and a few beyond each edge. Above them the body
 * has a padding as high as the rows that are not there, and it is as high as all of them. Whatever
 * changes is only noted; before the next frame is painted, all is drawn at once.
 *
 * Knows: private fields of pgwidgets-js's trees, and where they scroll. Must not know: what a row is
 * made of, or the server.
 */

import { arrange, putBack, setApart } from "./arranging.js";
import { childrenOf } from "./nodes.js";
import { markActive, markCount } from "./roles.js";
import { RowElements } from "./row_elements.js";
import { RowHeights } from "./row_heights.js";
import { RowSample } from "./row_sample.js";
import { Scrolling } from "./scrolling.js";

/** So many rows are all in the page: there the browser finds texts, and selects and copies them. */
export const FEW = 200;

const BEYOND = 4; // rows that are there beyond each edge
const MOST_SPARE = 128; // elements that are kept, to show other rows
const MOST_MEASURINGS = 3; // in one drawing: heights change what is seen, which may be unlike them

export class Drawing {
    /** The height of each row; what decides it is told to it. */
    heights = new RowHeights();

    #tree;
    #press;
    #elements;
    #nodes = null; // all rows, in their order; null: to be listed anew
    #drawn = new Set(); // nodes that have an element in the body
    #dirty = new Map(); // of these, those with other values -> the keys of their columns
    #isDirty = false; // all are
    #hasOtherRows = false; // rows may have come, gone, or moved
    #selected = new Set(); // nodes
    #spare = [];
    #template = null;
    #frame = 0;
    #isDrawing = false;
    #scrolling = new Scrolling();
    #first = 0; // place of the first row that is there
    #end = 0; // and behind the last
    #givenUp = null; // the press during which it was scrolled
    #widest = 0; // pixels; the body, with all rows that were seen
    #sample = new RowSample(() => this.#heightsChanged());
    #fixed = null; // pixels; the height that rows are given; null: that of what they hold
    #drawAfterPress = () => this.drawSoon();

    /**
     * @param {object} tree
     * @param {import("./press.js").Press} press
     */
    constructor(tree, press) {
        this.#tree = tree;
        this.#press = press;
        this.#elements = new RowElements(tree);
    }

    // --- what has changed ---------------------------------------------------------------------

    /** Rows have come, gone, or moved; and may look otherwise. */
    rowsChanged() {
        this.#nodes = null;
        this.#hasOtherRows = true;
        this.looksChanged();
    }

    /** Rows may look otherwise. */
    looksChanged() {
        this.#isDirty = true;
        this.drawSoon();
    }

    /** @param {() => void} run has rows drawn, which look otherwise, but are the same */
    keepingRows(run) {
        const [nodes, hasOtherRows] = [this.#nodes, this.#hasOtherRows];
        run();
        this.#nodes = nodes;
        this.#hasOtherRows = hasOtherRows;
    }

    /** Columns are others. */
    columnsChanged() {
        this.heights.setColumns(this.#tree._columns);
        this.#elements.changed();
        this.forgetWidest();
        this.#updateEdit();
        this.#hasOtherRows = true; // of other heights
    }

    /** Other cells can be edited. */
    editableChanged() {
        this.#elements.changed();
    }

    /** A value of a row is another one. */
    valueChanged(node, key) {
        const tree = this.#tree;
        if (this.heights.kindsChanged(key)) {
            this.#hasOtherRows = true; // of other heights
            this.drawSoon();
        }
        if (tree._sortColKey === key) {
            (node.parent.moved ??= new Set()).add(node);
            this.rowsChanged();
        } else if (node.element) {
            const keys = this.#dirty.get(node);
            if (keys) keys.add(key);
            else this.#dirty.set(node, new Set([key]));
            this.drawSoon();
        }
    }

    /** The pointer has come to a cell, or has left it. */
    pointed(cell) {
        const { parentNode: row } = cell;
        const isToBeDrawn = this.#isDirty || this.#hasOtherRows;
        if (!isToBeDrawn && row && row._node?.element === row) this.#elements.retitle(row, cell);
    }

    /** All rows go, at once. */
    clear() {
        const stuck = this.#stuck();
        for (const node of this.#drawn) this.#release(node, stuck);
        this.forgetWidest();
    }

    /** Columns need not be as wide any more as they were for what was seen. */
    forgetWidest() {
        this.#widest = 0;
        this.#tree._body?.style.removeProperty("min-width");
    }

    // --- which rows there are -------------------------------------------------------------------

    /** All rows, from top to bottom; each knows its place. */
    get nodes() {
        const tree = this.#tree;
        this.#nodes ??= tree._listNodes();
        return this.#nodes;
    }

    /** @returns {boolean} whether this is one of them */
    has(node) {
        return node != null && this.nodes[node.place] === node;
    }

    /** @returns {object[]} what is below a node, in the order in which it is shown */
    inOrder(node) {
        const tree = this.#tree;
        if (tree._sortColKey == null || node.children.size === 0) return childrenOf(node);
        if (node.sortedView === null || node.moved !== null) {
            node.sortedView = tree._sortChildren(node, tree._sortColKey, tree._sortAscending);
            node.moved = null;
        }
        return node.sortedView;
    }

    // --- when it is drawn -----------------------------------------------------------------------

    drawSoon() {
        this.#frame ||= requestAnimationFrame(() => this.draw());
    }

    /**
     * Draws what was put off, as somebody asks where it is.
     * @param {boolean} [isScrolled] who then scrolls it, away from what may be pressed
     */
    settle(isScrolled = false) {
        if (this.#isDrawing) return;
        if (isScrolled) this.#givenUp = this.#press.current;
        this.#sample.look();
        if (!this.#frame && !this.#isDirty) return;
        this.#look();
        this.draw();
    }

    /** It has another size, or what it shows has: now it must show all that can be seen. */
    sizeChanged() {
        if (this.#isDrawing) return;
        this.#look();
        this.#keepWidest();
        if (this.#isDirty || this.#dirty.size > 0 || !this.#showsAllInSight) this.draw();
    }

    /** It is scrolled. */
    scrolled() {
        if (this.#isDrawing) return;
        this.#look();
        if (!this.#showsAllInSight || this.#scrolling.isOff) this.drawSoon();
    }

    /** It is about to be scrolled to a part of all that there is. */
    jump() {
        this.#scrolling.jump();
    }

    draw() {
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        if (this.#isDrawing || this.#tree._destroyed) return;
        this.#isDrawing = true;
        try {
            this.#drawAll();
            markActive(this.#tree);
        } finally {
            this.#isDrawing = false;
        }
    }

    /** Puts a row that is out of sight where it can be seen, by what is known of heights. */
    bringIntoSight(node) {
        const { _viewport: viewport } = this.#tree;
        if (!this.has(node) || node.element) return;
        const [top, bottom] = [node.place, node.place + 1].map((place) => this.heights.topOf(place));
        const isAbove = top < this.#scrolling.top;
        this.#scrolling.goTo(isAbove ? top : bottom - viewport.clientHeight);
        this.#putRight();
        this.draw();
    }

    #look() {
        const { scrollTop, clientHeight } = this.#tree._viewport;
        const { top } = this.#scrolling;
        this.#scrolling.look(scrollTop, clientHeight);
        if (this.#scrolling.top !== top) this.#givenUp = this.#press.current;
    }

    #putRight() {
        const { _viewport: viewport } = this.#tree;
        viewport.scrollTop = this.#scrolling.place;
        this.#scrolling.arrived(viewport.scrollTop);
    }

    get #areFew() {
        return this.nodes.length <= FEW;
    }

    get #showsAllInSight() {
        if (this.#scrolling.room === 0 || this.#areFew) return true;
        const { first, end } = this.#inSight(0);
        return this.#first <= first && end <= this.#end;
    }

    #inSight(beyond) {
        const { heights } = this;
        const count = this.nodes.length;
        heights.over(this.nodes);
        const { room } = this.#scrolling;
        const top = Math.max(0, Math.min(this.#scrolling.top, heights.total - room));
        return {
            first: Math.max(0, heights.placeAt(top) - beyond),
            end: Math.min(count, heights.placeAt(top + room) + 1 + beyond),
        };
    }

    // --- how it is drawn ------------------------------------------------------------------------

    #drawAll() {
        if (this.#isHeld) {
            this.#refresh(this.#drawn);
            this.#press.whenOver(this.#drawAfterPress);
            return;
        }
        if (this.#areOnlyValuesOther) {
            this.#refresh(this.#dirty.keys());
            this.#dirty.clear();
            if (!this.#measure()) return;
        }
        this.#fixHeights();
        this.#begin();
        const hadOtherRows = this.#hasOtherRows;
        if (!this.#drawRows()) return;
        for (let count = 0; count < MOST_MEASURINGS && this.#measure(); count += 1) this.#drawRows();
        this.#fixHeights();
        this.#isDirty = this.#hasOtherRows = false;
        this.#dirty.clear();
        if (hadOtherRows) this.#tree._syncScrollbars();
    }

    /**
     * Whether the press of a mouse on a row must come to its end before rows move. Who scrolls
     * meanwhile has given it up.
     */
    get #isHeld() {
        const { current: press } = this.#press;
        return this.#hasOtherRows && this.#drawn.size > 0 && press !== null
            && press !== this.#givenUp && this.#tree._body.contains(press.element);
    }

    /** Whether rows are the same, and where they were: then some cells hold another value at most. */
    get #areOnlyValuesOther() {
        return !this.#isDirty && !this.#hasOtherRows && this.#showsAllInSight
            && !this.#scrolling.isOff && this.#tree._gridTemplate() === this.#template;
    }

    #begin() {
        const tree = this.#tree;
        const { length: count } = this.nodes;
        if (this.#hasOtherRows) {
            tree._visibleCount = count;
            tree._syncRowNumberHeader(count);
            markCount(tree, count);
        }
        const template = tree._gridTemplate();
        if (template === this.#template) return;
        this.#template = tree._header.style.gridTemplateColumns = template;
        this.#isDirty = true;
    }

    /** @returns {boolean} whether there are rows now; there are not many while none can be seen */
    #drawRows() {
        const { _body: body } = this.#tree;
        const nodes = this.nodes;
        const stuck = this.#stuck();
        for (const node of this.#drawn) if (this.#isGone(node)) this.#release(node, stuck);
        const areFew = this.#areFew;
        this.heights.over(nodes);
        const scrolling = this.#scrolling;
        scrolling.setTotal(this.heights.total);
        body.style.height = areFew ? "" : `${scrolling.height}px`;
        body.style.boxSizing = areFew ? "" : "border-box";
        if (!areFew && scrolling.room === 0) {
            for (const row of this.#spare) row.remove();
            return false;
        }
        if (scrolling.isOff) this.#putRight();
        const { shift } = scrolling;
        const { first, end } = areFew ? { first: 0, end: nodes.length } : this.#inSight(BEYOND);
        body.style.paddingTop = areFew ? "" : `${this.heights.topOf(first) - shift}px`;
        [this.#first, this.#end] = [first, end];
        if (areFew) this.forgetWidest();
        else this.#sample.watchIn(this.#tree._viewport);

        const apart = new Set(); // rows that stay, though they are out of sight
        for (const node of this.#drawn) {
            const { place, element } = node;
            if (first <= place && place < end) continue;
            if (stuck.has(element)) apart.add(setApart(element, this.#topApart(place)));
            else this.#release(node, stuck);
        }
        const shown = nodes.slice(first, end);
        const fresh = new Set(shown.filter(({ element }) => element === null));
        for (const node of fresh) {
            node.element = this.#spare.pop() ?? this.#elements.make();
            this.#drawn.add(node);
        }
        this.#refresh(this.#drawn, fresh);
        const rows = shown.map(({ element }) => putBack(element));
        arrange(body, rows, (row) => stuck.has(row), (row) => apart.has(row));
        return true;
    }

    /** Whether it is none of the rows; one that is edited stays though its place is unknown. */
    #isGone(node) {
        return !this.has(node) && !(node.place < 0 && this.#tree._editInfo?.node === node);
    }

    /** @returns {number} where a row is in the body that is out of sight; never below its end */
    #topApart(place) {
        const [top, bottom] = [place, place + 1].map((each) => this.heights.topOf(each));
        return Math.min(this.#scrolling.inBody(top), this.#scrolling.height - (bottom - top));
    }

    /** Brings rows up to date that need it: those that are fresh, and those that have changed. */
    #refresh(nodes, fresh = null) {
        const tree = this.#tree;
        if (this.#isDirty) this.#selected = new Set(tree._selection);
        const hasStyles = tree._hasLooks || tree._tableStyle !== null
            || tree._cellStyles.size + tree._rowStyles.size + tree._columnStyles.size > 0;
        for (const node of nodes) {
            const isWhole = this.#isDirty || fresh?.has(node);
            const keys = this.#dirty.get(node);
            if (!isWhole && !keys) continue;
            const isSelected = this.#selected.has(node);
            const look = { template: this.#template, isSelected, hasStyles };
            if (isWhole) this.#elements.show(node.element, node, look);
            else this.#elements.update(node.element, node, keys, look);
        }
    }

    /** An element is free to show another row. */
    #release(node, stuck) {
        const { element } = node;
        node.element = null;
        this.#drawn.delete(node);
        this.#dirty.delete(node);
        if (this.#tree._editInfo?.node === node) this.endEdit();
        if (!stuck.has(element) && this.#spare.length < MOST_SPARE) this.#spare.push(element);
        else element.remove(); // what the user does in it must not go on in another row
    }

    /** @returns {Set<Element>} rows in which the user does something, and which so must stay */
    #stuck() {
        const tree = this.#tree;
        const { activeElement } = document;
        const { anchorNode, focusNode, isCollapsed = true } = document.getSelection() ?? {};
        const busy = [activeElement, this.#press.current?.element, tree._editor];
        if (!isCollapsed) busy.push(anchorNode, focusNode);
        const rows = busy.filter((node) => node && tree._body.contains(node)).map(rowOf);
        return new Set(rows);
    }

    /** It is destroyed. */
    end() {
        cancelAnimationFrame(this.#frame);
        this.#sample.end();
    }

    // --- what is measured -----------------------------------------------------------------------

    /** @returns {boolean} whether the height of a kind of rows is known now that was not */
    #measure() {
        if (this.#areFew) return false;
        const { heights } = this;
        let isNew = false;
        for (const node of this.#drawn) {
            const kind = heights.kindOf(node);
            if (heights.isKnown(kind) || this.#tree._editInfo?.node === node) continue;
            const { height } = node.element.getBoundingClientRect();
            if (height === 0) continue;
            heights.note(kind, height);
            isNew = true;
        }
        return isNew;
    }

    /** All rows are higher or lower than they were. */
    #heightsChanged() {
        this.heights.forget();
        this.#hasOtherRows = true;
        this.drawSoon();
    }

    /** Rows of which the height is known are given it: so no text that changes is asked for its. */
    #fixHeights() {
        const height = this.#areFew ? null : this.heights.common;
        if (height === this.#fixed) return;
        this.#fixed = height;
        const { classList, style } = this.#tree._body;
        classList.toggle("pgwidgets-even-rows", height !== null);
        if (height === null) style.removeProperty("--pgwidgets-row-height");
        else style.setProperty("--pgwidgets-row-height", `${height}px`);
    }

    /** Columns do not become narrower when a wide row is scrolled out of sight. */
    #keepWidest() {
        if (this.#areFew) return;
        const { _body: { offsetWidth, style }, _viewport: { clientWidth } } = this.#tree;
        if (offsetWidth <= Math.max(clientWidth, this.#widest)) return;
        this.#widest = offsetWidth;
        style.minWidth = `max(100%, ${offsetWidth}px)`;
    }

    // --- an edit --------------------------------------------------------------------------------

    /** Ends an edit whose cell is gone: nothing is entered. */
    endEdit() {
        const tree = this.#tree;
        tree._editor = tree._editInfo = null; // first: losing the keyboard would enter it
    }

    /** Brings what is known of an edit up to date: its cell, and what it replaces. */
    edited() {
        const tree = this.#tree;
        const { _editInfo: edit } = tree;
        if (!edit) return;
        const { node, cell: { _colKey: key } } = edit;
        if (tree._nodeAtPath(tree._pathOfNode(node)) !== node) this.endEdit();
        else edit.oldValue = node.values?.[key] ?? "";
    }

    #updateEdit() {
        const { _editInfo: edit, _columns: columns } = this.#tree;
        if (!edit) return;
        const index = columns.findIndex(({ key }) => key === edit.cell._colKey);
        const { type, widget } = columns[index] ?? { widget: true };
        if (widget || type === "icon") this.endEdit();
        else edit.colIndex = index;
    }
}

function rowOf(node) {
    return (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".treeview-row");
}
