/**
 * The page's client: one connection after another to the server that owns the widgets.
 *
 * Knows: the greeting, the extension of the protocol (counting, acknowledgement, bulk geometry),
 * and which private methods of pgwidgets-js's RemoteInterface it builds on.
 * Must not know: how the veil looks, where credentials are kept, how layout is observed, or how a
 * message is applied to a widget.
 *
 * A server that does not offer the extension in its `init` is left to RemoteInterface altogether.
 */

import { Widgets } from "../Widgets.js";
import { Applier } from "./applier.js";
import { Backoff } from "./backoff.js";
import { BinaryInbox, fileChunks } from "./binary.js";
import { Geometry } from "./geometry.js";
import { Outbox } from "./outbox.js";
import { Throttle } from "./throttle.js";

/** The version of the extension that this client speaks. */
const EXTENSION = 1;

const REPORT_INTERVAL = 100; // ms between two reports of geometry, or of the viewport
const CONNECT_TIMEOUT = 10_000; // ms; a browser itself would try for minutes
const UPLOAD_BACKLOG = 2 * 1024 * 1024; // bytes of files put into the socket ahead of the network
const UPLOAD_PAUSE = 20; // ms; a WebSocket does not tell when its backlog has drained

/** Close codes after which the session is still there to come back to: 'too many', 'closed'. */
const SESSION_LIVES_ON = new Set([4003, 4004]);

/** Who speaks on the current connection. */
const Dialect = Object.freeze({ UNKNOWN: "unknown", STOCK: "stock", EXTENDED: "extended" });

export class RemoteClient extends Widgets.RemoteInterface {
    #credentials;
    #veil;
    #layout;
    #dialect = Dialect.UNKNOWN;
    #backoff = new Backoff();
    #retryTimer = null;
    #connectTimer = null;

    #outbox = new Outbox();
    #inbox = new BinaryInbox();
    #geometry = new Geometry();
    #applier;

    /** Whether this page has ever shown a session. */
    #hadSession = false;
    /** Whether messages of this connection are counted: from `session-info` on. */
    #counting = false;
    /**
     * How many messages of this session this page has applied. It outlives a connection, since
     * a resume tells it to the server; every `session-info` sets it back.
     */
    #seen = 0;
    #acknowledged = 0;

    #geometryReport = new Throttle(REPORT_INTERVAL, () => this.#sendGeometry());
    #viewportReport = new Throttle(REPORT_INTERVAL, () => this._sendViewport());

    /**
     * @param {object} parts
     * @param {string} parts.url of the server's WebSocket
     * @param {import("./credentials.js").CredentialStore} parts.credentials
     * @param {import("./veil.js").Veil} parts.veil
     * @param {(onResize: Function) => import("./layout.js").SharedLayout} parts.observeLayout
     *   called once; the argument is told each change of a widget's size
     */
    constructor({ url, credentials, veil, observeLayout }) {
        super(Widgets, { url, auto_connect: false });
        this.#credentials = credentials;
        this.#veil = veil;
        this.#layout = observeLayout((...change) => this.#resized(...change));
        this.#applier = new Applier({
            Callback: Widgets.Callback,
            classes: Widgets,
            resolve: (args) => this._resolveArgs(args),
            silently: (run) => this.#silently(run),
        });
        const known = credentials.load();
        this._sessionId = known?.sessionId ?? null;
        this._sessionToken = known?.token ?? null;
        this.#watchPage();
    }

    /** @returns {number} messages that were not sent, since no session could take them */
    get dropped() {
        return this.#outbox.dropped;
    }

    // --- the connection ---------------------------------------------------------------------

    /** Connects, unless a connection is there or being made. */
    connect() {
        if (this._ws) return;
        clearTimeout(this.#retryTimer);
        this.#retryTimer = null;
        let socket;
        try {
            socket = new WebSocket(this._url);
        } catch (error) {
            this.#refuse(error.message); // a URL that no retry makes good
            return;
        }
        this._ws = socket;
        socket.binaryType = "arraybuffer";
        socket.onmessage = (event) => {
            if (socket === this._ws) this._onMessage(event);
        };
        socket.onopen = () => clearTimeout(this.#connectTimer);
        socket.onclose = ({ code, reason }) => {
            if (socket === this._ws) this.#closed(code, reason);
        };
        this.#connectTimer = setTimeout(() => {
            socket.onclose = null;
            socket.close();
            this.#closed(1006, "");
        }, CONNECT_TIMEOUT);
        this.#inbox.reset();
        this.#outbox.attach(socket);
        this.#veil.disconnected(this.#hadSession ? "reconnecting" : "connecting");
    }

    /** Closes the connection and stays away. */
    disconnect() {
        clearTimeout(this.#retryTimer);
        this.#retryTimer = null;
        super.disconnect();
        this.#forgetConnection();
    }

    #closed(code, reason) {
        this.#forgetConnection();
        if (code >= 4000 && code <= 4999) {
            this.#refuse(reason, { isSessionAlive: SESSION_LIVES_ON.has(code) });
        } else if (this._reconnect) {
            this.#retryTimer = setTimeout(() => this.connect(), this.#backoff.next());
            this.#veil.disconnected(this.#hadSession ? "reconnecting" : "connecting");
        }
    }

    #forgetConnection() {
        clearTimeout(this.#connectTimer);
        this._ws = null;
        this.#dialect = Dialect.UNKNOWN;
        this.#counting = false;
        this.#outbox.detach();
    }

    #refuse(reason, { isSessionAlive = false } = {}) {
        this._reconnect = false;
        if (!isSessionAlive) this.#forgetCredentials();
        this.#veil.refused(reason, () => window.location.reload());
    }

    #watchPage() {
        const retryNow = () => {
            if (this.#retryTimer !== null) this.connect();
        };
        window.addEventListener("online", retryNow);
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "visible") retryNow();
        });
        window.addEventListener("resize", () => {
            if (this.#outbox.live) this.#viewportReport.request();
        });
        // A session's link pasted into this very tab changes the fragment only: no load follows.
        window.addEventListener("hashchange", () => {
            const pasted = this.#credentials.inFragment();
            if (pasted && !this.#isOurs(pasted.sessionId, pasted.token)) window.location.reload();
        });
    }

    // --- credentials: kept by our store, for a stock server too ---------------------------------

    /** @override RemoteInterface calls it before our fields exist; the constructor loads them. */
    _loadSessionCredentials() {}

    /** @override */
    _saveSessionCredentials() {
        this.#credentials.save({ sessionId: this._sessionId, token: this._sessionToken });
    }

    /** @override The store keeps the URL, too. */
    _updateUrl() {}

    /** A server that was started anew counts its sessions from 1 again: the token tells. */
    #isOurs(sessionId, token) {
        return sessionId === this._sessionId && token === this._sessionToken;
    }

    #forgetCredentials() {
        this._sessionId = null;
        this._sessionToken = null;
        this.#credentials.clear();
    }

    // --- receiving --------------------------------------------------------------------------

    /** @override */
    _onMessage(event) {
        if (this.#dialect === Dialect.UNKNOWN) this.#recognise(event.data);
        if (this.#dialect === Dialect.STOCK) {
            super._onMessage(event);
        } else {
            this.#outbox.together(() => this.#receive(event.data));
        }
    }

    /** The first message tells whom we speak with. */
    #recognise(data) {
        const first = typeof data === "string" ? [parsed(data)].flat()[0] : null;
        const extended = first?.ext >= 1 || first?.type === "waiting";
        this.#dialect = extended ? Dialect.EXTENDED : Dialect.STOCK;
        if (extended) return;
        this._reconstructing = false;
        this.#hadSession = true;
        this.#backoff.reset();
        this.#veil.hide();
    }

    #receive(data) {
        if (typeof data !== "string") {
            this.#receiveBytes(data);
        } else {
            const frame = parsed(data);
            if (Array.isArray(frame)) for (const message of frame) this.#receiveMessage(message);
            else this.#receiveMessage(frame);
        }
        this.#acknowledge();
    }

    #receiveBytes(bytes) {
        let header;
        try {
            header = this.#inbox.takeHeader();
        } catch (error) {
            this.#fail(undefined, error);
            return;
        }
        this.#count(header, () => this.#applyBytes(header, bytes));
    }

    #receiveMessage(message) {
        switch (message?.type) {
            case "init":
                this.#greet(message);
                break;
            case "waiting":
                this.#veil.waiting(message.ahead ?? 0);
                break;
            case "session-info":
                this.#beginSession(message);
                break;
            default:
                // A header and its bytes are one message: it counts when the bytes are here.
                if (BinaryInbox.awaitsFrame(message)) this.#inbox.expect(message);
                else this.#count(message, () => this.#apply(message));
        }
    }

    /**
     * Applies one message and counts it. The count is raised first: what a widget reports while
     * message n is being applied is a consequence of n.
     */
    #count(message, apply) {
        this.#seen += 1;
        const id = message?.id;
        try {
            const value = apply();
            if (id === undefined) return;
            const answer = this._serializeValue(value);
            this.#outbox.post({ type: "result", id, value: answer, seen: this.#seen });
        } catch (error) {
            this.#fail(id ?? this.#seen, error);
        }
    }

    #fail(id, error, call) {
        this.#outbox.post({ type: "error", id, error: textOf(error), call, seen: this.#seen });
    }

    #acknowledge() {
        if (!this.#counting || this.#seen === this.#acknowledged) return;
        this.#acknowledged = this.#seen;
        this.#outbox.post({ type: "ack", seen: this.#seen });
    }

    // --- the greeting ------------------------------------------------------------------------

    /** Unlike RemoteInterface, this leaves the page as it is: it may be resumed one day. */
    #greet({ id }) {
        const known = this._sessionId !== null && this._sessionToken !== null;
        this.#outbox.answer({
            type: "result",
            id,
            ext: EXTENSION,
            ...(known && { session_id: this._sessionId, token: this._sessionToken }),
        });
    }

    #beginSession({ session_id: sessionId, token }) {
        // Another session's ids mean other widgets: nothing on this page may speak for them.
        if (this.#hadSession && !this.#isOurs(sessionId, token)) this.#wipe();
        this.#hadSession = true;
        this._sessionId = sessionId;
        this._sessionToken = token;
        this._saveSessionCredentials();
        this.#counting = true;
        this.#seen = 0;
        this.#acknowledged = 0;
        this.#backoff.reset();
        this.#outbox.begin();
        this.#veil.hide();
        this._sendViewport();
    }

    // --- applying ----------------------------------------------------------------------------

    #apply(message) {
        switch (message?.type) {
            case "create":
                this.#introduce(this.#applier.create(message));
                return undefined;
            case "call":
                return this.#call(message);
            case "batch":
                this.#applier.batch(message.calls ?? [], (error, index) =>
                    this.#fail(message.id ?? this.#seen, error, index));
                return undefined;
            case "reconstruct-start":
                this._reconstructing = true;
                this.#wipe(message.next_wid);
                return undefined;
            case "reconstruct-end":
                this._reconstructing = false;
                this.#layout.settle(() => [...Widgets.Callback._registry.values()]);
                this.#geometryReport.request();
                return undefined;
            case "binary-call-chunked":
                this.#inbox.announce(message);
                return undefined;
            case "binary-chunk":
                return this.#applyBytes(message, null);
            case "listen":
            case "unlisten":
                if (this.#reportsByItself(message)) return undefined;
                return raised(super._dispatch(message));
            case "register-font":
            case "set-default-font":
            case "open-url":
                return raised(super._dispatch(message));
            default:
                throw new Error(`Unknown message type: ${message?.type}`);
        }
    }

    #call(message) {
        const value = this.#applier.call(message);
        if (message.bind !== undefined) this.#introduce(value);
        return value;
    }

    #applyBytes(header, bytes) {
        const call = this.#inbox.accept(header, bytes);
        return call ? this.#applier.callWithBytes(call) : undefined;
    }

    #silently(run) {
        const before = this._syncing;
        this._syncing = true;
        try {
            return run();
        } finally {
            this._syncing = before;
        }
    }

    #wipe(firstOwnId) {
        this._listeners.clear();
        this.#layout.clear();
        this.#applier.wipe(firstOwnId);
        document.body.innerHTML = "";
    }

    // --- geometry ----------------------------------------------------------------------------

    #introduce(widget) {
        if (widget.has_callback?.("move")) {
            widget.add_callback("move", (_, x, y) => this.#moved(widget, x, y));
        }
        this.#geometry.introduce(widget);
    }

    /** Sizes and positions of the server's own widgets are told in bulk, never twice. */
    #reportsByItself({ wid, action }) {
        const geometry = action === "resize" || action === "move";
        return geometry && this.#applier.knows(this.#applier.find(wid));
    }

    #resized(widget, width, height) {
        if (this.#dialect === Dialect.STOCK) return; // its server listens where it wants to know
        this.#geometry.resized(widget, width, height);
        this.#geometryReport.request();
    }

    #moved(widget, x, y) {
        if (this._syncing || this._reconstructing) return;
        this.#geometry.moved(widget, x, y);
        this.#geometryReport.request();
    }

    /** While nobody listens, changes wait: only the newest of each widget is kept. */
    #sendGeometry() {
        if (!this.#outbox.live || this._reconstructing) return;
        const news = this.#geometry.take((widget) => this.#applier.knows(widget));
        if (news) this.#outbox.post({ type: "geometry", ...news, seen: this.#seen });
    }

    // --- sending -----------------------------------------------------------------------------

    /** @override All that RemoteInterface's listeners send comes through here. */
    _send(message) {
        if (this.#dialect === Dialect.STOCK) super._send(message);
        else if (message.type !== "callback") this.#outbox.post(message);
        else this.#outbox.post({ ...message, seen: this.#seen });
    }

    /** @override Sends no faster than the network takes it, and not to the next connection. */
    _sendChunkedFiles(wid, action, payload) {
        if (this.#dialect === Dialect.STOCK) {
            super._sendChunkedFiles(wid, action, payload);
            return;
        }
        const transferId = this._nextTransferId;
        this._nextTransferId += 1;
        const files = payload.files.map(({ name, size, type, encoding = "bytes" }) => (
            { name, size, type, encoding }));
        const about = this._serializeValue({ ...payload, transfer_id: transferId, files });
        this._send({ type: "callback", wid, action, args: [about] });
        this.#upload(fileChunks(wid, transferId, payload.files), this._ws);
    }

    async #upload(chunks, socket) {
        for (const { header, bytes } of chunks) {
            while (socket === this._ws && this.#outbox.backlog > UPLOAD_BACKLOG) {
                await new Promise((resume) => setTimeout(resume, UPLOAD_PAUSE));
            }
            if (socket !== this._ws || !this.#outbox.postBinary(header, bytes)) return;
        }
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined; // applied like any message: it fails, and the server is told
    }
}

function textOf(error) {
    return error instanceof Error ? error.message : String(error);
}

/** RemoteInterface answers a fault where we throw one. */
function raised(answer) {
    if (answer?.type === "error") throw new Error(answer.error);
    return undefined;
}
