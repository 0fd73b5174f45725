"""A program's part of a recording, done to a core: each step is plain data.

Knows: the calls that an application makes of the core. Must not know: when they were made, who
recorded them, browsers, files.

A step is a list: its name, then its arguments. The names are those of the methods that begin with
``do_``.
"""

from collections.abc import Sequence
from typing import Any

from pgwidgets_proto import Hub, Promise, Session
from pgwidgets_proto.widgets import Node

from .values import Values

type Step = list[Any]


class ProgramSteps:
    """What programs do in one hub.

    Attributes:
        hub: the hub.
        promises: what calls have given that a browser is to answer.
    """

    hub: Hub
    promises: list[Promise]

    def __init__(self) -> None:
        self.promises = []
        self._nodes: dict[tuple[int | str, int], Node] = {}
        self._feeds: dict[int, Any] = {}

    # --- the steps

    def do_session(self, *credentials: Any) -> list[Any]:
        """Make a session."""
        session = self.hub.create_session(*credentials)
        return [session.id, session.token]

    def do_create(
        self, session: int | str, cls: str, args: Sequence[Any], options: dict[str, Any]
    ) -> Any:
        """Make a widget."""
        core = self.session(session)
        values = self.values(core)
        return core.create(cls, tuple(values.read(list(args))), values.read(options))

    def do_call(
        self,
        session: int | str,
        wid: int,
        method: str,
        args: Sequence[Any],
        options: dict[str, Any],
    ) -> Any:
        """Call a method of a widget."""
        core = self.session(session)
        values = self.values(core)
        given = tuple(values.read(list(args)))
        return self.kept(core.call(self.node(core, wid), method, given, values.read(options)))

    def do_listen(self, session: int | str, wid: int, action: str) -> bool:
        """Have an action reported."""
        core = self.session(session)
        return core.listen(self.node(core, wid), action)

    def do_unlisten(self, session: int | str, wid: int, action: str) -> None:
        """Have it reported no more."""
        core = self.session(session)
        core.unlisten(self.node(core, wid), action)

    def do_flush(self, session: int | str, timeout: float | None = None) -> Any:
        """Wait for browsers."""
        return self.kept(self.session(session).flush(timeout))

    def do_open_url(self, session: int | str, url: str) -> None:
        """Open a URL."""
        self.session(session).open_url(url)

    def do_set_looks(
        self,
        session: int | str,
        theme: Any,
        density: Any = None,
        remember: bool = False,
    ) -> None:
        """Set what pages look like."""
        self.session(session).looks.set(theme, density, remember)

    def do_rebuild(self, session: int | str) -> None:
        """Build the pages anew."""
        self.session(session).rebuild()

    def do_close(self, session: int | str) -> None:
        """Send browsers away."""
        self.session(session).close()

    def do_rotate(self, session: int | str) -> str:
        """Give a session another token."""
        return self.hub.rotate_token(self.session(session))

    def do_destroy_session(self, session: int | str) -> None:
        """End a session."""
        self.hub.destroy_session(self.session(session))

    def do_close_all(self) -> None:
        """Send all browsers away."""
        self.hub.close()

    def do_reopen(self) -> None:
        """Let browsers come again."""
        self.hub.reopen()

    # --- what they are about

    def session(self, id_: int | str) -> Session:
        """A session."""
        return self.hub.sessions[id_]

    def node(self, session: Session, wid: int) -> Node:
        """A widget; a program may hold one that was destroyed."""
        key = (session.id, wid)
        return self._nodes.setdefault(key, session.nodes.get(wid) or self._nodes[key])

    def kept(self, value: Any) -> Any:
        """A promise as its number; any other value as it is."""
        if not isinstance(value, Promise):
            return value
        self.promises.append(value)
        return {"promise": len(self.promises) - 1}

    def values(self, session: Session) -> Values:
        """What reads the values of a step of a session."""
        return Values(lambda wid: self.node(session, wid), lambda number: self._feeds[number])
