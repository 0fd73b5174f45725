import assert from "node:assert/strict";
import test from "node:test";

import { mendListening } from "../../src/pgwidgets/web/pgwidgets/listening.js";

/** As much of pgwidgets-js as books who listens. */
function library() {
    class Callback {
        cb = { activated: [], modified: [], map: [] };

        constructor(wid) {
            this.wid = wid;
        }

        destroy() {
            this.cb = {};
            this._destroyed = true;
        }
    }
    class RemoteInterface {
        _listeners = new Map();

        _handleListen({ wid, action }) {
            this._listeners.set(`${wid}:${action}`, () => {});
            return "listens";
        }

        _attachModifiedListener(widget) {
            widget._modifiedListener = () => {};
            widget.attached = (widget.attached ?? 0) + 1;
        }
    }
    mendListening({ Callback, RemoteInterface });
    return { Callback, RemoteInterface };
}

test("of a widget that is gone nobody need know who listened", () => {
    const { Callback, RemoteInterface } = library();
    const [remote, other] = [new RemoteInterface(), new RemoteInterface()];
    for (const wid of [1, 11]) {
        for (const action of ["activated", "map"]) {
            assert.equal(remote._handleListen({ wid, action }), "listens");
        }
    }
    other._handleListen({ wid: 1, action: "modified" });
    const widget = new Callback(1);
    widget.destroy();
    widget.destroy();
    assert.deepEqual([...remote._listeners.keys()], ["11:activated", "11:map"]);
    assert.deepEqual([...other._listeners.keys()], []);
});

test("typed text is told once, however often it was listened to", () => {
    const { Callback, RemoteInterface } = library();
    const [remote, entry, other] = [new RemoteInterface(), new Callback(1), new Callback(2)];
    for (const widget of [entry, other, entry]) remote._attachModifiedListener(widget);
    assert.deepEqual([entry.attached, other.attached], [1, 1]);
});
