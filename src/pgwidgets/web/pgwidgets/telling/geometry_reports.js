/**
 * Tells the server where its widgets are and how large, many in one report.
 *
 * Knows: what makes a report, when one may leave, and that it counts when it has arrived.
 * Must not know: how layout is observed, sockets, or what a report looks like on the wire.
 */

import { Throttle, realClock } from "../common/throttle.js";
import { Geometry } from "./geometry.js";

const ACTIONS = new Set(["resize", "move"]);
const REST = 300; // ms: a page that scrolls or is rearranged tells of its places so often, at most

export class GeometryReports {
    #isOurs;
    #isMuted;
    #canTell;
    #tell;
    #geometry = new Geometry();
    #throttle;
    #places;
    #clock;
    #mayHaveMoved = false;
    #waits = false; // for the end of REST

    /**
     * @param {object} parts
     * @param {number} parts.interval milliseconds between two reports, at least
     * @param {(widget: object) => boolean} parts.isOurs whether the server knows this widget
     * @param {() => boolean} parts.isMuted whether what moves now is moved by the server
     * @param {() => boolean} parts.canTell whether anybody takes a report now; else changes wait,
     *   and only the newest of each widget is kept
     * @param {(news: {sizes: number[][], positions: number[][]}, arrived: () => void) => void}
     *   parts.tell sends a report; `arrived` is to be called when the server has it
     * @param {() => Iterable<[object, number, number]>} parts.places where layout has put widgets:
     *   each with x and y, in CSS pixels
     * @param {import("../common/throttle.js").Clock} [parts.clock]
     */
    constructor({ interval, isOurs, isMuted, canTell, tell, places, clock = realClock }) {
        this.#isOurs = isOurs;
        this.#isMuted = isMuted;
        this.#canTell = canTell;
        this.#tell = tell;
        this.#places = places;
        this.#clock = clock;
        this.#throttle = new Throttle(interval, () => this.send(), clock);
    }

    /** Reports a widget that has just become one of the server's, from now on. */
    introduce(widget) {
        if (widget.has_callback?.("move")) {
            widget.add_callback("move", (_, x, y) => this.#moved(widget, x, y));
        }
        this.#geometry.introduce(widget);
    }

    /** @returns {boolean} whether a listener to this action would hear what is in reports */
    static tell(action) {
        return ACTIONS.has(action);
    }

    /** @param {object} widget @param {number} width CSS pixels @param {number} height CSS pixels */
    resized(widget, width, height) {
        this.#geometry.resized(widget, width, height);
        this.#mayHaveMoved = true;
        this.request();
    }

    /**
     * Something has changed that may have moved widgets. Their places are read for the next report;
     * if nothing else asks for one, it comes after a while.
     */
    moves() {
        this.#mayHaveMoved = true;
        if (this.#waits) return;
        this.#waits = true;
        this.#clock.later(() => {
            this.#waits = false;
            if (this.#mayHaveMoved) this.request();
        }, REST);
    }

    #moved(widget, x, y) {
        if (this.#isMuted()) return;
        this.#geometry.moved(widget, x, y);
        this.request();
    }

    /**
     * To be called before something of the server's is carried out. It may move what the user has
     * just moved: told after it, that would seem to be the newer place. Likewise the size that a
     * window has while it is minimized, told after it is restored, would seem to be that of then.
     */
    beforeServer() {
        if (this.#geometry.hasNewsOfWindows) this.send();
    }

    /** Asks for a report soon. */
    request() {
        this.#throttle.request();
    }

    /** Reports what is new now, if there is anything, and anybody to tell. */
    send() {
        if (!this.#canTell()) return;
        if (this.#mayHaveMoved) {
            this.#mayHaveMoved = false;
            for (const place of this.#places()) this.#geometry.placed(...place);
        }
        const news = this.#geometry.take(this.#isOurs);
        if (news) this.#tell(news, () => this.#geometry.confirm());
    }

    /** The connection is gone, and with it reports that have not arrived. */
    lost() {
        this.#geometry.lost();
    }
}
