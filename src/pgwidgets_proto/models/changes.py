"""The terms in which models speak of browsers: calls to make, parts of the content, reports.

Knows: what a call, a part and a change are made of. Must not know: any model.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .rows import Row

type Part = str | tuple[str, Hashable]
"""Names a part of the content: what a call tells, and what makes a report about it stale."""

type Call = tuple[str, tuple[Any, ...]]
"""A method of the widget in the browser, and its arguments."""


class Step(NamedTuple):
    """One call that brings browsers after an edit.

    Attributes:
        method, args: the call, in the browser's terms.
        parts: what it tells. A report about one of them that was made before it is stale.
        mergeable: it tells all of its one part, so a later one may take the place of an unsent
            one.
    """

    method: str
    args: tuple[Any, ...] = ()
    parts: tuple[Part, ...] = ()
    mergeable: bool = False

    @property
    def call(self) -> Call:
        """The method and its arguments."""
        return self.method, self.args


class Made(list[Step]):
    """The steps of an edit that makes a row.

    Parameters:
        steps: the calls that bring browsers after it.
        path: the row's.
    """

    def __init__(self, steps: Iterable[Step], path: list[str]) -> None:
        super().__init__(steps)
        self.path = path


class Turned(list[Step]):
    """The steps of an edit that opens or closes rows.

    Parameters:
        steps: the calls that bring browsers after it.
        rows: those that were the other way before.
    """

    def __init__(self, steps: Iterable[Step], rows: Iterable["Row"]) -> None:
        super().__init__(steps)
        self.rows = list(rows)

    def events(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The event of each row: its action, and what handlers are given."""
        for row in self.rows:
            yield "expanded" if row.expanded else "collapsed", (row.told_values, row.path)


class ReportedChange(NamedTuple):
    """What a browser's report would change.

    Attributes:
        parts: the parts concerned.
        carry_out: makes the change.
        doubt: why the report can't be true, unless the browser was yet to see a change of
            :data:`SHAPE`; empty: it can be.
        repairs: parts that the browser that reports is told anew if it was yet to see a change of
            them, or if the report is stale: it may have changed its own by itself.
        given: gives what handlers are told, where it is not what the browser has said; None: they
            are told nothing.
        calls: what the other browsers are to be sent, each with the part that it tells, where
            telling the keys would not do or would disturb.
        is_news: whether anything is other than what is known.
        tells_origin: the browser that reports is told the parts, too: they are not what it said.
    """

    parts: tuple[Part, ...]
    carry_out: Callable[[], None]
    doubt: str = ""
    repairs: tuple[Part, ...] = ()
    given: Callable[[], tuple[Any, ...] | None] | None = None
    calls: tuple[tuple[str, tuple[Any, ...], Part], ...] = ()
    is_news: bool = True
    tells_origin: bool = False


SHAPE = "shape"
"""The part that changes when something goes that a report could still name: a row, a column."""

CALLS_OF_OUR_CLIENT = frozenset(
    {
        "_showSource",
        "_showRows",
        "set_accessible_name",
        "set_danger_button",
        "set_default_button",
        "set_kind",
        "set_label_for",
        "set_live",
        "set_markup",
        "set_placeholder",
    }
)
"""Methods that only our client has: the stock client is not sent calls of these names."""
