/**
 * Ids that go without saying: a frame leaves them out of what is about the widget that it has made last.
 *
 * Knows: in which messages they are left out (docs/reference/wire-protocol.md, "Ids that go without
 * saying"). Must not know: what a message does.
 */

const ABOUT_ONE = new Set(["call", "listen", "unlisten"]);

export class Newest {
    /** @type {?number} the id of the widget that the frame has made last */
    wid = null;

    /** A frame begins: nothing goes without saying yet. */
    begin() {
        this.wid = null;
    }

    /** Puts the id into a message, before it is applied. */
    fill(message) {
        if (message?.type === "create") {
            if (message.wid === undefined && this.wid !== null) message.wid = this.wid + 1;
            this.wid = message.wid;
        } else if (message?.wid === undefined && this.wid !== null && ABOUT_ONE.has(message?.type)) {
            message.wid = this.wid;
        }
    }
}
