"""The calls of a program: on whose behalf each is made, and whether its arguments are right.

Knows: the asker and the batch of a call, and what becomes of one that is about a destroyed widget.
Must not know: what a method does (catalog/effects), or who hears of it.
"""

from collections.abc import Callable
from typing import Any

from ..deadlines import Deadlines
from ..errors import WidgetGoneError
from ..views.batching import Batch
from ..views.link import Link
from ..widgets.binding import bind_call
from ..widgets.checks import fit, take_arguments
from ..widgets.nodes import call_name, with_nodes
from ..widgets.widget import Method, Node, Operations
from .keeping.kept import Kept
from .telling.pages import Pages
from .telling.telling import Telling


class Calls:
    """Carries out the calls of one session's program.

    Parameters:
        session: what effects change.
        telling: queues what comes of a call, for the asker and by way of the batch.
        deadlines: are told the time.
        pages, kept: are told that the state may have changed; ``kept`` may be None.
    """

    def __init__(
        self,
        session: Operations,
        telling: Telling,
        deadlines: Deadlines,
        pages: Pages,
        kept: Kept | None,
    ) -> None:
        self._session = session
        self._telling = telling
        self._deadlines = deadlines
        self._pages = pages
        self._kept = kept

    def act[R](
        self,
        operation: Callable[..., R],
        *args: Any,
        asker: Link | None = None,
        batch: Batch | None = None,
        now: float | None = None,
    ) -> R:
        """Do something on the program's behalf.

        Parameters:
            operation: what is done, such as :meth:`call_method` of this session.
            args: its arguments.
            asker: the browser that one-off calls are for; None: the most recently active one.
            batch: the batch that collects the messages, or None.
            now: monotonic seconds, if the driver has a clock.

        Returns:
            What the operation gives back.
        """
        return self.act_for(asker, batch, now, operation, args)

    def act_for[R](
        self,
        asker: Link | None,
        batch: Batch | None,
        now: float | None,
        operation: Callable[..., R],
        args: tuple[Any, ...],
    ) -> R:
        """As :meth:`act`, all by position: a program's every call does, and names are dear."""
        if now is not None:
            self._deadlines.now = now
        telling = self._telling
        outer = telling.asker, telling.batch  # an argument's own code may have called us
        telling.asker, telling.batch = asker, batch
        try:
            return operation(*args)
        finally:
            telling.asker, telling.batch = outer

    def call(
        self,
        node: Node,
        name: str,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Call a widget's method.

        Parameters:
            node: the widget.
            name: of a method of its class, as pgwidgets-js has it (``set_text``).
            args: positional arguments; widgets among them are nodes.
            kwargs: arguments by name.

        Returns:
            What the method gives back: None for most, a value for getters, a node for factories,
            a :class:`~.questions.Question` where a browser must answer. Of a destroyed widget
            getters give the last value, and all others do nothing.

        Raises:
            AttributeError: the class has no such method.
            TypeError, ValueError: bad arguments; the state is as it was.
        """
        method = node.cls.methods.get(name)
        if method is None:
            raise AttributeError(f"{node.cls.name} has no method {name!r}")
        return self.call_method(node, method, args, kwargs)

    def call_method(
        self,
        node: Node,
        method: Method,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """As :meth:`call`, with the method as the catalogue has it."""
        if node.destroyed and not method.effect.is_local:
            return self._do_nothing(node, method, node)
        if self._pages.kept:
            self._pages.changed()
        if self._kept is not None:
            self._kept.is_stale = True
        session = self._session
        try:
            if kwargs or not fit(args, method.exact, method.least):
                args = with_nodes(args)
                if kwargs or not fit(args, method.exact, method.least):
                    where = call_name(node, method)
                    args = bind_call(where, method, args, kwargs or {})
                    args = take_arguments(where, method.params, args, session.doubts)
            return method.effect.apply(session, node, method, args)
        except WidgetGoneError as exc:
            return self._do_nothing(node, method, exc.args[0])

    def _do_nothing(self, node: Node, method: Method, gone: Node) -> Any:
        """Take a call about a destroyed widget: a user may just have closed its window."""
        self._session.in_vain(f"{call_name(node, method)} does nothing: {gone!r}")
        return method.effect.in_vain(self._session, node)
