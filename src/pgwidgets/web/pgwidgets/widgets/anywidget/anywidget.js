/**
 * Hosts an anywidget: `Widgets.AnyWidget` of the program.
 *
 * Knows: the page, in which its script runs, and frames, in which it runs by itself. Must not know: the
 * server, or what is in a message.
 */

import { Manager } from "./manager.js";
import { parts } from "./sending.js";

/** The scripts of widgets that the program serves; a frame is given the text of no other file. */
const SERVED = /^_pgwidgets\/file\/\w+\.js$/;

let messages = 0;

export default (Widgets) => class AnyWidget extends Widgets.Widget {
    /**
     * @param {string} model the widget's id
     * @param {?string} frame URL of the page for frames; null: the script runs in this page
     */
    constructor(model, frame) {
        super();
        for (const action of ["message", "part"]) this.enable_callback(action);
        this.element = document.createElement("div");
        this.element.className = "anywidget-widget";
        this.element.style.cssText = "position:relative;min-width:0;min-height:0;overflow:auto";
        this.ending = new AbortController();
        if (frame) this.beginFrame(model, frame);
        else this.beginHere(model);
    }

    beginHere(model) {
        this.manager = new Manager({
            post: (text) => this.post(text),
            load: (url) => import(new URL(url, document.baseURI).href),
            styles,
        });
        const el = this.element.appendChild(document.createElement("div"));
        // Soon, when Python's listeners are there.
        setTimeout(() => {
            if (this._destroyed) return;
            this.manager.render(model, el, this.ending.signal).catch((error) => {
                if (!this._destroyed) console.error("pgwidgets: an anywidget is not there:", error);
            });
        });
    }

    beginFrame(model, url) {
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-scripts");
        frame.title = "widget";
        frame.style.cssText = "display:block;border:0;width:100%;height:100%;min-height:150px";
        frame.src = new URL(url, document.baseURI).href;
        this.early = [];
        addEventListener("message", ({ source, data }) => {
            if (source === null || source !== frame.contentWindow) return;
            this.fromFrame(model, frame, data ?? {});
        }, { signal: this.ending.signal });
        this.toFrame = (data, moved = []) => frame.contentWindow?.postMessage(data, "*", moved);
        this.element.append(frame);
    }

    fromFrame(model, frame, { ready, text, wanted, height }) {
        if (ready) {
            // A frame that is moved in the page is loaded anew, and knows nothing.
            this.isReady = true;
            this.toFrame({ show: model });
            for (const packed of this.early.splice(0)) this.toFrame({ packed });
        }
        if (typeof text === "string") this.post(text);
        if (typeof wanted === "string") this.give(wanted);
        if (Number.isFinite(height) && height > 0 && height < 1e5) {
            frame.style.minHeight = `${height}px`;
        }
    }

    /** Gives a frame the text of a script. */
    async give(url) {
        if (!SERVED.test(url)) {
            console.error(`pgwidgets: a frame wants ${url}, which is no script of a widget`);
            return;
        }
        let script;
        try {
            script = await (await fetch(new URL(url, document.baseURI))).text();
        } catch (error) {
            script = `throw new Error(${JSON.stringify(`its script can't be loaded: ${error}`)});`;
        }
        this.toFrame({ url, script });
    }

    post(text) {
        const all = parts(text);
        if (all.length === 1) {
            this.make_callback("message", text);
            return;
        }
        messages += 1;
        const key = `${performance.timeOrigin}-${messages}`;
        for (const [index, part] of all.entries()) {
            this.make_callback("part", key, index, all.length, part);
        }
    }

    /** @param {Uint8Array} packed a message for all pages */
    receive(packed) {
        if (this.manager) this.manager.receive(packed);
        else if (this.isReady) this.toFrame({ packed }, [packed.buffer]);
        else this.early.push(packed);
    }

    /** @param {Uint8Array} packed a message for this page alone */
    answer(packed) {
        this.receive(packed);
    }

    destroy() {
        this.ending.abort();
        this.manager?.destroy();
        super.destroy();
    }
};

function styles(id, css) {
    const known = document.querySelector(`style[data-of="${CSS.escape(id)}"]`);
    const style = known ?? document.head.appendChild(document.createElement("style"));
    style.dataset.of = id;
    style.textContent = css;
}
