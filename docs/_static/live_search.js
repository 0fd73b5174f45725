/**
 * Results of the search while its words are typed, below the field of the side bar. Enter leads to
 * Sphinx's own page of results, as without this script.
 *
 * Knows: the index that Sphinx has written, and its own search (searchtools.js), which are loaded when
 * somebody first goes to the field. Must not know: how the site looks (site.css).
 */
(() => {
    "use strict";

    const MOST = 8;
    const root = document.documentElement.dataset.content_root ?? "./";

    function load(path) {
        return new Promise((done, failed) => {
            const script = document.createElement("script");
            script.src = new URL(root + path, location.href).href;
            script.onload = done;
            script.onerror = failed;
            document.head.append(script);
        });
    }

    /** Title, place and address of the best results; those that only sound alike come last. */
    function found(words) {
        const parts = Search._parseQuery(words);
        const results = Search._performSearch(...parts);
        // The best stands last, since the page of results takes them from there.
        return results.slice(-MOST).reverse().map(([page, title, anchor, about]) => ({
            title,
            about: about ?? "",
            address: `${root}${page}.html${anchor}`,
        }));
    }

    function item({ title, about, address }) {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = address;
        link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent;
        line.append(link);
        if (about) link.append(Object.assign(document.createElement("small"), { textContent: about }));
        return line;
    }

    function begin(field) {
        const list = document.createElement("ul");
        list.className = "live-search";
        list.setAttribute("aria-label", "Results");
        list.hidden = true;
        field.form.after(list);
        field.autocomplete = "off";
        let typed = field.value;
        let asked = "";
        let ready = null;

        function prepare() {
            ready ??= load("_static/language_data.js")
                .then(() => load("_static/searchtools.js"))
                .then(() => { field.value = typed; }) // which that script has just emptied
                .then(() => load("searchindex.js"));
            ready.catch(() => { ready = null; }); // the next letter tries again
            return ready;
        }

        async function show() {
            typed = field.value;
            asked = typed.trim();
            const words = asked;
            if (words.length < 2) {
                list.hidden = true;
                return;
            }
            await prepare();
            if (words !== asked) return; // more was typed meanwhile
            const lines = found(words).map(item);
            if (lines.length === 0) {
                lines.push(Object.assign(document.createElement("li"), { textContent: "Nothing found" }));
            }
            list.replaceChildren(...lines);
            list.hidden = false;
        }

        function walk(event) {
            const links = [...list.querySelectorAll("a")];
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (event.key === "Escape" && !list.hidden) {
                list.hidden = true;
                field.focus();
            } else if (step && !list.hidden && links.length) {
                const at = links.indexOf(document.activeElement) + step;
                (at < 0 ? field : links[Math.min(at, links.length - 1)]).focus();
            } else return;
            event.preventDefault();
            event.stopPropagation(); // arrows turn pages else
        }

        field.addEventListener("focus", () => {
            typed = field.value;
            prepare();
        }, { once: true });
        field.addEventListener("input", show);
        for (const each of [field, list]) each.addEventListener("keydown", walk);
    }

    document.addEventListener("DOMContentLoaded", () => {
        const field = document.querySelector("input.sidebar-search");
        if (field) begin(field);
    });
})();
