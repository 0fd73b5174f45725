"""What a session's pages look like: names that the pages' style sheets know.

Knows: what was chosen, and how pages are told. Must not know: which themes there are.
"""

from collections.abc import Callable, Hashable
from typing import Any

from ...widgets.whom import Target
from ...wire.messages import Message, SetLooks
from ...wire.outgoing import Outgoing


class Looks:
    """The looks of one session.

    Parameters:
        encode: encodes a message that is about no widget.
        send: queues one, as :meth:`.telling.Telling.send`.

    Attributes:
        chosen: ``theme`` and ``density``, where :meth:`set` was given them.
        prelude: what every page is told before its widgets.
    """

    def __init__(self, encode: Callable[[Message], Outgoing], send: Callable[..., Any]) -> None:
        self.chosen: dict[str, str] = {}
        self.prelude: dict[Hashable, Outgoing] = {}
        self._encode = encode
        self._send = send

    def set(
        self, theme: str | None = None, density: str | None = None, remember: bool = False
    ) -> None:
        """Set what the session's pages look like, now and when they are built anew.

        Parameters:
            theme, density: any names that the pages' style sheets know; None: as it was.
            remember: whether the browser that asked for it has these at later visits, too.
        """
        given = {"theme": theme, "density": density}
        self.chosen.update({name: value for name, value in given.items() if value is not None})
        told = self._message(remember=False)
        self.prelude["looks"] = told
        self._send(told)
        if remember:
            self._send(self._message(remember=True), Target.ASKER)

    def _message(self, *, remember: bool) -> Outgoing:
        theme, density = self.chosen.get("theme"), self.chosen.get("density")
        told = self._encode(SetLooks(theme=theme, density=density, remember=remember))
        told.is_extended = True
        return told
