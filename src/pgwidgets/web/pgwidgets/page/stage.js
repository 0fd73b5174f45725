/**
 * What the page shows: the messages of a session, applied to it one by one.
 *
 * Knows: every message that builds or changes something, and when what the page tells is muted.
 * Must not know: how messages come, how they are counted, or who the server is.
 */

import { markDefaultFont } from "../repairs/fonts.js";
import { GeometryReports } from "../telling/geometry_reports.js";
import { Applier } from "../widgets/applier.js";
import { ownClasses } from "../widgets/instead.js";

export class Stage {
    #library;
    #remote;
    #dispatch;
    #geometry;
    #inbox;
    #looks;
    #layout;
    #fail;
    #rebuilt;
    #applier;
    #postponed = [];

    /**
     * @param {object} parts
     * @param {object} parts.library pgwidgets-js: its classes, and `Callback`
     * @param {object} parts.remote a RemoteInterface; holds `_syncing`, `_reconstructing`, `_listeners`
     * @param {(message: object) => undefined} parts.dispatch applies a message as RemoteInterface
     *   does; throws where that fails
     * @param {GeometryReports} parts.geometry is told which widgets are new
     * @param {import("../line/binary.js").BinaryInbox} parts.inbox puts calls with bytes together
     * @param {import("./looks.js").Looks} parts.looks
     * @param {import("../widgets/layout.js").SharedLayout} parts.layout
     * @param {Object<string, Function>} parts.instead our own classes that come late, as they come
     * @param {(id: number | undefined, error: Error, index: number) => void} parts.fail is told of a
     *   call in a batch that could not be made
     * @param {() => void} parts.rebuilt called when the page is whole again
     */
    constructor({
        library, remote, dispatch, geometry, inbox, looks, layout, instead, fail, rebuilt,
    }) {
        this.#library = library;
        this.#remote = remote;
        this.#dispatch = dispatch;
        this.#geometry = geometry;
        this.#inbox = inbox;
        this.#looks = looks;
        this.#layout = layout;
        this.#fail = fail;
        this.#rebuilt = rebuilt;
        this.#applier = new Applier({
            Callback: library.Callback,
            classes: library,
            instead: Object.assign(instead, ownClasses(
                library,
                (run) => this.#soon(run),
                (window) => this.#applier.closed(window),
            )),
            resolve: (args) => remote._resolveArgs(args),
            silently: (run) => this.#silently(run),
        });
    }

    /** Whether what changes now is changed by the server, which knows. */
    get isMuted() {
        return this.#remote._syncing || this.#remote._reconstructing;
    }

    /** Whether a widget was made by the server. */
    knows(widget) {
        return this.#applier.knows(widget);
    }

    /** @returns {any} what the message's call gives back, if it is one; throws if it fails */
    apply(message) {
        switch (message?.type) {
            case "create":
                this.#geometry.introduce(this.#applier.create(message));
                return undefined;
            case "call":
                return this.#call(message);
            case "batch":
                this.#applier.batch(message.calls ?? [], (error, index) =>
                    this.#fail(message.id, error, index));
                return undefined;
            case "set-looks":
                this.#looks.set(message);
                return undefined;
            case "reconstruct-start":
                this.#beginRebuild(message);
                return undefined;
            case "reconstruct-end":
                this.#endRebuild();
                return undefined;
            case "binary-call-chunked":
                this.#inbox.announce(message);
                return undefined;
            case "binary-chunk":
                return this.applyBytes(message, null);
            case "listen":
            case "unlisten":
                return this.#isInReports(message) ? undefined : this.#dispatch(message);
            case "set-default-font":
                markDefaultFont(document.documentElement, message.font);
                return this.#dispatch(message);
            case "register-font":
            case "open-url":
                return this.#dispatch(message);
            default:
                throw new Error(`Unknown message type: ${message?.type}`);
        }
    }

    /** @returns {any} what the call gives back whose bytes are whole now, if they are */
    applyBytes(header, bytes) {
        const call = this.#inbox.accept(header, bytes);
        return call ? this.#applier.callWithBytes(call) : undefined;
    }

    /** Runs what was put off while the page was muted. */
    runPostponed() {
        if (this.#remote._reconstructing) return;
        for (const run of this.#postponed.splice(0)) run();
    }

    /** Empties the page. */
    wipe(firstOwnId) {
        this.#remote._listeners.clear();
        this.#postponed = [];
        this.#layout.clear();
        this.#applier.wipe(firstOwnId);
        document.body.innerHTML = "";
    }

    #beginRebuild(message) {
        this.#remote._reconstructing = true;
        this.#looks.begin();
        this.#inbox.reset(); // the rest of a call that was half sent does not come
        this.wipe(message.next_wid);
    }

    #endRebuild() {
        this.#remote._reconstructing = false;
        this.#looks.settle();
        this.#rebuilt();
        this.#layout.settle(() => [...this.#library.Callback._registry.values()]);
        this.#geometry.request();
    }

    #call(message) {
        const value = this.#applier.call(message);
        if (message.bind !== undefined) this.#geometry.introduce(value);
        return value;
    }

    /** Sizes and positions of the server's own widgets are told in bulk, never twice. */
    #isInReports({ wid, action }) {
        return GeometryReports.tell(action) && this.knows(this.#applier.find(wid));
    }

    /** Runs what tells of something when nothing mutes it: between the messages of the server. */
    #soon(run) {
        if (this.isMuted) this.#postponed.push(run);
        else run();
    }

    #silently(run) {
        const before = this.#remote._syncing;
        this.#remote._syncing = true;
        try {
            return run();
        } finally {
            this.#remote._syncing = before;
        }
    }
}
