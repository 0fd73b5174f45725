/**
 * Rows as data, and the list of those that nothing closes.
 *
 * Knows: which fields pgwidgets-js's trees read of a node. Must not know: elements, or any tree.
 */

/** Of a row that has none: one for all, so that 100,000 rows do not have a Map each. */
class NoChildren extends Map {
    set() {
        throw new Error("a row must grow before it is given children");
    }
}

const NO_CHILDREN = new NoChildren();
const NO_NODES = Object.freeze([]);

/** A row. pgwidgets-js reads and writes these fields, but for `place`. */
export class Node {
    /** Those below it by their keys, in the order in which they came. */
    children = NO_CHILDREN;

    /** The same sorted; null: not sorted, or not up to date. */
    sortedView = null;

    /** Of those, which have other values than when they were sorted; null: none. */
    moved = null;

    /** Where it stood among those of its parent, in the order in which they came. */
    index = 0;

    /** What shows it in the page; null: nothing does. */
    element = null;

    /** Where it stood in the list when that was last made. */
    place = -1;

    #values;
    #cells = null; // of a row that came as a list: few are looked at, so few become an object
    #keys = null;

    constructor({ key, values, depth, parent, expanded = true }) {
        this.key = key;
        this.#values = values;
        this.depth = depth;
        this.parent = parent;
        this.expanded = expanded;
        if (parent === null) this.grow(); // the root
    }

    /**
     * @param {string} key
     * @param {any[]} cells
     * @param {string[]} keys of the columns, one for each cell
     * @param {Node} parent
     * @returns {Node} a row of a table
     */
    static ofCells(key, cells, keys, parent) {
        const node = new Node({ key, values: null, depth: 0, parent, expanded: false });
        node.#cells = cells;
        node.#keys = keys;
        return node;
    }

    /** What is in its cells, by the keys of the columns. */
    get values() {
        if (this.#cells !== null) {
            const cells = this.#cells, keys = this.#keys;
            const values = {};
            const count = Math.min(cells.length, keys.length);
            for (let index = 0; index < count; index += 1) values[keys[index]] = cells[index];
            this.values = values;
        }
        return this.#values;
    }

    set values(values) {
        this.#values = values;
        this.#cells = this.#keys = null;
    }

    /**
     * @param {string} key of a column
     * @param {number} index where the column is
     * @returns {*} what is in a cell; undefined: nothing is
     */
    cell(key, index) {
        const keys = this.#keys;
        if (keys !== null && keys[index] === key) return this.#cells[index];
        const { values } = this;
        return values !== null && typeof values === "object" && Object.hasOwn(values, key) ? values[key] : undefined;
    }

    /** Makes it ready for children. */
    grow() {
        if (this.children === NO_CHILDREN) this.children = new Map();
    }
}

/** @returns {Node[]} what is below a node, in the order in which it came */
export function childrenOf({ children }) {
    return children.size === 0 ? NO_NODES : [...children.values()];
}

/**
 * @param {Node} root
 * @param {(node: Node) => Node[]} inOrder what is below a node, as it is shown
 * @returns {Node[]} all rows from top to bottom that no closed row hides; each knows its place
 */
export function openNodes(root, inOrder) {
    const open = [];
    const ways = [{ nodes: inOrder(root), next: 0 }];
    while (ways.length > 0) {
        const way = ways.at(-1);
        if (way.next === way.nodes.length) {
            ways.pop();
            continue;
        }
        const node = way.nodes[way.next];
        way.next += 1;
        node.place = open.length;
        open.push(node);
        if (node.expanded && node.children.size > 0) ways.push({ nodes: inOrder(node), next: 0 });
    }
    return open;
}
