/**
 * The session's id and token, between one load of the page and the next.
 *
 * Knows: they live in the URL's fragment (never sent to a server, nor in a Referer) and in
 * sessionStorage, under a key of this page's directory, since several applications may share an
 * origin. The fragment wins, so that a session's link can be given to another tab.
 * Must not know: who issues or checks them.
 */

/** @typedef {{sessionId: number|string, token: string}} Credentials */

export class CredentialStore {
    #window;

    /** @param {Window} window whose location, history and sessionStorage are used */
    constructor(window) {
        this.#window = window;
    }

    /**
     * Reads the credentials. A query that carries them (a link made by the stock page) is moved
     * into the fragment first, so that the token leaves the address that is sent to servers.
     * @returns {?Credentials} null: this page has no session yet
     */
    load() {
        this.#moveFromQuery();
        return this.inFragment() ?? this.#inStorage();
    }

    /** @returns {?Credentials} those of the URL's fragment alone */
    inFragment() {
        return readFrom(fragmentOf(new URL(this.#window.location.href)));
    }

    /** @param {Credentials} credentials to be found by the next load of this page */
    save(credentials) {
        this.#onStorage((storage) => storage.setItem(this.#key, JSON.stringify(credentials)));
        const url = new URL(this.#window.location.href);
        const fragment = fragmentOf(url);
        fragment.set("session", String(credentials.sessionId));
        fragment.set("token", credentials.token);
        this.#show(url, fragment);
    }

    /** @returns {?string} the server's name for the view that this tab had at its last load */
    formerView() {
        return this.#onStorage((storage) => storage.getItem(`${this.#key} view`)) || null;
    }

    /** @param {?string} view the server's name for the view that this page has now */
    keepView(view) {
        this.#onStorage((storage) => storage.setItem(`${this.#key} view`, view ?? ""));
    }

    /** Forgets them: the next load starts a new session. */
    clear() {
        this.#onStorage((storage) => storage.removeItem(this.#key));
        const url = new URL(this.#window.location.href);
        const fragment = fragmentOf(url);
        fragment.delete("session");
        fragment.delete("token");
        this.#show(url, fragment);
    }

    get #key() {
        return `pgwidgets ${new URL(".", this.#window.location.href).pathname}`;
    }

    #moveFromQuery() {
        const url = new URL(this.#window.location.href);
        if (!url.searchParams.has("session") && !url.searchParams.has("token")) return;
        const inQuery = readFrom(url.searchParams);
        url.searchParams.delete("session");
        url.searchParams.delete("token");
        const fragment = fragmentOf(url);
        if (inQuery !== null && readFrom(fragment) === null) {
            fragment.set("session", String(inQuery.sessionId));
            fragment.set("token", inQuery.token);
        }
        this.#show(url, fragment);
    }

    #inStorage() {
        const text = this.#onStorage((storage) => storage.getItem(this.#key));
        if (!text) return null;
        try {
            const { sessionId, token } = JSON.parse(text);
            const valid = ["string", "number"].includes(typeof sessionId);
            return valid && typeof token === "string" ? { sessionId, token } : null;
        } catch {
            return null; // somebody else's entry is no credential of ours
        }
    }

    /** Storage may be forbidden (a sandboxed frame): the fragment then does alone. */
    #onStorage(use) {
        try {
            return use(this.#window.sessionStorage);
        } catch {
            return null;
        }
    }

    #show(url, fragment) {
        url.hash = fragment.toString();
        if (url.href === this.#window.location.href) return;
        const history = this.#window.history;
        history.replaceState(history.state, "", url.href);
    }
}

/** @returns {URLSearchParams} the fragment, read as a query is */
function fragmentOf(url) {
    return new URLSearchParams(url.hash.slice(1));
}

/** @returns {?Credentials} */
function readFrom(params) {
    const id = params.get("session");
    const token = params.get("token");
    if (!id || !token) return null;
    return { sessionId: sessionIdFrom(id), token };
}

/** A whole number goes to the server as one; what would not read back the same stays text. */
function sessionIdFrom(text) {
    const number = Number(text);
    return Number.isSafeInteger(number) && number >= 0 && String(number) === text ? number : text;
}
