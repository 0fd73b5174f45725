"""What a browser answers to the calls that it was sent: values, and faults.

Knows: which call an answer belongs to, who waits for it, and that a fault may leave the stock
client mute. Must not know: numbers and their acknowledgement (views/link.py), or what a call does.
"""

from typing import TYPE_CHECKING

import msgspec

from ..errors import BrowserError, CloseCode, RemoteProtocolError
from ..widgets.reporting import Nonsense
from ..wire.messages import Call, Error, Result
from ..wire.outgoing import Outgoing

if TYPE_CHECKING:
    from ..views.link import Link
    from ..views.outbox import Outbox


class Answers:
    """Brings the answers of one browser to where they are waited for.

    Parameters:
        link: the browser's view.
        outbox: what it was sent.
    """

    def __init__(self, link: "Link", outbox: "Outbox") -> None:
        self._link = link
        self._outbox = outbox

    def take_result(self, message: Result) -> Outgoing | None:
        """A call was carried out.

        Returns:
            The call, if it is still known.

        Raises:
            RemoteProtocolError: a value that can't be handled safely.
        """
        outgoing = self._outbox.find(message.id)
        if outgoing is not None and outgoing.answer_to is not None:
            try:
                value = self._link.session.resolve(message.value)
            except Nonsense as exc:
                raise RemoteProtocolError(
                    CloseCode.PROTOCOL_ERROR, "answer nested too deep", str(exc)
                ) from exc
            outgoing.answer_to.answered(value)
        elif isinstance(message.value, dict) and isinstance(message.value.get("errors"), list):
            for error in message.value["errors"]:
                self._failed(outgoing, error if isinstance(error, str) else "no text")
            self._unmute(outgoing)
        return outgoing

    def take_error(self, message: Error) -> Outgoing | None:
        """A call could not be carried out.

        Returns:
            The call (of several in one message the one that it was), if it is still known.
        """
        outgoing = None if message.id is None else self._outbox.find(message.id)
        if outgoing is not None and message.call is not None:
            parts = outgoing.parts
            outgoing = parts[message.call] if 0 <= message.call < len(parts) else None
        self._failed(outgoing, message.error)
        if message.id is not None:
            self._unmute(outgoing)
        return outgoing

    def _failed(self, outgoing: Outgoing | None, error: str) -> None:
        session = self._link.session
        if outgoing is None:
            failure = BrowserError(None, "an unknown call", error)
        else:
            node = None if outgoing.wid is None else session.nodes.get(outgoing.wid)
            cls = None if node is None else node.cls.name
            failure = BrowserError(outgoing.wid, outgoing.method, error, cls)
        if outgoing is not None and outgoing.answer_to is not None:
            outgoing.answer_to.failed(failure)
        else:
            session.waiting.call_failed(self._link, failure)

    def _unmute(self, failed: Outgoing | None) -> None:
        # A failed silent call leaves the stock client mute until a silent one succeeds.
        if self._link.speaks_extension or failed is None:
            return
        nodes = self._link.session.nodes
        for wid in (*failed.barrier, *nodes):
            if wid in nodes:
                call = Call(wid=wid, method="has_callback", args=["activated"], silent=True)
                self._link.put(Outgoing(msgspec.json.encode(call), wid, call.method))
                return
