/**
 * Where an axis of times has marks: at whole seconds, minutes, hours, days, months and years.
 *
 * Knows: the calendar, of the browser's zone and of UTC. Must not know: pixels, canvases.
 *
 * Times are seconds since 1970 in UTC.
 */

import { niceStep } from "./ticks.js";

const MINUTE = 60, HOUR = 3600, DAY = 86400, YEAR = 365.2425 * DAY;
const STEPS = [
    1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
    HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
];
const DAYS = [1, 2, 7, 14];
const MONTHS = [1, 3, 6];
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MOST = 200;
const LATEST = 8.64e12; // what a Date can be, in seconds

const two = (number) => String(number).padStart(2, "0");

/** The parts of a time in a zone. */
function partsOf(time, isUtc) {
    const date = new Date(time * 1000);
    const get = (name) => date[`get${isUtc ? "UTC" : ""}${name}`]();
    return {
        year: get("FullYear"), month: get("Month"), day: get("Date"),
        hours: get("Hours"), minutes: get("Minutes"),
        seconds: get("Seconds"),
    };
}

/** The time of a date in a zone; of one beyond those that a Date can be, before or behind all of them. */
function timeOf(year, month, day, isUtc) {
    const date = new Date(0);
    if (isUtc) date.setUTCFullYear(year, month, day);
    else {
        date.setFullYear(year, month, day);
        date.setHours(0, 0, 0, 0);
    }
    const time = date.getTime() / 1000;
    // With NaN, which is over no limit, whoever goes on to the last date would go on for ever.
    return Number.isNaN(time) ? Math.sign(year) * Infinity : time;
}

const offset = (time, isUtc) => (isUtc ? 0 : -new Date(time * 1000).getTimezoneOffset() * 60);

export const dateText = (time, isUtc) => {
    const { year, month, day } = partsOf(time, isUtc);
    return `${year}-${two(month + 1)}-${two(day)}`;
};

/** @returns {string} a time of day, with as many digits of its seconds as a step needs */
export function clockText(time, step, isUtc) {
    const digits = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
    const whole = Math.floor(time + 0.5 * 10 ** -digits);
    const { hours, minutes, seconds } = partsOf(whole, isUtc);
    if (step >= MINUTE) return `${two(hours)}:${two(minutes)}`;
    const part = digits === 0 ? "" : Math.max(0, time - whole).toFixed(digits).slice(1);
    return `${two(hours)}:${two(minutes)}:${two(seconds)}${part}`;
}

/** @returns {string} a time as it is read at a place; `step` is what a pixel stands for */
export function timeReadout(time, step, isUtc) {
    if (!(Math.abs(time) < LATEST)) return String(time);
    if (step >= DAY) return dateText(time, isUtc);
    return `${dateText(time, isUtc)} ${clockText(time, Math.min(step, 1), isUtc)}`;
}

/**
 * @param {[number, number]} limits
 * @param {number} count marks that there may be
 * @param {boolean} isUtc
 * @returns {import("./ticks.js").Ticks}
 */
export function timeTicks([low, high], count, isUtc) {
    const rough = (high - low) / Math.max(1, count);
    if (!(low > -LATEST && high < LATEST)) return { major: [], minor: [], factor: "" };
    if (rough <= STEPS.at(-1)) return clockTicks(low, high, rough, isUtc);
    return { major: [...calendarTicks(low, high, rough, isUtc)], minor: [], factor: "" };
}

function clockTicks(low, high, rough, isUtc) {
    const step = rough < 1 ? niceStep(rough) : STEPS.find((each) => each >= rough);
    const shift = offset(low, isUtc);
    const major = [];
    let shown = "";
    const first = Math.ceil((low + shift) / step - 1e-9);
    for (let index = first; major.length < MOST; index += 1) {
        const local = index * step;
        const time = local - offset(local - shift, isUtc);
        if (!(time <= high)) break; // NaN is none: a Date ends before it, or the step is too small
        const below = dateText(time + step / 1e3, isUtc);
        major.push({ value: time, text: clockText(time, step, isUtc), below: below === shown ? "" : below });
        shown = below;
    }
    return { major, minor: [], factor: "" };
}

function* calendarTicks(low, high, rough, isUtc) {
    const { year, month, day } = partsOf(low, isUtc);
    let count = 0;
    let shown = "";
    const tick = (value, text, below) => {
        count += 1;
        const told = below === shown ? "" : below;
        shown = below;
        return { value, text, below: told };
    };
    const days = DAYS.find((each) => each * DAY >= rough);
    if (days !== undefined) {
        for (let index = 0; count < MOST; index += 1) {
            const value = timeOf(year, month, day + index, isUtc);
            if (value > high) return;
            const at = partsOf(value, isUtc);
            const isMark = (days === 7 || days === 14
                ? Math.floor((value + offset(value, isUtc)) / DAY + 3) % days === 0 // a Monday
                : (at.day - 1) % days === 0 && at.day < 31);
            if (isMark && value >= low) yield tick(value, `${at.day} ${NAMES[at.month]}`, String(at.year));
        }
        return;
    }
    const months = MONTHS.find((each) => each * YEAR / 12 >= rough);
    if (months !== undefined) {
        for (let at = Math.floor(month / months) * months; count < MOST; at += months) {
            const value = timeOf(year, at, 1, isUtc);
            if (value > high) return;
            const told = partsOf(value, isUtc);
            if (value >= low) yield tick(value, NAMES[told.month], String(told.year));
        }
        return;
    }
    const years = niceStep(rough / YEAR);
    for (let at = Math.ceil(year / years) * years; count < MOST; at += years) {
        const value = timeOf(at, 0, 1, isUtc);
        if (value > high) return;
        if (value >= low) yield tick(value, String(at), "");
    }
}
