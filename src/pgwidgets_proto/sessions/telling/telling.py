"""What a session tells its browsers: which of them, in which order, and by way of which batch.

Knows: the session's links, and the batch and the browser of the program's present call. Must not
know: how a call is encoded or what a message means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from ...views.batching import Batch
from ...views.link import Link
from ...views.seam import Badge
from ...widgets.call_encoder import CallEncoder
from ...widgets.whom import Target
from ...widgets.widget import Node
from ...wire.outgoing import Outgoing, Touch
from .audience import Audience
from .pages import Pages


class Telling:
    """Queues a session's messages on its links.

    Parameters:
        audience: the links.
        nodes: the session's widgets by id.
        encoder: encodes the calls that set values.
        pages: the packed page, which is told that the state may have changed before browsers are.

    Attributes:
        asker: the browser on whose behalf the program's present call acts; None: the most recently
            active one. :meth:`Session.act <.session.Session.act>` sets both.
        batch: the batch that the program's present call goes into, or None.
    """

    def __init__(
        self,
        audience: Audience,
        nodes: Mapping[int, Node],
        encoder: CallEncoder,
        pages: Pages,
    ) -> None:
        self.asker: Link | None = None
        self.batch: Batch | None = None
        self._audience = audience
        self._nodes = nodes
        self._encoder = encoder
        self._pages = pages

    def send(self, outgoing: Outgoing, target: Target = Target.ALL) -> None:
        """Queue a message on every link, or on the asker's alone."""
        if self._pages.kept:
            self._pages.changed()
        audience = self._audience
        if target is Target.ASKER:
            link = audience.active_browser(self.asker)
            if link is not None:
                self.put(link, outgoing)
            return
        if self.batch is not None or outgoing.binary is not None:
            apart: Sequence[Link] = audience.told_alone(outgoing)
        else:
            apart = audience.tell_together(outgoing)
        for link in apart:
            if self.batch is None and not link.batches:
                link.put(outgoing)
            else:
                self.put(link, outgoing)
        for link in audience.departed:
            link.knowledge.note(outgoing)

    def send_in_order(
        self, outgoing: Outgoing, *, to: Link | None = None, but: Link | None = None
    ) -> None:
        """Queue a message after what open batches keep back for the same widgets.

        Parameters:
            outgoing: the message.
            to: the only browser that gets it; None: all.
            but: a browser that does not.
        """
        if self._pages.kept:
            self._pages.changed()
        if to is None and but is None:
            self.send(outgoing)
            return
        if to is not None:
            apart: Sequence[Link] = () if to is but else (to,)
        elif outgoing.binary is not None:
            apart = self._audience.told_alone(outgoing, but=but)
        else:
            apart = self._audience.tell_together(outgoing, but=but)
        for link in apart:
            _release_batches(link, outgoing)
            link.put(outgoing)
        for link in self._audience.departed if to is None else ():
            if link is not but:
                link.knowledge.note(outgoing)

    def put(self, link: Link, outgoing: Outgoing) -> None:
        """Queue a message on one link, or in the batch of the program's present call."""
        _release_batches(link, outgoing, but=self.batch)
        if self.batch is not None:
            self.batch.put(link, outgoing)
        else:
            link.put(outgoing)

    def release_batch(self) -> None:
        """Queue what the batch of the program's present call keeps back."""
        if self.batch is not None:
            self.batch.release()

    def tell_token(self, badge: Badge, old: str) -> None:
        """Tell the browsers that came in by it a token that has changed; ``old`` is void.

        Only pages that have not heard of it yet may come back with it, and are told then.
        """
        for link in self._audience.views:
            if link.badge is badge:
                link.tell_token(old)

    def tell(
        self, touches: Iterable[Touch], *, to: Link | None = None, but: Link | None = None
    ) -> None:
        """Bring browsers to our values, silently; ``to``, ``but``: as :meth:`send_in_order`."""
        audience = self._audience
        if to is None and all(link is but for link in (*audience.views, *audience.departed)):
            return  # mostly there is one browser, and nothing to encode
        for outgoing in self._encode_values(touches):
            self.send_in_order(outgoing, to=to, but=but)

    def answer(self, touches: Iterable[Touch], link: Link) -> list[Touch]:
        """Tell a browser what became of its own report; what it reports meanwhile is not stale.

        Returns:
            What this sets there: more than was asked for, where one call sets several values.
        """
        there: list[Touch] = []
        for outgoing in self._encode_values(touches):
            there += outgoing.touches
            _release_batches(link, outgoing)
            link.put(msgspec.structs.replace(outgoing, touches=(), mergeable=False))
        return there

    def _encode_values(self, touches: Iterable[Touch]) -> Iterator[Outgoing]:
        for touch in reversed(list(touches)):
            node = self._nodes.get(touch.wid)
            if node is None:
                continue
            entry = node.entry(touch.key)
            if entry is not None:
                yield self._encoder.entry(node, touch.key, entry)
            elif node.content is not None:
                for step in node.content.tell(touch.key):
                    yield self._encoder.call(
                        node, *step.call, keys=step.parts, mergeable=step.mergeable
                    )


def _release_batches(link: Link, outgoing: Outgoing, but: Batch | None = None) -> None:
    """Have batches give back what they keep for a link of the widgets that a message is about."""
    for batch in list(link.batches):
        if batch is not but and not batch.wids.isdisjoint(outgoing.barrier):
            batch.release()
