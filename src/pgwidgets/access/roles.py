"""The roles of a session, as programs have them.

Knows: what a program may say of a role. Must not know: how a report is judged, async or sync.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.widgets import Node


class Acting(Protocol):
    """What roles need of their session's engine.

    Attributes:
        core: the session's state.
    """

    core: CoreSession

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core, then send what came of it."""


class Roles:
    """The roles of a session: ``"operator"``, ``"observer"``, and the program's own.

    An operator may act on all that is not forbidden, everybody else on nothing that is not allowed.
    What is said of a widget goes for all that is in it, until something else is said of that. The
    owner of a session may do all.
    """

    def __init__(self, session: Acting) -> None:
        self._session = session
        self._core = session.core.authority.roles

    @property
    def names(self) -> tuple[str, ...]:
        """All roles; each may be given to :meth:`Session.share`."""
        return tuple(map(str, self._core.names))

    def define(
        self,
        name: str,
        allow: Iterable[Any] = (),
        *,
        forbid: Iterable[Any] = (),
        rank: int | None = None,
    ) -> None:
        """Make a role, or say anew what it is. It acts at once, in both APIs.

        Parameters:
            name: letters, digits, ``_`` and ``-``; it stands in addresses.
            allow: widgets that its users may act on. Of what a user does that changes several, as
                a radio button does, all must be allowed.
            forbid: widgets within those that they may not.
            rank: of who may hold control (:attr:`Session.control`): the higher may take it from
                the lower; an operator's is 0. None: they may not. Who holds it may act on all that
                is not forbidden.

        Raises:
            TypeError, ValueError: no such name, rank or widget.
        """
        where = "Roles.define()"
        if not isinstance(name, str):
            raise TypeError(f"{where}: name is {name!r}; it must be a text")
        if rank is not None and (isinstance(rank, bool) or not isinstance(rank, int)):
            raise TypeError(f"{where}: rank is {rank!r}; it must be an int, or None")
        if rank is not None and not 0 <= rank < 1_000:
            raise ValueError(f"{where}: rank is {rank!r}; it must be from 0 to 999")
        lists = [self._nodes(where, "allow", allow), self._nodes(where, "forbid", forbid)]
        self._session.act(self._core.define, name, *lists, rank)

    def _nodes(self, where: str, what: str, widgets: Iterable[Any]) -> list[Node]:
        found = []
        for widget in widgets:
            node = getattr(getattr(widget, "_pgwidgets", None), "node", None)
            if not isinstance(node, Node):
                raise TypeError(f"{where}: {what} has {widget!r}; it must be a widget")
            if node.ops is not self._session.core:
                raise ValueError(f"{where}: {what} has {widget!r}, which is of another session")
            found.append(node)
        return found

    def __repr__(self) -> str:
        return f"<Roles {', '.join(self.names)}>"
