"""How a browser's report is taken: what can be asked of it, what it changes, when it is nonsense.

Knows: the shape of a change, and that it is applied in one way, whatever reports it. Must not
know: any action or class by name, messages, queues, or how a browser is found to be late.
"""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, NamedTuple, Protocol, override

from ..wire.outgoing import Key, Outgoing, Touch
from .action import Action, Report
from .whom import By
from .widget import Node, Operations


class Nonsense(ValueError):
    """A report whose arguments can't be true. The text says why, for the log.

    Parameters:
        why: the text.
        unless_late: it may have been true before one of these values changed; then it is too late
            for it, and it is nobody's fault.
    """

    def __init__(self, why: str, *unless_late: Touch) -> None:
        super().__init__(why)
        self.unless_late = unless_late


class Change(NamedTuple):
    """What a report would change; :meth:`Reported.apply` judges it and carries it out.

    Attributes:
        keys: the values concerned, which the other browsers are told. The report is stale when the
            browser had yet to apply our newest message about one of them.
        carry_out: makes the change in Python.
        for_others: the messages that the other browsers are sent in place of the values; None:
            the values themselves.
        for_late: the messages that bring a late browser to our state, beside the values.
        tells_origin: the browser that reports is told the values too, since Python decides them.
        repairs: further values that the reporting browser may show otherwise, because of what it
            did before it knew our newest ones.
        doubt: raised unless the browser was late: only then can the report be true. None: it can be
            true of any browser.
        given: gives what handlers are told in place of the report's arguments, or None if they are
            told nothing; None: they are given the arguments.
        is_news: whether the values differ from those that are known.
    """

    keys: tuple[Touch, ...]
    carry_out: Callable[[Operations], None]
    for_others: Callable[[Operations], Iterable[Outgoing]] | None = None
    for_late: Callable[[Operations], Iterable[Outgoing]] | None = None
    tells_origin: bool = False
    repairs: tuple[Touch, ...] = ()
    doubt: Nonsense | None = None
    given: Callable[[], tuple[Any, ...] | None] | None = None
    is_news: bool = True


NO_CHANGE = Change((), lambda ops: None)
"""A report that tells nothing of the state."""


class Reported(Protocol):
    """A report as it came from one browser: what is known of that browser, and what can be done."""

    @property
    def ops(self) -> Operations:
        """The session."""
        ...

    @property
    def action(self) -> Action:
        """The action that is reported."""
        ...

    @property
    def view(self) -> Any:
        """The browser that reports, as ``to`` and ``but`` of the session's operations take it."""
        ...

    @property
    def speaks_extension(self) -> bool:
        """Whether the browser runs our own client."""
        ...

    @property
    def page(self) -> object:
        """Stands for the page that the browser showed when it reported."""
        ...

    @property
    def is_page_shown(self) -> bool:
        """Whether the browser has not been told since to build a newer page."""
        ...

    @property
    def is_carried(self) -> bool:
        """Whether it is of a page that an earlier run of the server has built."""
        ...

    @property
    def is_late(self) -> bool:
        """Whether it is of a page of an earlier run, in place of which another is built already."""
        ...

    def is_own(self, page: object) -> bool:
        """Whether a page is one of the browser's own, that of now or one before it."""
        ...

    @property
    def is_by_itself(self) -> bool:
        """Whether no user has done what the report tells."""
        ...

    @property
    def is_leading(self) -> bool:
        """Whether the browser is the one whose layout counts, where pages differ."""
        ...

    def is_stale(self, touches: Iterable[Touch]) -> bool:
        """Whether the browser had yet to apply our newest values when it reported."""
        ...

    def may_touch(self, touches: Iterable[Touch]) -> bool:
        """Whether the browser's user may act on all widgets that these values are of."""
        ...

    def apply(self, change: Change) -> bool:
        """Carry out a change and tell the other browsers, or correct a browser that was late.

        Returns:
            Whether anything is different now.

        Raises:
            Nonsense: the change is in doubt, and the browser was not late.
        """
        ...

    def touched(self, touches: Iterable[Touch]) -> None:
        """Note that the user has changed these values, whoever writes them later."""

    def tell_others(self, touches: Iterable[Touch], *, is_told: bool = False) -> None:
        """Tell the other browsers our values, and its own where that was built without them.

        Parameters:
            touches: the values.
            is_told: whether its own is told in another way.
        """

    def correct(self, touches: Iterable[Touch]) -> None:
        """Tell the browser our values, unless messages on their way to it do so."""

    def make_good(self, touches: Iterable[Touch]) -> None:
        """Tell the browser our values, since what it reported of them is refused."""

    def rebuild(self) -> None:
        """Have the browser build its page anew, unless it has been told to since it reported."""


class ActionReport(Report):
    """Base of all reports of actions: what was done in a browser.

    Attributes:
        concerns: the keys of the values that a browser may show otherwise than we do when it has
            reported this; None: something else may be otherwise, which only a new page brings back.
    """

    concerns: ClassVar[tuple[Key, ...] | None] = None

    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        """Check a report and carry it out.

        Parameters:
            report: the report.
            node: the widget.
            args: the report's arguments, with widgets as nodes.

        Returns:
            What handlers are given, or None if they are not told.

        Raises:
            Nonsense: the report can't be true.
        """
        raise AssertionError(f"{type(self).__name__} does not say what it does")

    def carried(self, args: list[Any]) -> list[Any] | None:
        """What counts of arguments that a page tells which another run of the server has built.

        Returns:
            None: such a page can tell nothing of it.
        """
        return args

    def values(self, node: Node) -> tuple[Touch, ...] | None:
        """The values of a widget that :attr:`concerns` names, or None."""
        return None if self.concerns is None else as_touches(node, self.concerns)

    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        """What a page has for itself that reports this, and whose user may only look.

        Parameters:
            node, args: as :meth:`take` has them.

        Returns:
            The values that are as the page has them now, none where nothing of it is its own; and
            whether they differ from ours.

        Raises:
            Nonsense: the report can't be true.
        """
        return (), False

    def make_good(self, report: Reported, node: Node) -> None:
        """Bring a browser whose report is refused to our state, whatever it shows by now."""
        values = self.values(node)
        if values is None:
            report.rebuild()
        else:
            report.make_good(values)


class ValueReport(ActionReport):
    """Base of reports that tell a change of the state, whenever and wherever it was made."""

    def read(self, node: Node, args: list[Any]) -> Change:
        """Check a report and say what it changes; raises :exc:`Nonsense`."""
        raise AssertionError(f"{type(self).__name__} does not say what it reports")

    @override
    def own_view(self, node: Node, args: list[Any]) -> tuple[tuple[Touch, ...], bool]:
        change = self.read(node, args)
        return (() if change.doubt is not None else change.keys), change.is_news

    @override
    def take(self, report: Reported, node: Node, args: list[Any]) -> tuple[Any, ...] | None:
        change = self.read(node, args)
        if not report.apply(change) and report.action.by is By.STATE:
            return None
        return tuple(args) if change.given is None else change.given()


def as_touches(node: Node, keys: Iterable[Any]) -> tuple[Touch, ...]:
    """Values of one widget, by their keys."""
    return tuple([Touch(node.wid, key) for key in keys])
