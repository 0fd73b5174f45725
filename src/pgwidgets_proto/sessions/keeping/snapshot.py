"""A session as data that outlives the process: what its user did, and what the program keeps.

Knows: the form in which it is written, field by field, and the forms of earlier versions. Must not
know: widgets, browsers, where it is stored, or when it is written.

A field is written when it has changed. So each widget has one, and what never changes after the
session was built has one of its own. The encoding is MessagePack, by msgspec: plain data, never
code.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec

from ..people.shares import ShareEnd

VERSION = 1
"""The version of this form. Raise it with each change that an older reader would not understand,
and add a step to :data:`UPGRADES` that makes the new form of the old one."""

META = "meta"
SHAPE = "shape"
DATA = "data"
PAGES = "pages"
SHARES = "shares"
OLDER = "older"
DOUBTFUL = "doubtful"
UNREPEATED = "unrepeated"
WHOLE = "whole"
"""Whether the server stopped in good order, so that nothing has happened since. Who reads a session
takes this field away, before anything is done with it."""
AS_IT_WAS = msgspec.msgpack.encode(True)
"""What :data:`WHOLE` holds."""
BADGES = (META, SHARES)
"""What says who may come in to a session."""
WIDGET = "w:"
"""Before the name of the widget that a field is of."""

type Fields = Mapping[str, bytes]
"""A session as a store has it."""

UPGRADES: dict[int, Callable[[dict[str, bytes]], dict[str, bytes]]] = {}
"""What makes the fields of the next version of those of one version, by that version."""


class SnapshotError(ValueError):
    """What a store has is no session that can be restored; the text says why."""


class Meta(msgspec.Struct, kw_only=True):
    """What a session is known by.

    Attributes:
        version: of the form of all fields.
        token: its secret, as browsers present it.
        first_token: the one that it was made with.
        epoch: how often a server has come to own it.
    """

    version: int = VERSION
    token: str
    first_token: str
    epoch: int = 1


class Shape(msgspec.Struct, kw_only=True):
    """How the program had built the session.

    Attributes:
        names: of all widgets, by the id that pages know them by.
        shapes: of all parents, by their names.
    """

    names: dict[int, str] = {}
    shapes: dict[str, str] = {}


class Reference(msgspec.Struct, tag="widget", tag_field="$"):
    """Stands for a widget within a value."""

    name: str


class KeptWidget(msgspec.Struct, kw_only=True):
    """What is kept of one widget.

    Attributes:
        cls: its class.
        values: key and value of each.
        is_taken_out: whether its user has taken it out of its container, as a window is closed.
    """

    cls: str
    values: list[tuple[Any, Any]] = []
    is_taken_out: bool = False


_END = msgspec.Meta(pattern=f"^({'|'.join(ShareEnd.__members__)})$")


class KeptShare(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A link to the session that was passed on, or one browser's pass of such.

    Attributes:
        token: what a browser shows to come in.
        role: what its users may do.
        expires_at: when it ends, in POSIX seconds; None: with the session.
        uses: how many browsers might come by it; None: any number.
        uses_left: how many more may.
        is_following: whether pages that come by it have no view of their own, at first.
        end: the name of why it has ended (:class:`~..people.shares.ShareEnd`); None: it is good.
        parent: the token of the share that this is a pass of, or None.
    """

    token: str
    role: str
    expires_at: float | None = None
    uses: int | None = None
    uses_left: int | None = None
    is_following: bool = False
    end: Annotated[str, _END] | None = None
    parent: str | None = None


class Snapshot(msgspec.Struct, kw_only=True):
    """One session as data.

    Attributes:
        meta: what it is known by.
        shape: how it was built.
        data: what the program keeps.
        is_whole: whether the server stopped in good order: nothing has happened since.
        pages: how many messages of each page are done, by the id of the page's view.
        older: the views of those pages that were built by runs before the last, where widgets had
            other ids than :attr:`shape` has.
        doubtful: the views of those pages of which more may have been handled than that.
        unrepeated: how many actions of their users were not handled, by the id of the page's view,
            where any were.
        widgets: what is kept of widgets, by their names.
        shares: the links to it that were passed on; those that have ended, too.
    """

    meta: Meta
    shape: Shape
    data: dict[str, Any]
    pages: dict[str, int]
    older: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()
    unrepeated: dict[str, int] = {}
    widgets: dict[str, KeptWidget]
    is_whole: bool = False
    shares: list[KeptShare] = []


def encode(value: Any) -> bytes:
    """One field, or a part of one, as bytes; equal values give equal bytes.

    Raises:
        TypeError: it holds what is no plain data.
    """
    return msgspec.msgpack.encode(value)


def read(fields: Fields) -> Snapshot:
    """Read what a store has of a session.

    Raises:
        SnapshotError: it is damaged, or of a newer version than this one.
    """
    try:
        found = _upgraded(dict(fields))
        return Snapshot(
            meta=msgspec.msgpack.decode(found[META], type=Meta),
            shape=_decoded(found.get(SHAPE), Shape, Shape()),
            data=_decoded(found.get(DATA), dict, {}),  # whatever its keys are
            is_whole=WHOLE in found,
            pages=_decoded(found.get(PAGES), dict[str, int], {}),
            shares=_decoded(found.get(SHARES), list[KeptShare], []),
            older=_decoded(found.get(OLDER), frozenset[str], frozenset()),
            doubtful=_decoded(found.get(DOUBTFUL), frozenset[str], frozenset()),
            unrepeated=_decoded(found.get(UNREPEATED), dict[str, int], {}),
            widgets={
                name.removeprefix(WIDGET): msgspec.msgpack.decode(field, type=KeptWidget)
                for name, field in found.items()
                if name.startswith(WIDGET)
            },
        )
    except KeyError as exc:
        raise SnapshotError(f"the field {exc.args[0]!r} is missing") from exc
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError, RecursionError) as exc:
        raise SnapshotError(f"it is damaged: {exc}") from exc


def _decoded(field: bytes | None, kind: Any, default: Any) -> Any:
    return default if field is None else msgspec.msgpack.decode(field, type=kind)


def _upgraded(fields: dict[str, bytes]) -> dict[str, bytes]:
    version = msgspec.msgpack.decode(fields[META], type=_Versioned).version
    if version > VERSION:
        raise SnapshotError(f"it has version {version}, and this is version {VERSION}")
    for step in range(version, VERSION):
        fields = UPGRADES[step](fields)
    return fields


class _Versioned(msgspec.Struct):
    version: int
