/**
 * How this page and a server get to know each other: which protocol the server speaks, and which
 * session this page shows.
 *
 * Knows: the session's id and token, the server's name for this page's view of the session, and the
 * messages in which these are told (docs/reference/wire-protocol.md, "Opening").
 * Must not know: sockets, widgets, which messages a resume needs, or where credentials are kept.
 */

/** The version of the extension that this client speaks. */
const EXTENSION = 1;

/** Views of servers that were killed one after another, which are named to the next. */
const MOST_BETWEEN = 8;

/** Close codes after which the session is still there: 'too many', 'closed', 'signed out'. */
const SESSION_LIVES_ON = new Set([4003, 4004, 4006]);

/** The protocol of the current connection; unknown until the server's first message. */
export const Dialect = Object.freeze({ UNKNOWN: "unknown", STOCK: "stock", EXTENDED: "extended" });

export class Greeting {
    #names;
    #credentials;
    #hadSession = false;
    #link = null;
    #former;
    #before = null;
    #between = [];
    #isMoved = false;
    #isStored = false;

    /**
     * @param {object} parts
     * @param {{_sessionId: ?(number|string), _sessionToken: ?string}} parts.names where
     *   RemoteInterface keeps what a session is known by, which a stock server is told of as well
     * @param {import("../line/credentials.js").CredentialStore} parts.credentials
     */
    constructor({ names, credentials }) {
        this.#names = names;
        this.#credentials = credentials;
        const known = credentials.load();
        this.#former = credentials.formerView();
        this.#know(known?.sessionId ?? null, known?.token ?? null);
    }

    /** @returns {boolean} whether this page has ever shown a session */
    get hadSession() {
        return this.#hadSession;
    }

    /**
     * @returns {?*} the server's name for this page's view of the session; null: the view cannot be
     *   resumed. It is in this page's memory alone: a duplicated tab and a reloaded page are other
     *   views.
     */
    get link() {
        return this.#link;
    }

    /**
     * The first message of a connection tells which protocol the server speaks.
     * @param {any} first
     * @returns {string} one of {@link Dialect}
     */
    recognise(first) {
        if (first?.ext >= 1 || first?.type === "waiting") return Dialect.EXTENDED;
        this.#hadSession = true;
        return Dialect.STOCK;
    }

    /**
     * @param {{id: number}} init the server's greeting
     * @param {?number} seen how many messages this page has applied, if it can resume its view
     * @returns {object} the answer to it
     */
    answer({ id }, seen) {
        const { _sessionId: sessionId, _sessionToken: token } = this.#names;
        const isKnown = sessionId !== null && token !== null;
        return {
            type: "result",
            id,
            ext: EXTENSION,
            short: true, // the ids that go without saying are known (line/newest.js)
            ...(isKnown && { session_id: sessionId, token }),
            ...(seen !== null && { resume: { link: this.#link, seen, ...this.#earlier(seen) } }),
            ...(seen === null && isKnown && this.#former !== null && { former: this.#former }),
        };
    }

    /**
     * What a server needs that knows nothing of the view of now, as the one before was killed.
     * @param {number} seen how many messages of this view the page has applied
     */
    #earlier(seen) {
        if (this.#isStored && seen > 0) this.#forgetEarlier();
        if (this.#before === null) return {};
        return {
            before: this.#before,
            ...(this.#between.length > 0 && { between: this.#between }),
            ...(this.#isMoved && { moved: true }),
        };
    }

    /** The server has stored something of this view. */
    stored() {
        this.#isStored = true;
    }

    #forgetEarlier() {
        this.#before = null;
        this.#between = [];
        this.#isMoved = false;
    }

    /**
     * The server has told which session this page shows from now on.
     * @param {object} info the message
     * @returns {{isReplaced: boolean, isShown: boolean}} whether it is another session than the one
     *   that this page knew; and whether something of that one is shown
     */
    begin({ session_id: sessionId, token, link = null, done, wids = null }) {
        if (done === undefined) {
            this.#forgetEarlier(); // another begins
        } else {
            if (this.#before === null) this.#before = this.#link;
            else this.#between = [...this.#between, this.#link].slice(-MOST_BETWEEN);
            this.#isMoved ||= wids !== null;
        }
        this.#isStored = false;
        const isReplaced = this.#names._sessionId !== null && !this.#isOurs({ sessionId, token });
        const isShown = this.#hadSession && isReplaced;
        this.#hadSession = true;
        this.#know(sessionId, token);
        this.save();
        this.#link = link;
        this.#former = link;
        this.#credentials.keepView(link);
        return { isReplaced, isShown };
    }

    /** The session has another token from now on. */
    renew(token) {
        this.#know(this.#names._sessionId, token);
        this.save();
    }

    /** Has the next load of this page find the session. */
    save() {
        const { _sessionId: sessionId, _sessionToken: token } = this.#names;
        this.#credentials.save({ sessionId, token });
    }

    /** The view cannot be resumed any more. */
    giveUpResuming() {
        this.#link = null;
    }

    /** The server has closed the connection for good; most codes mean that the session is gone. */
    refused(code) {
        this.giveUpResuming();
        if (SESSION_LIVES_ON.has(code)) return;
        this.#know(null, null);
        this.#credentials.clear();
    }

    /** @returns {boolean} whether the page's address names another session than this page's */
    isElsewhere() {
        const named = this.#credentials.inFragment();
        return named !== null && !this.#isOurs(named);
    }

    /** A new server counts sessions from 1 again: the token tells. In an address an id is text. */
    #isOurs({ sessionId, token }) {
        const { _sessionId: ourId, _sessionToken: ourToken } = this.#names;
        return String(sessionId) === String(ourId) && token === ourToken;
    }

    #know(sessionId, token) {
        Object.assign(this.#names, { _sessionId: sessionId, _sessionToken: token });
    }
}
