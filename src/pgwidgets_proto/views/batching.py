"""Calls that a browser draws as one.

Knows: folding runs of calls into the wire's ``batch``, and keeping a block in one frame.
Must not know: whose calls they are, or how a block begins and ends in the program's text.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from ..wire.outgoing import Outgoing

_CALL = b'{"type":"call",'
_SILENT = b'"silent":true}'


class Receiver(Protocol):
    """What a link is to the batches that keep its messages back."""

    speaks_extension: bool
    builds: int

    def put(self, outgoing: Outgoing, *, glued: bool = False) -> None:
        """Queue a message; glued: in one frame with the message before it."""

    def withhold(self, batch: "Batch", outgoing: Outgoing) -> None:
        """A batch keeps a message back."""

    def batch_over(self, batch: "Batch", messages: Iterable[Outgoing]) -> None:
        """A batch gives back what it kept."""


class Batch:
    """Collects what is queued, per link, until :meth:`release`.

    While it is open, the session puts messages here instead of into its links.

    Attributes:
        is_open: whether its block still collects.
        wids: the widgets that its messages are about. A call from elsewhere about one of them
            ends the collecting early: the order of calls comes first.
    """

    def __init__(self) -> None:
        self.is_open = True
        self.wids: set[int] = set()
        self._collected: dict[tuple[Receiver, int], list[Outgoing]] = {}

    def put(self, link: Receiver, outgoing: Outgoing) -> None:
        """Collect a message for a link."""
        if outgoing.is_extended and not link.speaks_extension:
            if outgoing.for_stock is None:
                return
            outgoing = outgoing.for_stock
        self._collected.setdefault((link, link.builds), []).append(outgoing)
        self.wids.update(outgoing.barrier, (touch.wid for touch in outgoing.touches))
        link.withhold(self, outgoing)

    def release(self) -> None:
        """Queue what was collected, for each link as one frame; the batch is empty afterwards."""
        collected, self._collected = self._collected, {}
        self.wids.clear()
        folded: dict[tuple[int, ...], list[Outgoing]] = {}
        for (link, builds), messages in collected.items():
            link.batch_over(self, messages)
            if link.builds != builds:
                continue  # its page was built anew meanwhile, from a state that has all this
            # Most links got the same messages: fold them once.
            key = tuple(map(id, messages))
            if key not in folded:
                folded[key] = list(fold(messages))
            for index, outgoing in enumerate(folded[key]):
                link.put(outgoing, glued=index > 0)


def fold(messages: list[Outgoing]) -> Iterator[Outgoing]:
    """Fold runs of plain calls into batch messages; the rest passes through, in order."""
    run: list[Outgoing] = []
    for outgoing in messages:
        if _can_fold(outgoing):
            run.append(outgoing)
        else:
            yield from _folded(run)
            run = []
            yield outgoing
    yield from _folded(run)


def _can_fold(outgoing: Outgoing) -> bool:
    return (
        outgoing.answer_to is None
        and outgoing.binary is None
        and outgoing.bind is None
        and not outgoing.is_extended
        and outgoing.encoded.startswith(_CALL)
        # What a widget reports during a call comes behind that call, and before those after it.
        and outgoing.encoded.endswith(_SILENT)
    )


def _folded(run: list[Outgoing]) -> Iterator[Outgoing]:
    if len(run) < 2:
        yield from run
        return
    calls = b",".join(outgoing.encoded for outgoing in run)
    yield Outgoing(
        b'{"type":"batch","calls":[%b]}' % calls,
        None,
        f"batch of {len(run)} calls",
        touches=tuple(touch for outgoing in run for touch in outgoing.touches),
        barrier=tuple({wid for outgoing in run for wid in outgoing.barrier}),
        parts=tuple(run),
    )
