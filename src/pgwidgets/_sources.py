"""Data as arguments: what a table is given becomes the feed that the core takes.

Knows: which parameters take data, and how a feed's word of changes comes to its table. Must not
know: any source, how one is read, async or sync.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from pgwidgets_proto import Session
from pgwidgets_proto.widgets import Node, Param, WidgetClass

if TYPE_CHECKING:
    from .tables.feed import Feed


class Acting(Protocol):
    """What is needed of the engine of the table's session.

    Attributes:
        core: its state.
    """

    core: Session

    @property
    def aside(self) -> Callable[[Callable[[], Any]], Awaitable[Any]] | None:
        """As a feed has it (:class:`.tables.feed.Feed`)."""
        ...

    def act(self, operation: Callable[..., Any], *args: Any) -> Any:
        """Do something in the core."""


_TYPE = "Tabular | None"
_KEYWORD = "source"


def takes_data(params: tuple[Param, ...]) -> bool:
    """Whether a call may be given data."""
    return any(param.type == _TYPE for param in params)


def may_have_source(cls: WidgetClass, keywords: Mapping[str, Any]) -> bool:
    """Whether a constructor is given data by a keyword."""
    if keywords.get(_KEYWORD) is None:
        return False
    return any(param.name == _KEYWORD and param.type == _TYPE for param in cls.keywords)


def feed_of(data: Any) -> "Feed | None":
    """The feed of data, or None for none.

    Raises:
        TypeError, ValueError, ImportError: the data is no table, or something must be installed.
    """
    if data is None:
        return None
    from .tables.feed import Feed  # late: few programs have tables with sources
    from .tables.made import as_source

    return Feed(as_source(data))


def connect(feed: "Feed | None", session: Acting, node: Node) -> None:
    """Have a table read its source again whenever that says that it has changed."""
    if feed is None:
        return
    method = node.cls.methods["source_changed"]

    def is_shown() -> bool:
        return getattr(node.content, "feed", None) is feed and not node.destroyed

    def tell() -> None:
        if is_shown():
            session.core.call_method(node, method)

    def changed() -> None:
        # In the sync API another thread may end the table until the lock is ours.
        if is_shown():
            session.act(tell)

    feed.changed = changed
    feed.aside = session.aside
