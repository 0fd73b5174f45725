"""Data as arguments: what a table is given becomes the feed that the core takes.

Knows: which parameters take data, and how a feed's word of changes comes to its table. Must not
know: any source, how one is read, async or sync.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pgwidgets_proto import Session
from pgwidgets_proto.models import is_made_up
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


def feed_of(data: Any, columns: Any = None) -> "Feed | None":
    """The feed of data, or None for none.

    Parameters:
        data: the data.
        columns: those that the table has; they name the columns of rows that do not.

    Raises:
        TypeError, ValueError, ImportError: the data is no table, or something must be installed.
    """
    if data is None:
        return None
    from .tables.feed import Feed  # late: few programs have tables with sources
    from .tables.made import as_source

    return Feed(as_source(data, _names_in(columns)))


def columns_of(node: Node) -> list[Mapping[str, Any]]:
    """The columns that the program has given a table."""
    content = node.content
    described: list[Mapping[str, Any]] = getattr(content, "own_columns", content.columns).described
    return described


def _names_in(columns: Any) -> list[Any] | None:
    """Columns by which a source can be called; None: there are none, or the table refuses them."""
    if not isinstance(columns, Sequence) or isinstance(columns, (str, bytes)):
        return None
    found = []
    for column in columns:
        if not isinstance(column, Mapping):
            found.append(column)
            continue
        key, label = column.get("key"), column.get("label")
        found.append(label if not key or is_made_up(str(key)) else str(key))
    is_sound = all(isinstance(name, str) and name for name in found)
    return found if found and is_sound and len(set(found)) == len(found) else None


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
