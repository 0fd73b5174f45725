/**
 * What can be seen of rows: which of them, and whether a column is.
 *
 * Knows: elements of rows and of the header. Must not know: keys, or how rows are drawn.
 */

const ALMOST = 1; // pixels, by which browsers round

/**
 * @returns {number[]} the places of the rows that can be seen whole; where there is none, of those of
 *     which a part can
 */
export function placesInSight({ _viewport: viewport, _body: body }) {
    const view = viewport.getBoundingClientRect();
    const [whole, parts] = [[], []];
    for (const row of body.children) {
        const { top, bottom } = row.getBoundingClientRect();
        if (bottom <= view.top + ALMOST || top >= view.bottom - ALMOST) continue;
        const isWhole = top >= view.top - ALMOST && bottom <= view.bottom + ALMOST;
        (isWhole ? whole : parts).push(row._node.place);
    }
    return (whole.length > 0 ? whole : parts).sort((one, other) => one - other);
}

/**
 * Scrolls sideways, as far as it must be for a column to be seen.
 * @param {object} tree
 * @param {number} index of the column
 */
export function bringColumnIntoSight(tree, index) {
    const { _viewport: view, _headerCells: cells } = tree;
    const cell = cells[index];
    if (!cell || tree._columns[index].isStuck || cell.offsetWidth === 0) return;
    const covered = Math.max(0, ...cells.filter((_, at) => tree._columns[at].isStuck)
        .map((each) => each.offsetLeft + each.offsetWidth));
    const [left, right] = [cell.offsetLeft, cell.offsetLeft + cell.offsetWidth];
    if (left < view.scrollLeft + covered) view.scrollLeft = left - covered;
    else if (right > view.scrollLeft + view.clientWidth) {
        view.scrollLeft = Math.min(left - covered, right - view.clientWidth);
    } else return;
    tree._syncFromScroll();
}
