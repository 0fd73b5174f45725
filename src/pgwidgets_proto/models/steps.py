"""The terms in which models speak of browsers: calls to make, parts of the content, reports.

Knows: no model. Must not know: widgets, sessions, or encoding.
"""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

type Key = str | tuple[str, Hashable]
"""Names a part of the content: what a call tells, and what makes a report about it stale."""

type Call = tuple[str, tuple[Any, ...]]
"""A method of the widget in the browser, and its arguments."""


class Step(NamedTuple):
    """One call that brings browsers after an edit.

    Attributes:
        method, args: the call, in the browser's terms.
        keys: the parts that it tells. A report about one of them that was made before it is stale.
        mergeable: it tells all of its one part, so a later one may take the place of an unsent
            one.
    """

    method: str
    args: tuple[Any, ...] = ()
    keys: tuple[Key, ...] = ()
    mergeable: bool = False

    @property
    def call(self) -> Call:
        """The call alone."""
        return self.method, self.args


class Told(NamedTuple):
    """What a browser's report would change.

    Attributes:
        keys: the parts concerned.
        carry_out: does it.
        doubt: why it can't be true, unless the browser was yet to see a change of
            :data:`SHAPE`; empty: it can.
        repairs: parts that the browser that reports is told anew if it was yet to see a change of
            them, or if the report is stale: it may have changed its own by itself.
        given: gives what handlers are told, where it is not what the browser has said; None: they
            are told nothing.
        calls: what the other browsers are to be sent, each with the part that it tells, where
            telling the keys would not do or would disturb.
    """

    keys: tuple[Key, ...]
    carry_out: Callable[[], None]
    doubt: str = ""
    repairs: tuple[Key, ...] = ()
    given: Callable[[], tuple[Any, ...] | None] | None = None
    calls: tuple[tuple[str, tuple[Any, ...], Key], ...] = ()


SHAPE = "shape"
"""Something is gone that a report could still name: a row, a column."""
