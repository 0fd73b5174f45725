"""Browsers' answers to the calls that they were sent: values and faults, brought to who waits.

Knows: which call an answer belongs to, who waits for it, and that a fault may leave the stock
client mute. Must not know: numbers and their acknowledgement (views/link.py), or what a call does.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from ...errors import BrowserError, CloseCode, RemoteProtocolError
from ...views.link import Link
from ...widgets.decoding import resolve
from ...widgets.reporting import Nonsense
from ...widgets.widget import Node
from ...wire.messages import Call
from ...wire.outgoing import Outgoing
from .pending import Pending


class Answers:
    """Brings the answers of a session's browsers to where they are waited for.

    Parameters:
        nodes: the session's widgets by id.
        pending: who waits for browsers.
    """

    def __init__(self, nodes: Mapping[int, Node], pending: Pending) -> None:
        self._nodes = nodes
        self._pending = pending

    def take_value(self, link: Link, call: Outgoing | None, value: Any) -> None:
        """A browser has carried out a call.

        Parameters:
            link: the browser's view.
            call: the call; None: it is not known any more.
            value: the browser's answer.

        Raises:
            RemoteProtocolError: a value that can't be handled safely.
        """
        if call is not None and call.answer_to is not None:
            try:
                found = resolve(value, self._nodes)
            except Nonsense as exc:
                raise RemoteProtocolError(
                    CloseCode.PROTOCOL_ERROR, "answer nested too deep", str(exc)
                ) from exc
            call.answer_to.answered(found)
        elif isinstance(value, dict) and isinstance(value.get("errors"), list):
            for error in value["errors"]:
                self._failed(link, call, error if isinstance(error, str) else "no text")
            self._unmute(link, call)

    def take_error(self, link: Link, call: Outgoing | None, error: str) -> None:
        """A browser could not carry out a call; parameters as those of :meth:`take_value`."""
        self._failed(link, call, error)
        self._unmute(link, call)

    def _failed(self, link: Link, call: Outgoing | None, error: str) -> None:
        if call is None:
            failure = BrowserError(None, "an unknown call", error)
        else:
            node = None if call.wid is None else self._nodes.get(call.wid)
            cls = None if node is None else node.cls.name
            failure = BrowserError(call.wid, call.method, error, cls)
        if call is not None and call.answer_to is not None:
            call.answer_to.failed(failure)
        else:
            self._pending.call_failed(link, failure)

    def _unmute(self, link: Link, failed: Outgoing | None) -> None:
        # A failed silent call leaves the stock client mute until a silent one succeeds.
        if link.speaks_extension or failed is None:
            return
        for wid in (*failed.barrier, *self._nodes):
            if wid in self._nodes:
                call = Call(wid=wid, method="has_callback", args=["activated"], silent=True)
                link.put(Outgoing(msgspec.json.encode(call), wid, call.method))
                return
