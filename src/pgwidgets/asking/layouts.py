"""The arrangement of a session's windows, kept by its user's browser from one visit to the next.

Knows: when it is asked for and kept. Must not know: what a layout is made of (_layout.py), where a
page keeps it, async or sync.
"""

import json
import logging
from typing import Any

from pgwidgets_proto import Link

from .. import _context as context
from .._layout import restore_layout, save_layout
from .aids import Aids, aids_of

MOST_NAME = 100
"""Characters of a name."""
_MOST_TEXT = 256 * 1024
"""Characters of what is kept: a browser has room for some ten of them."""


class Layouts:
    """What the browsers of one session keep.

    Parameters:
        aids: the session's.
    """

    def __init__(self, aids: Aids) -> None:
        self._aids = aids
        self._session = aids.session
        self._kept: tuple[Link | None, str] = (None, "")
        aids.widget.on("arranged", self._arranged)

    def begin(self, name: str | None) -> None:
        """Have layouts kept under a name, or none any more."""
        self._kept = (None, "")
        self._aids.widget.set_layout_name(name)

    def ask(self) -> Any:
        """A promise of whether a browser had kept a layout, which is restored as it comes."""
        node = self._aids.widget._pgwidgets.node
        method = node.cls.methods["get_kept_layout"]
        return self._session.act(self._session.core.call_method, node, method, (), {})

    def restore(self, text: Any) -> bool:
        """Arrange the windows as a browser's text says; whether it is a layout."""
        if not isinstance(text, str):
            return False
        try:
            viewport = self._session.core.viewport
            restore_layout(self._session.all_widgets(), json.loads(text), viewport)
        except (TypeError, ValueError, RecursionError) as exc:
            # Its user, or another program at this address, may have written anything there.
            self._session.app.log(logging.INFO, "%r: no layout is restored: %s", self._session, exc)
            return False
        return True

    def forget(self) -> Any:
        """Have the browser that asked for it keep nothing, and no other keep more."""
        self._kept = (None, "")
        return self._aids.widget.keep_layout(None)

    def _arranged(self) -> Any:
        text = json.dumps(save_layout(self._session.all_widgets()))
        link = context.asker.get()
        if (link, text) == self._kept or len(text) > _MOST_TEXT:
            return None
        self._kept = (link, text)
        return self._aids.widget.keep_layout(text)


def keep_layout(session: Any, name: Any) -> Any:
    """Keep the layout; see :meth:`Session.keep_layout`."""
    where = "Session.keep_layout(): name"
    if not isinstance(name, str):
        raise TypeError(f"{where} is {name!r}; it must be a str")
    if not 0 < len(name) <= MOST_NAME:
        raise ValueError(f"{where} is {name!r}; it must have 1 to {MOST_NAME} characters")
    layouts = aids_of(session).room(Layouts)
    layouts.begin(name)
    if not session.core.links:
        return session.complete(False)
    return session.complete(promise=layouts.ask(), convert=layouts.restore)


def forget_layout(session: Any) -> Any:
    """Keep it no more; see :meth:`Session.forget_layout`."""
    layouts = aids_of(session).room(Layouts)
    done = layouts.forget()
    layouts.begin(None)
    return done
