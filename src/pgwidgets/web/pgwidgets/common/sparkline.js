/**
 * Small lines in cells: how the values of a row went, by few points.
 *
 * Knows: which points tell of many, as Python does for sources (tables/lines.py). Must not know:
 * elements, tables.
 */

import { shareOf } from "./shares.js";

const MOST = 120; // points: more than a cell has pixels for

/**
 * @param {*} values what stands in the cell
 * @param {true | Array} setting true, or the lowest and the highest value
 * @returns {?(?number)[]} points from 0 (the lowest) to 1, null where the line is broken; null: the
 *     cell has no line
 */
export function pointsOf(values, setting) {
    if (!Array.isArray(values)) return null;
    const numbers = values.map((value) => (typeof value === "number" ? value : NaN));
    const there = numbers.filter(Number.isFinite);
    if (there.length === 0) return [];
    const [low, high] = setting === true ? extremes(there) : setting;
    return fewer(numbers).map((number) => (Number.isFinite(number) ? share(number, low, high) : null));
}

/**
 * @param {(?number)[]} points
 * @returns {string} the path of a line through them, in a picture of 100 by 20
 */
export function pathOf(points) {
    const step = points.length > 1 ? 96 / (points.length - 1) : 0;
    let isDown = false;
    const parts = points.map((point, index) => {
        const verb = point === null ? "" : isDown ? "L" : "M";
        isDown = point !== null;
        if (!isDown) return "";
        const alone = points.length === 1 ? "h96" : "";
        return `${verb}${round(2 + step * index)} ${round(18 - 16 * point)}${alone}`;
    });
    return parts.join("");
}

function fewer(numbers) {
    const { length: count } = numbers;
    if (count <= MOST) return numbers;
    const parts = MOST / 2;
    return Array.from({ length: parts }, (_, part) => {
        const start = Math.floor((part * count) / parts);
        const some = numbers.slice(start, Math.floor(((part + 1) * count) / parts));
        const there = some.filter(Number.isFinite);
        if (there.length === 0) return [NaN, NaN];
        const [low, high] = extremes(there);
        return some.indexOf(low) <= some.indexOf(high) ? [low, high] : [high, low];
    }).flat();
}

function extremes(numbers) {
    let [low, high] = [Infinity, -Infinity];
    for (const number of numbers) {
        low = Math.min(low, number);
        high = Math.max(high, number);
    }
    return [low, high];
}

function share(number, low, high) {
    if (high <= low) return 0.5;
    return Math.round(shareOf(number, low, high) * 1000) / 1000;
}

function round(number) {
    return Math.round(number * 100) / 100;
}
