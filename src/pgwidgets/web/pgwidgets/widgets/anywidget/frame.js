/**
 * The script of a frame in which an anywidget runs by itself: it speaks with the page by messages.
 *
 * Knows: the page's messages. Must not know: anything else of the page, which it can't reach. It is
 * one script with those that it imports (anywidgets/widget.py), as a frame of no origin loads none.
 */

import { Manager } from "./manager.js";

const wanted = new Map(); // by URL, what is done with the text of a module
const modules = new Map();

function load(url) {
    if (!modules.has(url)) {
        const text = new Promise((done) => wanted.set(url, done));
        parent.postMessage({ wanted: url }, "*");
        modules.set(url, text.then((script) => {
            const blob = new Blob([script], { type: "text/javascript" });
            return import(URL.createObjectURL(blob));
        }));
    }
    return modules.get(url);
}

function styles(id, css) {
    const known = document.querySelector(`style[data-of="${CSS.escape(id)}"]`);
    const style = known ?? document.head.appendChild(document.createElement("style"));
    style.dataset.of = id;
    style.textContent = css;
}

const manager = new Manager({ post: (text) => parent.postMessage({ text }, "*"), load, styles });
const el = document.body.appendChild(document.createElement("div"));
Object.assign(document.body.style, { margin: "0", font: "14px system-ui, sans-serif" });

addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (data.packed) manager.receive(data.packed);
    if (data.script !== undefined) wanted.get(data.url)?.(data.script);
    if (data.show) manager.render(data.show, el, new AbortController().signal).catch(console.error);
});

new ResizeObserver(() => {
    parent.postMessage({ height: Math.ceil(el.getBoundingClientRect().height) }, "*");
}).observe(el);
parent.postMessage({ ready: true }, "*");
