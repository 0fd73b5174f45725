/**
 * Gives the page its theme and density before anything of it is drawn: those that this tab had before
 * it was reloaded, else those that its user has chosen, else those of the server's page.
 *
 * A classic script, since modules run after the first paint. Knows: where page/looks.js keeps them.
 * Must not know: which themes there are.
 */

{
    const { dataset } = document.documentElement;
    const name = `pgwidgets-looks:${window.location.pathname}`;
    const read = (store) => {
        try {
            return JSON.parse(window[store].getItem(name)) ?? {};
        } catch {
            return {}; // no storage, or not what we have written
        }
    };
    const served = { theme: dataset.pgwTheme, density: dataset.pgwDensity };
    dataset.pgwServed = JSON.stringify(served);
    const { theme, density } = { ...served, ...read("localStorage"), ...read("sessionStorage") };
    dataset.pgwTheme = theme;
    dataset.pgwDensity = density;
}
