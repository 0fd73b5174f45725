/**
 * A figure of matplotlib: `Widgets.Figure` of the program.
 *
 * Knows: pictures, which have a number, and events, which matplotlib's own script handles and makes.
 * Must not know: the server, or what is in a picture.
 */

import { fitted, onPicture } from "./fitting.js";
import { Motions } from "./motions.js";
import { figureClass } from "./mpl.js";
import { addStyle } from "./style.js";

const NUMBER_BYTES = 4;
/** What matplotlib's script says to a server of its own: there are other ways here. */
const UNSENT = new Set(["ack", "draw", "supports_binary"]);

const SOON = 1000; // ms until an answer is asked for again
const LATE = 15_000;

let figures = 0;

export default (Widgets) => class Figure extends Widgets.Widget {
    /**
     * @param {string} script URL of matplotlib's own script
     * @param {Object<string, string>} icons URLs of the tool bar's icons, by name
     * @param {boolean} hasToolbar
     */
    constructor(script, icons, hasToolbar) {
        super();
        for (const action of ["event", "shown", "save"]) this.enable_callback(action);
        addStyle();
        this.element = document.createElement("div");
        this.element.className = "figure-widget";
        this.icons = icons;
        this.hasToolbar = hasToolbar;
        this.place = fitted({ width: 1, height: 1 }, { width: 1, height: 1 });
        this.motions = new Motions((event) => this.make_callback("event", event));
        this.untold = [];
        this.drawn = 0;
        import(new URL(script, document.baseURI).href).then(
            () => this.begin(window.mpl),
            (error) => {
                this.element.textContent = "The figure's script can't be loaded.";
                console.error("pgwidgets: matplotlib's script can't be loaded:", error);
            },
        );
    }

    begin(mpl) {
        if (this._destroyed) return;
        const Own = figureClass(mpl, this);
        this.line = {
            binaryType: "blob",
            readyState: 1,
            send: (text) => this.send(JSON.parse(text)),
            close() {},
        };
        figures += 1;
        const download = (_figure, format) => this.make_callback("save", format);
        this.figure = new Own(String(figures), this.line, download, this.element);
        this.ask(SOON);
        this.tell(this.untold.splice(0));
        this.paint();
    }

    /** Asks what there is to know; while a page is built anew, nothing that it says is heard. */
    ask(wait) {
        if (this.isTold || this._destroyed) return;
        this.line.onopen();
        setTimeout(() => this.ask(Math.min(2 * wait, LATE)), wait);
    }

    /** What matplotlib's script has for the program. */
    send(event) {
        if (UNSENT.has(event.type)) return;
        delete event.figure_id;
        if (event.x !== undefined) Object.assign(event, onPicture(this.place, event.x, event.y));
        if (event.button !== undefined && !(event.button >= 0)) event.button = 0;
        this.motions.report(event);
    }

    /** What the program has for matplotlib's script. */
    tell(events) {
        if (!this.figure) {
            this.untold.push(...events);
            return;
        }
        if (events.length > 0) this.isTold = true;
        for (const event of events) this.line.onmessage({ data: JSON.stringify(event) });
    }

    /** @param {Uint8Array} numbered the number of the picture, and its PNG */
    set_picture(numbered) {
        if (!numbered) return;
        const { buffer, byteOffset } = numbered;
        const number = new DataView(buffer, byteOffset).getUint32(0, true);
        const file = new Blob([numbered.subarray(NUMBER_BYTES)], { type: "image/png" });
        createImageBitmap(file).catch(() => null).then((picture) => {
            if (picture && number > this.drawn && !this._destroyed) {
                this.drawn = number;
                this.picture?.close();
                this.picture = picture;
                this.paint();
            }
            this.make_callback("shown", number);
        });
    }

    /** The canvas has another size, so that it is empty: what was on it is shown until more comes. */
    sized() {
        this.paint();
    }

    paint() {
        if (!this.figure || !this.picture) return;
        const { canvas, context } = this.figure;
        this.place = fitted(this.picture, canvas);
        const { scale, left, top, width, height } = this.place;
        context.clearRect(0, 0, canvas.width, canvas.height);
        context.drawImage(this.picture, left, top, width * scale, height * scale);
    }

    destroy() {
        this.figure?.resizeObserverInstance.disconnect();
        this.picture?.close();
        this.picture = undefined;
        super.destroy();
    }
};
