"""The page of one session, packed: once for all browsers that are built while it stays the same.

Knows: that the state may have changed since the page was packed. Must not know: what a page is made
of, or who is built.

After a server was away all browsers of a session come back at once, and each needs the whole page.
The packed page is kept by the queues that hold its packs, so it goes when the last of these
browsers has applied it.
"""

import weakref
from collections.abc import Callable, Iterable

from ...views.pack import Pack, packed
from ...wire.outgoing import Outgoing


class Pages:
    """The packed page of one session.

    Parameters:
        page: gives the messages that build an empty page.
        frame_bytes: how much is packed in one frame.
        may_share: whether nothing changes the page that :meth:`changed` is not told of.

    Attributes:
        kept: the packs of the page, while it is as it was packed; without any there is no need to
            call :meth:`changed`.
    """

    def __init__(
        self,
        page: Callable[[], Iterable[Outgoing]],
        frame_bytes: int,
        may_share: Callable[[], bool],
    ) -> None:
        self._page = page
        self._frame_bytes = frame_bytes
        self._may_share = may_share
        self.kept: tuple[weakref.ref[Pack], ...] = ()

    def changed(self) -> None:
        """The state may have changed: what was packed counts no more."""
        self.kept = ()

    def packed(self) -> list[Outgoing | Pack]:
        """The messages that build an empty page, as :func:`.pack.packed` gives them."""
        known = [pack for pack in (known() for known in self.kept) if pack is not None]
        if known and len(known) == len(self.kept):
            return [*known]
        page = list(packed(self._page(), self._frame_bytes))
        packs = [item for item in page if isinstance(item, Pack)]
        # One with pictures is not kept: nothing says that these are still somebody's.
        is_shared = len(packs) == len(page) and self._may_share()
        self.kept = tuple(map(weakref.ref, packs)) if is_shared else ()
        return page
