/**
 * The theme and the density of the page: as the server's page has them, as its user has chosen them
 * once for all, or as the session has set them.
 *
 * Knows: the attributes that the style sheets ask for, and where choices are kept (early.js reads
 * them at the next load). Must not know: which themes there are, messages, widgets.
 */

export class Looks {
    #dataset;
    #stores;
    #name;
    #isTold = false;

    /**
     * @param {object} parts
     * @param {DOMStringMap} parts.dataset of the document's root element
     * @param {() => Storage} parts.tab what lasts as long as the tab; may throw
     * @param {() => Storage} parts.user what lasts; may throw
     * @param {string} parts.path the page's, as several may have one origin
     */
    constructor({ dataset, tab, user, path }) {
        this.#dataset = dataset;
        this.#stores = { tab, user };
        this.#name = `pgwidgets-looks:${path}`;
    }

    /** The page is built anew: what it is told from here on is all that the session has set. */
    begin() {
        this.#isTold = false;
    }

    /**
     * @param {object} set what the session sets; what is missing is as the user or the server has it
     * @param {string} [set.theme]
     * @param {string} [set.density]
     * @param {boolean} [set.remember] for later visits, too
     */
    set({ theme, density, remember = false }) {
        const given = withoutMissing({ theme, density });
        this.#isTold = true;
        if (remember) this.#keep("user", { ...this.#read("user"), ...given });
        this.#keep("tab", given);
        this.#show(given);
    }

    /** The page is whole: where the session has set nothing, nothing of an earlier one is left. */
    settle() {
        if (this.#isTold) return;
        this.#keep("tab", {});
        this.#show({});
    }

    #show(given) {
        const { theme, density } = { ...this.#served, ...this.#read("user"), ...given };
        if (theme !== undefined) this.#dataset.pgwTheme = theme;
        if (density !== undefined) this.#dataset.pgwDensity = density;
    }

    get #served() {
        return JSON.parse(this.#dataset.pgwServed ?? "{}");
    }

    #read(store) {
        try {
            return JSON.parse(this.#stores[store]().getItem(this.#name)) ?? {};
        } catch {
            return {};
        }
    }

    #keep(store, given) {
        try {
            const storage = this.#stores[store]();
            if (Object.keys(given).length === 0) storage.removeItem(this.#name);
            else storage.setItem(this.#name, JSON.stringify(given));
        } catch {
            // No storage: the choice lasts as long as the page.
        }
    }
}

function withoutMissing(values) {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** @returns {Looks} those of this window */
export function looksOf(window) {
    return new Looks({
        dataset: window.document.documentElement.dataset,
        tab: () => window.sessionStorage,
        user: () => window.localStorage,
        path: window.location.pathname,
    });
}
