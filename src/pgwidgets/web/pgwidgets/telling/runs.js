/**
 * Rows of widgets' sizes or places, said in few words.
 *
 * Knows: that many widgets that were made one after another are of one size, or stand at equal
 * distances. Must not know: what the numbers mean, or who is told.
 */

const LEAST = 3; // rows that are worth a run

/**
 * @param {number[][]} rows of [wid, a, b], each widget once
 * @returns {{rows: number[][], runs: number[][]}} the rows that stand alone, and runs of
 *   [wid, a, b, count, da, db]: as many widgets, each with the next wid, and a and b that much more;
 *   both by wid
 */
export function inRuns(rows) {
    const found = { rows: [], runs: [] };
    const sorted = [...rows].sort((one, other) => one[0] - other[0]);
    for (let start = 0; start < sorted.length; ) {
        const end = endOfRun(sorted, start);
        if (end - start < LEAST) {
            found.rows.push(sorted[start]);
            start += 1;
        } else {
            const [[, a, b], [, c, d]] = sorted.slice(start);
            found.runs.push([...sorted[start], end - start, c - a, d - b]);
            start = end;
        }
    }
    return found;
}

function endOfRun(rows, start) {
    let end = start + 1;
    if (end === rows.length) return end;
    const step = between(rows[start], rows[end]);
    while (end < rows.length) {
        const [wids, a, b] = between(rows[end - 1], rows[end]);
        if (wids !== 1 || a !== step[1] || b !== step[2]) break;
        end += 1;
    }
    return end;
}

const between = (one, other) => one.map((number, index) => other[index] - number);
