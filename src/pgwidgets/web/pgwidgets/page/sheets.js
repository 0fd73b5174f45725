/**
 * Waits for the page's style sheets: widgets that are built before them have other sizes.
 *
 * Knows: that the page's script may be there first (src/pgwidgets/_page.py). Must not know: any sheet.
 */

/**
 * @param {Document} document
 * @returns {Promise<void>} when all sheets are there that the page names, or have failed
 */
export async function sheetsOf(document) {
    if (document.readyState === "loading") {
        await new Promise((resolve) => {
            document.addEventListener("DOMContentLoaded", resolve, { once: true });
        });
    }
    const links = [...document.querySelectorAll('link[rel="stylesheet"]')];
    await Promise.all(links.filter(({ sheet }) => sheet === null).map(ended));
}

/** One that failed before anybody listened has no sheet for ever: after the page has loaded, none comes. */
function ended(link) {
    return new Promise((resolve) => {
        for (const kind of ["load", "error"]) link.addEventListener(kind, resolve, { once: true });
        window.addEventListener("load", resolve, { once: true });
        if (link.ownerDocument.readyState === "complete") resolve();
    });
}
