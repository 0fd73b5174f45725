/**
 * The page's client: speaks with the server that owns the widgets, over one connection after another.
 *
 * Knows: the greeting, the extension of the protocol (counting, acknowledgement, resume, bulk
 * geometry), and which private methods of pgwidgets-js's RemoteInterface it builds on.
 * Must not know: how the veil looks, where credentials are kept, how layout is observed, when to
 * connect again, what is kept for a resume, or how a message changes the page (stage.js).
 *
 * A server that does not offer the extension in its `init` is left to RemoteInterface altogether.
 */

import { Widgets } from "../../Widgets.js";
import { Throttle } from "../common/throttle.js";
import { Passage } from "../carrying/passage.js";
import { BinaryInbox, fileChunks, withoutData } from "../line/binary.js";
import { Connector, Trouble } from "../line/connector.js";
import { openSocket } from "../line/early_socket.js";
import { knocker } from "../line/knock.js";
import { Liveness } from "../line/liveness.js";
import { Newest } from "../line/newest.js";
import { Outbox } from "../line/outbox.js";
import { Tally } from "../line/tally.js";
import { Uploads } from "../line/uploads.js";
import { byItself, isByItself } from "../telling/by_itself.js";
import { isFitted } from "../telling/fitted.js";
import { GeometryReports } from "../telling/geometry_reports.js";
import { placesOf, watchPlaces } from "../telling/places.js";
import { looking } from "../telling/looking.js";
import { pauses } from "../telling/pausing.js";
import { resolved } from "../widgets/arguments.js";
import { tellPlaces } from "../widgets/scrolling.js";
import { Gate } from "./gate.js";
import { Dialect, Greeting } from "./greeting.js";
import { isPageVisible, watchPage } from "./page_events.js";
import { Stage } from "./stage.js";

const REPORT_INTERVAL = 100; // ms between two reports of geometry, or of the viewport

export class RemoteClient extends Widgets.RemoteInterface {
    #greeting;
    #veil;
    #watching;
    #layout;
    #dialect = Dialect.UNKNOWN;
    #connector;
    #gate;
    #liveness = new Liveness({
        ping: () => this.#outbox.post({ type: "ping" }),
        dead: () => this.#connector.replace(),
        isVisible: isPageVisible,
    });

    #outbox = new Outbox();
    #inbox = new BinaryInbox();
    #newest = new Newest();
    #uploads = new Uploads(this.#outbox);
    #geometry = new GeometryReports({
        interval: REPORT_INTERVAL,
        isOurs: (widget) => this.#stage.knows(widget),
        isMuted: () => this.#stage.isMuted,
        canTell: () => this.#outbox.live && !this._reconstructing,
        tell: (news, arrived) => this.#tellGeometry(news, arrived),
        places: () => placesOf(Widgets.Callback._registry.values()),
    });

    #stage;
    #passage = new Passage(Widgets.Callback._registry, document, (wid, action, args) => {
        if (this.#outbox.holds) this._send({ type: "callback", wid, action, args });
    });

    #tally = new Tally({
        post: (message) => this.#outbox.post(message),
        serialize: (value) => this._serializeValue(value),
        before: () => this.#geometry.beforeServer(),
    });

    #viewportReport = new Throttle(REPORT_INTERVAL, () => this._sendViewport());

    /**
     * @param {object} parts
     * @param {import("../line/route.js").Route} parts.route to the server's WebSocket
     * @param {() => Promise<boolean>} parts.isSignedOut asks whether a login proxy keeps us out
     * @param {import("../line/credentials.js").CredentialStore} parts.credentials
     * @param {import("./veil.js").Veil} parts.veil
     * @param {import("./watching.js").Watching} parts.watching
     * @param {import("./looks.js").Looks} parts.looks
     * @param {import("../widgets/late.js").LateClasses} parts.late
     * @param {(onResize: Function) => import("../widgets/layout.js").SharedLayout} parts.observeLayout
     *   called once; the argument is told each change of a widget's size
     */
    constructor({ route, isSignedOut, credentials, veil, watching, looks, late, observeLayout }) {
        super(Widgets, { auto_connect: false });
        const url = () => route.url(this._sessionId);
        this.#greeting = new Greeting({ names: this, credentials });
        this.#veil = veil;
        this.#watching = watching;
        this.#outbox.tooLong = ({ args: _, ...message }, size) => {
            veil.tooLong(size, this.#outbox.most);
            return { ...message, args: [], too_long: size };
        };
        this.#layout = observeLayout((widget, ...size) => {
            if (!this.#tellsGeometry || isFitted(widget, window)) return;
            this.#geometry.resized(widget, ...size);
        });
        looking.tell = (wid, start, stop) => byItself(() => {
            this._send({ type: "callback", wid, action: "looks", args: [start, stop] });
        });
        watchPlaces(() => this.#tellsGeometry && this.#geometry.moves());
        this.#stage = new Stage({
            library: Widgets,
            remote: this,
            dispatch: (message) => raised(super._dispatch(message)),
            geometry: this.#geometry,
            inbox: this.#inbox,
            looks,
            layout: this.#layout,
            instead: late.instead,
            fail: (id, error, index) => this.#tally.fail(id ?? this.#tally.seen, error, index),
            rebuilt: () => this.#passage.arrive(),
        });
        this.#gate = new Gate({
            comingFor: ({ data }) => late.comingFor(data),
            pass: (event) => this._onMessage(event),
        });
        this.#connector = new Connector({
            open: () => openSocket(window, url()),
            isSignedOut,
            knock: knocker(url, window.location.href),
            listener: {
                opening: (socket) => this.#opening(socket),
                message: (event) => this.#gate.take(event),
                lost: () => this.#lost(),
                waiting: () => this.#showAbsence(),
                refused: (reason, code) => this.#refuse(reason, code),
            },
        });
        watchPage({
            awake: () => {
                this.#connector.hurry();
                this.#liveness.probe();
            },
            used: () => this.#connector.nudge(),
            resized: () => this.#outbox.live && this.#viewportReport.request(),
            frozen: () => {
                this.#tellWhatWaits();
                // Else the browser would answer the server's pings for us, and we would count as here.
                this.#connector.pause();
            },
            thawed: () => this.#connector.unpause(),
            left: () => {
                this.#tellWhatWaits();
                if (this.#outbox.live) this.#outbox.post({ type: "goodbye" });
            },
            addressChanged: () => this.#greeting.isElsewhere() && window.location.reload(),
        });
    }

    /** The page's script may not run again: what would be told a moment later is told now. */
    #tellWhatWaits() {
        pauses.end();
        tellPlaces();
        this.#geometry.send();
    }

    // --- the connection ---------------------------------------------------------------------

    /** Connects, unless a connection is there or being made. */
    connect() {
        this.#connector.connect();
    }

    /** Closes the connection and stays away. */
    disconnect() {
        this.#connector.stop();
    }

    #opening(socket) {
        this._ws = socket; // RemoteInterface sends on it
        socket.binaryType = "arraybuffer";
        this.#inbox.forgetHeaders();
        this.#outbox.attach(socket);
        this.#showAbsence();
    }

    #lost() {
        this.#gate.forget();
        this._ws = null;
        this.#dialect = Dialect.UNKNOWN;
        this.#tally.pause();
        this.#liveness.end();
        this.#geometry.lost();
        this.#outbox.detach();
    }

    #refuse(reason, code) {
        this.#giveUpResuming();
        this.#uploads.abandon();
        this.#greeting.refused(code);
        this.#veil.refused(reason, () => window.location.reload());
    }

    /** Says why nothing answers, and whether what the user does meanwhile will be delivered. */
    #showAbsence() {
        const { trouble } = this.#connector;
        const { hadSession } = this.#greeting;
        this.#veil.disconnected(trouble ?? (hadSession ? "reconnecting" : "connecting"), {
            // A server that restarts may remember the session, but hardly this view of it.
            isKept: this.#canResume && (this.#outbox.holds || trouble !== Trouble.RESTARTING),
            reload: () => window.location.reload(),
        });
    }

    // --- credentials: kept by our store, for a stock server too ---------------------------------

    /** @override RemoteInterface calls it before our fields exist; the constructor loads them. */
    _loadSessionCredentials() {}

    /** @override */
    _saveSessionCredentials() {
        this.#greeting.save();
    }

    /** @override The store keeps the URL, too. */
    _updateUrl() {}

    /** @override It would copy all rows of a table. */
    _resolveArgs(args) {
        return resolved(args, Widgets.Callback._registry, this.#newest.wid);
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
        const [first] = typeof data === "string" ? messagesOf(data) : [];
        this.#dialect = this.#greeting.recognise(first);
        if (this.#dialect === Dialect.EXTENDED) return;
        this._reconstructing = false;
        this.#uploads.abandon();
        this.#giveUpResuming();
        this.#letIn();
    }

    #receive(data) {
        this.#liveness.heard();
        this.#newest.begin();
        if (typeof data !== "string") this.#receiveBytes(data);
        else for (const message of messagesOf(data)) this.#receiveMessage(message);
        this.#stage.runPostponed();
        this.#passage.catchUp();
        this.#watching.shown((wid) => Widgets.Callback._registry.get(wid)?.element);
        this.#tally.acknowledge(typeof data !== "string");
    }

    #receiveBytes(bytes) {
        let header;
        try {
            header = this.#inbox.takeHeader();
        } catch (error) {
            this.#tally.fail(undefined, error);
            return;
        }
        this.#tally.count(header, () => this.#stage.applyBytes(header, bytes));
    }

    #receiveMessage(message) {
        switch (message?.type) {
            case "init":
                if (!message.heard) this.#greet(message); // else the early socket has said it
                break;
            case "waiting":
                this.#connector.letIn();
                this.#veil.waiting(message.ahead ?? 0);
                break;
            case "restoring":
                this.#connector.letIn(); // it may take longer than a connection may
                this.#showAbsence();
                break;
            case "frozen":
                if (message.is_frozen) this.#veil.disconnected("frozen", { isKept: this.#outbox.holds });
                else this.#veil.hide();
                break;
            case "kept":
                this.#outbox.stored(message.count);
                this.#greeting.stored();
                break;
            case "unrepeated":
                this.#noteUnrepeated(message);
                break;
            case "session-info":
                this.#beginSession(message);
                break;
            case "resumed":
                this.#resume(message);
                break;
            case "got":
                this.#forgetHandled(message);
                break;
            case "token":
                this.#greeting.renew(message.token);
                break;
            case "rights":
                this.#watching.set(message);
                break;
            case "ping":
                this.#outbox.post({ type: "pong" });
                break;
            case "pong":
                this.#liveness.pong();
                break;
            case "transfer-refused":
                console.warn("pgwidgets: the server does not take these files");
                this.#uploads.stop(message.transfer_id);
                break;
            default:
                if (message?.type === "reconstruct-start") this.#passage.leave();
                // A header and its bytes are one message: it counts when the bytes are here.
                if (BinaryInbox.awaitsFrame(message)) this.#inbox.expect(message);
                else this.#apply(message);
        }
    }

    #apply(message) {
        this.#newest.fill(message);
        this.#tally.count(message, () => this.#stage.apply(message));
    }

    // --- the greeting ------------------------------------------------------------------------

    /** Unlike RemoteInterface, this leaves the page as it is: it may be resumed. */
    #greet(init) {
        const seen = this.#canResume ? this.#tally.seen : null;
        this.#outbox.answer(this.#greeting.answer(init, seen));
    }

    #beginSession(info) {
        const { isReplaced, isShown } = this.#greeting.begin(info);
        // Another session's ids mean other widgets: nothing on this page may speak for them.
        if (isShown) this.#stage.wipe();
        this.#watching.set(info);
        const carries = info.done !== undefined && this.#carry(info);
        this.#tally.begin();
        this.#inbox.reset();
        this.#uploads.abandon();
        if (!carries) {
            const isResumable = this.#greeting.link !== null;
            this.#outbox.begin({ isResumable, most: info.text_bytes, holds: info.keeps });
        }
        this.#letIn(isReplaced);
        this._sendViewport();
    }

    /** Another run of the server goes on with what this page has said. */
    #carry({ done, wids }) {
        this.#passage.tellEdits();
        try {
            this.#outbox.carry(done);
        } catch (error) {
            console.error("pgwidgets: what was said to an earlier server is lost:", error);
            return false;
        }
        this.#passage.begin(wids ?? []);
        return true;
    }

    #letIn(isReplaced = false) {
        const actions = this.#outbox.takeLost();
        this.#connector.letIn();
        if (isReplaced || actions > 0) this.#veil.note({ isReplaced, actions });
        else this.#veil.hide();
        if (this.#greeting.link !== null) this.#liveness.begin();
    }

    #noteUnrepeated({ count, total }) {
        const actions = total === undefined ? count : this.#outbox.unrepeated(total);
        if (actions > 0) this.#veil.note({ isReplaced: false, actions });
    }

    // --- resume ------------------------------------------------------------------------------

    /** Whether this page, as it is, can go on where the connection broke. */
    get #canResume() {
        return this.#greeting.link !== null && this.#outbox.canResume;
    }

    /** The page stays exactly as it is; both sides send what the other has not seen. */
    #resume({ got }) {
        try {
            if (!this.#canResume) throw new Error("nothing is left to resume it with");
            this.#outbox.resume(got);
        } catch (error) {
            console.error("pgwidgets: the session cannot be resumed:", error);
            this.#giveUpResuming();
            this.#connector.replaceLater();
            return;
        }
        this.#tally.resume();
        this.#letIn();
        this._sendViewport();
        this.#geometry.send();
    }

    #forgetHandled({ count }) {
        try {
            this.#outbox.acknowledge(count);
        } catch (error) {
            this.#giveUpResuming(); // but the connection is as good as before
            this.#tally.fail(undefined, error);
        }
    }

    #giveUpResuming() {
        this.#greeting.giveUpResuming();
        this.#outbox.abandon();
    }

    // --- geometry ----------------------------------------------------------------------------

    /** A stock server listens where it wants to know. */
    get #tellsGeometry() {
        return this.#dialect !== Dialect.STOCK;
    }

    #tellGeometry(news, arrived) {
        this.#outbox.together(() => {
            this.#outbox.post({ type: "geometry", ...news, seen: this.#tally.seen });
            if (this.#greeting.link === null) arrived();
            else this.#liveness.whenReceived(arrived);
        });
    }

    // --- sending -----------------------------------------------------------------------------

    /** @override All that RemoteInterface's listeners send comes through here. */
    _send(message) {
        const isReport = message.type === "callback";
        const isNobodys = isReport && isByItself();
        if (isReport && !isNobodys) pauses.end();
        if (this.#dialect === Dialect.STOCK) {
            super._send(message);
            return;
        }
        const couldResume = this.#canResume;
        const more = isReport
            && { ...this.#tally.ofReport(!isNobodys), ...(isNobodys && { by_itself: true }) };
        this.#outbox.post({ ...message, ...more });
        // More than can be kept: from now on the page must not look as if it could be used.
        if (couldResume && !this.#canResume && !this.#outbox.live) this.#showAbsence();
    }

    /** @override Sends no faster than the network takes it; after a resume, it goes on. */
    _sendChunkedFiles(wid, action, payload) {
        if (this.#dialect === Dialect.STOCK) {
            super._sendChunkedFiles(wid, action, payload);
            return;
        }
        const transferId = this._nextTransferId;
        this._nextTransferId += 1;
        const files = withoutData(payload.files);
        const about = this._serializeValue({ ...payload, transfer_id: transferId, files });
        this._send({ type: "callback", wid, action, args: [about] });
        this.#uploads.send(transferId, fileChunks(wid, transferId, payload.files));
    }
}

/** @returns {any[]} what a frame holds; one of another kind is applied, fails, and is told of */
function messagesOf(text) {
    try {
        return [JSON.parse(text)].flat();
    } catch {
        return [undefined];
    }
}

/** RemoteInterface answers a fault where we throw one. */
function raised(answer) {
    if (answer?.type === "error") throw new Error(answer.error);
    return undefined;
}
