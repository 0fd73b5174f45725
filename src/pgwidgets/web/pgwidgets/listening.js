/**
 * To what the server listens, in the books of pgwidgets-js.
 *
 * It books a listener for each action and never strikes it off when the widget goes; and it tells
 * of typed text once for every time that it was told to listen.
 *
 * Knows: private fields and methods of RemoteInterface. Must not know: anything of ours.
 */

import { after, around, before } from "./wrapping.js";

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendListening({ Callback, RemoteInterface }) {
    const remotes = new Set();
    after(RemoteInterface.prototype, "_handleListen", (remote) => remotes.add(remote));
    before(Callback.prototype, "destroy", ({ wid, cb }) => {
        for (const { _listeners: listeners } of remotes) {
            for (const action of Object.keys(cb)) listeners.delete(`${wid}:${action}`);
        }
    });
    around(RemoteInterface.prototype, "_attachModifiedListener", (_, [widget], run) => {
        if (!widget._modifiedListener) run();
    });
}
