/**
 * What lies over the page while no session can be used, and says why.
 *
 * Knows: one element and its words. It hangs on the document's root, not on the body, because a
 * rebuild empties the body. Reasons are shown as text, never as markup.
 * Must not know: sockets, or when to reconnect.
 */

const GRACE = 1_000; // ms: a short loss of the network is not worth a word

export class Veil {
    #text;
    #root;
    #title;
    #detail;
    #button;
    #timer = null;

    /** @param {(key: string, values?: object) => string} text from texts.js */
    constructor(text) {
        this.#text = text;
        this.#root = make("div", "pgwidgets-veil");
        const card = make("div", "pgwidgets-veil-card");
        // Present from the start: a screen reader announces changes of a region that it knows.
        card.setAttribute("role", "status");
        card.setAttribute("aria-live", "polite");
        const spinner = make("div", "pgwidgets-veil-spinner");
        spinner.setAttribute("aria-hidden", "true");
        this.#title = make("p", "pgwidgets-veil-title");
        this.#detail = make("p", "pgwidgets-veil-detail");
        this.#button = make("button", "pgwidgets-veil-button");
        this.#button.type = "button";
        this.#button.hidden = true;
        card.append(spinner, this.#title, this.#detail, this.#button);
        this.#root.append(card);
        document.documentElement.append(this.#root);
    }

    /** The session can be used. */
    hide() {
        this.#stopTimer();
        this.#show("", "", "");
    }

    /** No connection; said only if it lasts. @param {"connecting"|"reconnecting"} state */
    disconnected(state) {
        if (this.#timer !== null || this.#saysDisconnected) {
            if (this.#saysDisconnected) this.#sayDisconnected(state);
            return;
        }
        if (this.#root.dataset.state) this.#sayDisconnected(state); // it is up already
        else this.#timer = setTimeout(() => this.#sayDisconnected(state), GRACE);
    }

    /** All sessions are in use. @param {number} ahead visitors who come first */
    waiting(ahead) {
        const detail = this.#text(ahead > 0 ? "waitingBehind" : "waitingNext", { ahead });
        this.#stopTimer();
        this.#show("waiting", this.#text("waiting"), detail);
    }

    /**
     * The server does not want us.
     * @param {string} reason the server's, or empty
     * @param {() => void} restart begins a new session
     */
    refused(reason, restart) {
        this.#stopTimer();
        this.#show("refused", this.#text("refused"), reason || this.#text("refusedDetail"));
        this.#button.textContent = this.#text("restart");
        this.#button.onclick = restart;
        this.#button.hidden = false;
        this.#button.focus();
    }

    get #saysDisconnected() {
        return ["connecting", "reconnecting", "offline"].includes(this.#root.dataset.state);
    }

    #sayDisconnected(state) {
        this.#stopTimer();
        if (navigator.onLine === false) {
            this.#show("offline", this.#text("offline"), this.#text("offlineDetail"));
        } else {
            this.#show(state, this.#text(state), "");
        }
    }

    #stopTimer() {
        clearTimeout(this.#timer);
        this.#timer = null;
    }

    #show(state, title, detail) {
        if (!this.#root.isConnected) document.documentElement.append(this.#root);
        this.#root.dataset.state = state;
        document.body.inert = state === "refused"; // nothing below can be used any more
        this.#button.hidden = true;
        setText(this.#title, title);
        setText(this.#detail, detail);
    }
}

function make(tag, className) {
    const element = document.createElement(tag);
    element.className = className;
    return element;
}

/** Unchanged words are not written again: a screen reader would repeat them. */
function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}
