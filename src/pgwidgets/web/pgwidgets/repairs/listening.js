/**
 * The listeners that pgwidgets-js keeps for the server.
 *
 * It keeps those of a widget that is destroyed. And it reports typed text once for each time that it
 * was asked to listen, and only after it has reported what the user did next.
 *
 * Knows: private fields and methods of RemoteInterface. Must not know: sockets, or what the server
 * makes of a report.
 */

import { after, around, before } from "../common/wrapping.js";
import { pauses } from "../telling/pausing.js";

const TYPING_PAUSE = 300; // ms after which typed text is told, as pgwidgets-js has it

/**
 * @param {object} Widgets the namespace of pgwidgets-js
 */
export function mendListening({ Callback, ComboBox, RemoteInterface }) {
    const remotes = new Set();
    after(RemoteInterface.prototype, "_handleListen", (remote) => remotes.add(remote));
    before(Callback.prototype, "destroy", ({ wid, cb }) => {
        for (const { _listeners: listeners } of remotes) {
            for (const action of Object.keys(cb)) listeners.delete(`${wid}:${action}`);
        }
    });
    around(RemoteInterface.prototype, "_attachModifiedListener", (_, [widget]) => {
        if (widget._modifiedListener) return;
        if (!(widget instanceof ComboBox)) tellTyping(widget); // that one tells by itself
    });
}

function tellTyping(widget) {
    const field = widget._input || widget._textarea;
    if (!field) return;
    const tell = () => {
        if (!widget._destroyed) widget.make_callback("modified", field.value);
    };
    widget._modifiedListener = () => pauses.restart(widget, tell, TYPING_PAUSE);
    field.addEventListener("input", widget._modifiedListener);
}
