import assert from "node:assert/strict";
import test from "node:test";

import { mendListening } from "../../src/pgwidgets/web/pgwidgets/repairs/listening.js";
import { pauses } from "../../src/pgwidgets/web/pgwidgets/telling/pausing.js";

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
    class ComboBox extends Callback {}
    class RemoteInterface {
        _listeners = new Map();

        _handleListen({ wid, action }) {
            this._listeners.set(`${wid}:${action}`, () => {});
            return "listens";
        }

        _attachModifiedListener() {}
    }
    mendListening({ Callback, ComboBox, RemoteInterface });
    return { Callback, ComboBox, RemoteInterface };
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
    const { Callback, ComboBox, RemoteInterface } = library();
    const [entry, area, label] = [1, 2, 3].map((wid) => new Callback(wid));
    const combo = new ComboBox(4); // tells it by itself
    const remote = new RemoteInterface();
    const told = [];
    entry._input = new EventTarget();
    area._textarea = new EventTarget();
    combo._input = new EventTarget();
    for (const widget of [entry, area, combo]) {
        widget.make_callback = (action, text) => told.push([widget.wid, action, text]);
    }
    for (const widget of [entry, area, label, combo, entry]) {
        remote._attachModifiedListener(widget);
    }
    for (const field of [entry._input, area._textarea, combo._input]) {
        field.value = "M 31";
        field.dispatchEvent(new Event("input"));
    }
    area._destroyed = true;
    pauses.end();
    pauses.end();
    assert.deepEqual(told, [[1, "modified", "M 31"]]);
});
