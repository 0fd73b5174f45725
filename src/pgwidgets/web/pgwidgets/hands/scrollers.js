/**
 * What is larger than its place, scrolled by keys: areas with bars, and shown HTML.
 *
 * Where there is something to scroll, Tab goes to it. Page Up and Page Down scroll it from a button or
 * a line within it, too.
 *
 * Knows: private fields of these classes of pgwidgets-js. Must not know: the server, or how a place is
 * reported.
 */

import { mark } from "../common/aria.js";
import { after } from "../common/wrapping.js";
import { belongs, isPlain, widgetOf } from "./keys.js";
import { scrolledPart } from "./names.js";

const LINE = 40; // pixels that an arrow scrolls
const PAGE = 0.9; // of what is seen
const STEP = 0.05; // of the way, where only the program knows how far that is
const ALL = 1e9;
const PAGED_FROM = "button, [role=button], [role=radio], [role=checkbox], "
    + "input:is([type=checkbox], [type=radio], [type=text]:not([role])), a[href]";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 * @returns {import("./keys.js").Pattern[]}
 */
export function scrollerKeys({ AbstractScrollArea, HtmlView }) {
    after(AbstractScrollArea.prototype, "_updateVisibility", markStop);
    after(HtmlView.prototype, "_syncScrollbars", markStop);
    return [[".abstractscrollarea-widget, .htmlview-widget", scroll]];
}

/** A stop of Tab, as long as there is more than is seen. */
function markStop(area) {
    const { element, _hScrollBar: across, _vScrollBar: down } = area;
    if (!element || !across || !down) return;
    belongs(element, area);
    const isMore = [across, down].some((bar) => bar.get_element().style.display !== "none");
    const part = scrolledPart(area);
    if (part) mark(element, { tabindex: null }); // a part that was made after its bars
    mark(part ?? element, { tabindex: isMore ? 0 : null });
}

/**
 * Where a key scrolls to.
 * @param {{key: string, shiftKey: boolean}} event
 * @param {number} page pixels, or a part of the way
 * @param {number} line
 * @returns {?{across: number, down: number}} by how much; null: it is no such key
 */
export function scrolledBy({ key, shiftKey }, page, line) {
    const [across, down] = {
        ArrowLeft: [-line, 0], ArrowRight: [line, 0], ArrowUp: [0, -line], ArrowDown: [0, line],
        PageUp: [0, -page], PageDown: [0, page], Home: [0, -ALL], End: [0, ALL],
        " ": [0, shiftKey ? -page : page],
    }[key] ?? [null, null];
    return down === null ? null : { across, down };
}

function scroll(event, element) {
    const area = widgetOf(element);
    const isPaged = event.key.startsWith("Page") && event.target.matches(PAGED_FROM);
    const part = area && scrolledPart(area);
    const isIts = area && event.target === (part ?? element);
    if (!area || !isPlain(event) || (!isIts && !isPaged)) return false;
    const way = part ? scrolledBy(event, part.clientHeight * PAGE, LINE) : scrolledBy(event, 10 * STEP, STEP);
    if (!way) return false;
    if (part) {
        part.scrollLeft += way.across;
        part.scrollTop += way.down;
    } else {
        turn(area._hScrollBar, way.across);
        turn(area._vScrollBar, way.down);
        area._fireScrolled();
    }
    return true;
}

function turn(bar, by) {
    bar.set_scroll_percent(Math.min(1, Math.max(0, bar.get_scroll_percent() + by)));
}
