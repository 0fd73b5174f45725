"""Messages for the stock client: widgets by the ids that it gives them, and calls that it knows.

Knows: which of our widgets the stock client has under another id, and which have no id there yet.
Must not know: sessions or numbering.

Our client names the object that a call makes as the call says (``bind``). The stock client gives
it an id of its own, which its answer tells. Until then messages about the object are kept here,
in their order; all others pass.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from ..wire.outgoing import Outgoing


class StockDialect:
    """Translates the messages of one link for a stock client.

    Attributes:
        kept_bytes: the size of the messages that are kept until the client names an object, without
            those of a rebuild.
    """

    def __init__(self) -> None:
        self.kept_bytes = 0
        self._kept: dict[int, list[Outgoing]] = {}
        self._theirs: dict[int, int] = {}
        self._ours: dict[int, int] = {}

    def forget(self) -> None:
        """Forget all names: the page is built anew, and its client will give others."""
        self._kept.clear()
        self._theirs.clear()
        self._ours.clear()
        self.kept_bytes = 0

    def versions_of(self, outgoing: Outgoing, *, counted: bool = True) -> Iterator[Outgoing]:
        """The messages to queue now in the place of one of ours: mostly that message itself.

        Parameters:
            outgoing: our message.
            counted: whether it counts in :attr:`kept_bytes` if it is kept.
        """
        if outgoing.parts and (self._kept or self._theirs):
            for part in outgoing.parts:
                yield from self.versions_of(part, counted=counted)
            return
        if outgoing.is_extended:
            if outgoing.for_stock is None:
                return
            outgoing = outgoing.for_stock
        wids = {wid for wid in (outgoing.wid, *outgoing.barrier) if wid is not None}
        for wid in wids & self._kept.keys():
            self._kept[wid].append(outgoing)
            self.kept_bytes += outgoing.size if counted else 0
            return
        if outgoing.bind is not None:
            self._kept[outgoing.bind] = []
        yield self._renamed(outgoing) if wids & self._theirs.keys() else outgoing

    def answered(self, outgoing: Outgoing, value: Any) -> Iterator[Outgoing]:
        """Take the answer to a call; gives the messages that waited for the object's id in it.

        Parameters:
            outgoing: the call.
            value: the answer; None: the call failed, and made no object.
        """
        if outgoing.bind is None:
            return
        kept = self._kept.pop(outgoing.bind, [])
        if not self._kept:
            self.kept_bytes = 0
        theirs = value.get("__wid__") if isinstance(value, dict) else None
        if type(theirs) is not int:
            return
        self._theirs[outgoing.bind] = theirs
        self._ours[theirs] = outgoing.bind
        for waiting in kept:
            yield from self.versions_of(waiting, counted=False)

    def ours(self, wid: int) -> int:
        """Our id of a widget that the client reports of."""
        return self._ours.get(wid, wid)

    def _renamed(self, outgoing: Outgoing) -> Outgoing:
        message = self._with_their_ids(msgspec.json.decode(outgoing.encoded))
        message["wid"] = self._theirs.get(message["wid"], message["wid"])
        return msgspec.structs.replace(outgoing, encoded=msgspec.json.encode(message))

    def _with_their_ids(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._with_their_ids(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "__wid__" in value:
            wid = value["__wid__"]
            return {"__wid__": self._theirs.get(wid, wid)}
        return {key: self._with_their_ids(item) for key, item in value.items()}
