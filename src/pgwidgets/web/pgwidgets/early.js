/**
 * What can't wait for the page's modules: its theme, and its connection.
 *
 * The theme and density are there before anything is drawn: those that this tab had before it was
 * reloaded, else those that its user has chosen, else those of the server's page. The WebSocket opens
 * while the modules are on their way; what comes meanwhile is kept for line/early_socket.js.
 *
 * A classic script, since modules run after the first paint; servers put it into the page itself.
 * Knows: where page/looks.js keeps the looks, where the socket is by default (line/address.js), where
 * credentials may be (line/credentials.js).
 * Must not know: which themes there are, what is said over the socket.
 */

{
    const { dataset } = document.documentElement;
    const name = `pgwidgets-looks:${window.location.pathname}`;
    const read = (store, key = name) => {
        try {
            return JSON.parse(window[store].getItem(key)) ?? {};
        } catch {
            return {}; // no storage, or not what we have written
        }
    };
    const served = { theme: dataset.pgwTheme, density: dataset.pgwDensity };
    dataset.pgwServed = JSON.stringify(served);
    const { theme, density } = { ...served, ...read("localStorage"), ...read("sessionStorage") };
    dataset.pgwTheme = theme;
    dataset.pgwDensity = density;

    const configured = document.querySelector?.('meta[name="pgwidgets-ws"]')?.content.trim();
    if (!configured && !window.PGWIDGETS_WS_URL && /^https?:/.test(window.location.href)) {
        const url = new URL(".", window.location.href).href.replace("http", "ws");
        // One that knows of no session says so at once, and spares the hello its way there and back.
        const stored = read("sessionStorage", `pgwidgets ${new URL(url).pathname}`);
        const isNew = !stored.token && !/[?#&](session|token)=/.test(window.location.href);
        const socket = new window.WebSocket(isNew ? `${url}?new&short` : url);
        const began = performance.now();
        socket.addEventListener("open", () => { socket.openingTook = performance.now() - began; });
        const came = [];
        const keeping = new AbortController();
        socket.binaryType = "arraybuffer";
        for (const kind of ["open", "message", "error", "close"]) {
            socket.addEventListener(kind, (event) => came.push(event), { signal: keeping.signal });
        }
        window.pgwidgetsEarly = { url, socket, came, handOver: () => keeping.abort() };
    }
}
