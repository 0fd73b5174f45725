"""The attributes that our log records have beside their text.

Knows: their names, as :class:`~pgwidgets.observing.LogFields` tells of them. Must not know: what is
logged, or where. A token is never among them.
"""

from collections.abc import Mapping
from typing import Any

from pgwidgets_proto import Link

from .observing.logs import ADDRESS, BROWSER, SESSION


def about_engine(session: Any) -> Mapping[str, Any]:
    """The ``extra`` of a record about a session, given its engine, or whatever stands for one."""
    return about(getattr(getattr(session, "core", None), "id", None))


def about(
    session_id: int | str | None = None, link: Link | None = None, address: str | None = None
) -> Mapping[str, Any]:
    """The ``extra`` of a record.

    Parameters:
        session_id: the session that it is about.
        link: the browser.
        address: of a peer that is no session's browser.
    """
    return {
        SESSION: session_id,
        BROWSER: None if link is None else link.id,
        ADDRESS: address if link is None else link.browser.address,
    }
