/**
 * A choice of the site's versions in the side bar; only in a site that was built as one of several
 * (`make docs VERSION=...`).
 *
 * Knows: that each version has a folder of its own, and versions.js beside them names all
 * (scripts/list_versions.py). Must not know: what a version has.
 */
(() => {
    "use strict";

    const root = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
    const mine = decodeURIComponent(root.pathname.replace(/\/$/, "").split("/").pop());
    const page = location.href.slice(root.href.length).replace(/[?#].*/, "");

    async function go(version) {
        const there = new URL(`../${encodeURIComponent(version)}/`, root).href;
        let isThere = false;
        try {
            isThere = (await fetch(there + page, { method: "HEAD" })).ok;
        } catch { /* from a disk nothing is fetched */ }
        location.href = isThere ? there + page : `${there}index.html`;
    }

    function offer() {
        const choice = document.createElement("select");
        choice.className = "site-versions";
        choice.setAttribute("aria-label", "Version");
        for (const version of window.PGWIDGETS_VERSIONS ?? [mine]) {
            choice.add(new Option(version, version, version === mine, version === mine));
        }
        choice.addEventListener("change", () => go(choice.value));
        document.querySelector(".sidebar-brand")?.after(choice);
    }

    document.addEventListener("DOMContentLoaded", () => {
        const list = document.createElement("script");
        list.src = new URL("../versions.js", root).href;
        list.onload = list.onerror = offer;
        document.head.append(list);
    });
})();
