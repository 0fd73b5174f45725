/**
 * Covers the page while it has no session that can be used, and says why. As long as the user's
 * actions are kept for later, it is only a banner, and lets every click through.
 *
 * Knows: one element and its words. It hangs on the document's root, not on the body, because a
 * rebuild empties the body. Reasons are shown as text, never as markup.
 * Must not know: sockets, or when to reconnect.
 */

const GRACE = 1_000; // ms: a short loss of the network is not worth a word
const LONG = 10_000; // ms of absence after which it is said since when
const NOTE_TIME = 10_000; // ms for which a note can be read

export class Veil {
    #text;
    #root;
    #title;
    #detail;
    #button;
    #timer = null;
    /**
     * `since` is for reading; `began` (ms, monotonic) tells how long it is, whatever sets the clock.
     * @type {?{state: string, isKept: boolean, reload: () => void, since: Date, began: number}}
     */
    #away = null;

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
        this.#away = null;
        this.#show("", "", "");
    }

    /**
     * The session can be used, but what the page held is lost: said for a while, in nobody's way.
     * @param {object} loss
     * @param {boolean} loss.isReplaced the session is not the one that this page had
     * @param {number} loss.actions how many of the user's actions the server may not have handled
     */
    note({ isReplaced, actions }) {
        this.hide();
        const details = [];
        if (isReplaced) details.push(this.#text("replacedDetail"));
        if (actions > 0) details.push(this.#text("lostDetail", { count: actions }));
        this.#show("note", this.#text(isReplaced ? "replaced" : "lost"), details.join(" "));
        this.#timer = setTimeout(() => this.hide(), NOTE_TIME);
    }

    /**
     * What the user has entered is not taken.
     * @param {number} size of it, in bytes
     * @param {number} most bytes that the server takes
     */
    tooLong(size, most) {
        const { state } = this.#root.dataset;
        if (this.#away !== null || (state && state !== "note")) return; // there is worse to be said
        this.hide();
        const [has, takes] = [Math.ceil(size / 1024), Math.floor(most / 1024)];
        this.#show("note", this.#text("tooLong"), this.#text("tooLongDetail", { size: has, most: takes }));
        this.#timer = setTimeout(() => this.hide(), NOTE_TIME);
    }

    /**
     * No connection; said only if it lasts.
     * @param {"connecting"|"reconnecting"|"restarting"|"frozen"|"signedOut"} state
     * @param {object} [more]
     * @param {boolean} [more.isKept] what the user does meanwhile is kept: nothing is covered
     * @param {() => void} [more.reload] leads to the login, if signed out
     */
    disconnected(state, { isKept = false, reload = () => {} } = {}) {
        const isFirst = this.#away === null;
        const { since, began } = this.#away ?? { since: new Date(), began: performance.now() };
        this.#away = { state, isKept, reload, since, began };
        const shown = this.#root.dataset.state;
        if (shown && shown !== "note") {
            this.#sayDisconnected();
        } else if (isFirst) {
            this.#stopTimer();
            this.#timer = setTimeout(() => this.#sayDisconnected(), GRACE);
        }
    }

    /** All sessions are in use. @param {number} ahead visitors who come first */
    waiting(ahead) {
        const detail = this.#text(ahead > 0 ? "waitingBehind" : "waitingNext", { ahead });
        this.#stopTimer();
        this.#away = null;
        this.#show("waiting", this.#text("waiting"), detail);
    }

    /**
     * The server does not want us.
     * @param {string} reason the server's, or empty
     * @param {() => void} restart begins a new session
     */
    refused(reason, restart) {
        this.#stopTimer();
        this.#away = null;
        this.#show("refused", this.#text("refused"), reason || this.#text("refusedDetail"));
        this.#offer("restart", restart);
        this.#button.focus();
    }

    #sayDisconnected() {
        this.#stopTimer();
        const { state, isKept, reload, since, began } = this.#away;
        const isSignedOut = state === "signedOut";
        const isOffline = !isSignedOut && navigator.onLine === false;
        const details = [];
        if (isSignedOut) details.push(this.#text("signedOutDetail"));
        if (isOffline) details.push(this.#text("offlineDetail"));
        if (isKept) details.push(this.#text("kept"));
        const untilLong = LONG - (performance.now() - began);
        if (untilLong > 0) this.#timer = setTimeout(() => this.#sayDisconnected(), untilLong);
        else {
            details.push(this.#text("since", { time: since.toLocaleTimeString() }));
            if (isInNotebook()) details.push(this.#text("framed"));
        }
        const said = isOffline ? "offline" : state;
        this.#show(said, this.#text(said), details.join(" "), { isKept });
        if (isSignedOut) this.#offer("reload", reload);
    }

    #stopTimer() {
        clearTimeout(this.#timer);
        this.#timer = null;
    }

    #offer(label, action) {
        setText(this.#button, this.#text(label));
        this.#button.onclick = action;
        this.#button.hidden = false;
    }

    #withdraw() {
        this.#button.hidden = true;
        setText(this.#button, "");
    }

    #show(state, title, detail, { isKept = false } = {}) {
        if (!this.#root.isConnected) document.documentElement.append(this.#root);
        this.#root.dataset.state = state;
        this.#root.toggleAttribute("data-kept", isKept);
        const isOpen = state === "" || state === "note" || isKept;
        document.body.inert = !isOpen; // what is covered can't be reached with the keyboard either
        if (state !== "signedOut") this.#withdraw(); // else not for a moment: it may have the focus
        setText(this.#title, title);
        setText(this.#detail, detail);
    }
}

/** Frames that notebooks show have this name (notebooks/frame.py). */
function isInNotebook() {
    return window.name === "pgwidgets-notebook";
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
