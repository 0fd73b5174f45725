"""One widget in the pages of one session: what pages are told, and what their messages do.

Knows: sessions by what both APIs have; bridges by what they offer. Must not know: async or sync,
ipywidgets, what a page makes of a message.

Python has the truth. A page asks for a widget's state when it makes its model, and is told each
change from then on. What one page changes is told to all in the order in which it came here; a page
that has changed a value waits until its own change comes back before it heeds those of others.
"""

import contextlib
import logging
from collections import deque
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from pgwidgets_proto import SessionGoneError
from pgwidgets_proto.errors import one_line
from pgwidgets_proto.wire import Buffer

from .messages import BadMessageError, Message, Parts, packed, read, references, taken_out

_REFUSED = 20
"""Refused messages of browsers that are logged; those after them say nothing new."""

_log = logging.getLogger("pgwidgets.anywidgets")


class Hosting:
    """Shows one widget, and those that it names, in the pages of a session.

    Parameters:
        session: of either API.
        bridge: that of the widget.
        find: gives the bridge of another by its id, or None.
        serve: gives the URL of a script, of its text.
        tell: is called with a message for all pages, as a Buffer.
        answer: likewise, for the page alone that is being heard.
        is_over: tells whether it is shown no longer.
        who: gives the browser that is being heard, or None.
    """

    def __init__(
        self,
        session: Any,
        bridge: Any,
        *,
        find: Callable[[str], Any],
        serve: Callable[[str], str],
        tell: Callable[[Buffer], object],
        answer: Callable[[Buffer], object],
        is_over: Callable[[], bool],
        who: Callable[[], Any] = lambda: None,
    ) -> None:
        self._session = session
        self._find = find
        self._serve = serve
        self._tell = tell
        self._answer = answer
        self._is_over = is_over
        self._who = who
        # What the newest page of each browser calls itself.
        self._pages: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
        self._later = getattr(session, "gui_do", None) or session.call_soon_threadsafe
        self._named = {bridge.comm_id}
        self._bridges: dict[str, Any] = {}
        self._news: deque[bytes] = deque()
        self._is_woken = False
        self._parts = Parts()
        self._refused = 0
        self._open(bridge.comm_id, bridge)

    # --- what widgets say

    @property
    def is_over(self) -> bool:
        """Whether it is shown no longer."""
        return self._is_over()

    def hear(self, bridge: Any, data: dict[str, Any], buffers: list[Any]) -> None:
        """A widget has something for its models; from whatever thread."""
        head = {key: value for key, value in data.items() if key != "buffer_paths"}
        head |= {"model": bridge.comm_id, "paths": data.get("buffer_paths", [])}
        if "state" in head:
            head["state"] = self._served(head, head["state"])
        self._news.append(packed(head, buffers))
        self._wake()

    def _served(self, head: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
        """A state as pages have it: the script as its URL. Notes whom it names."""
        state = dict(state)
        for name in ("_esm", "_css"):
            text = state.pop(name, None)
            if text is not None:
                is_url = text.startswith(("http://", "https://"))
                head[name] = text if name == "_css" or is_url else self._serve(text)
        self._named.update(references(state))
        return state

    def _wake(self) -> None:
        if self._is_woken:
            return
        self._is_woken = True
        try:
            self._later(self.work)
        except (RuntimeError, SessionGoneError):  # nobody is served, or will be
            self._is_woken = False
            self._news.clear()

    def work(self) -> None:
        """Tell pages what there is to tell."""
        self._is_woken = False
        if self._is_over():
            self._news.clear()
            return
        # Without a browser, too: one that was lost may come back, and asks for nothing then.
        with contextlib.suppress(IndexError):  # of several threads the others take the rest
            while True:
                self._tell(Buffer(self._news.popleft(), dtype="uint8"))

    # --- what pages say

    def message(self, text: object = None, *more: object) -> None:
        """A page has a message for a widget."""
        try:
            self._receive(read(text))
        except BadMessageError as exc:
            self._refuse(exc)
        finally:
            self.work()

    def part(
        self,
        key: object = None,
        index: object = None,
        count: object = None,
        text: object = None,
        *more: object,
    ) -> None:
        """A page has a part of a long message."""
        try:
            whole = self._parts.add(key, index, count, text)
        except BadMessageError as exc:
            self._refuse(exc)
            return
        if whole is not None:
            self.message(whole)

    def _receive(self, message: Message) -> None:
        self._check_page(message.page)
        bridge = self._open(message.model)
        if message.method == "open":
            self._send_state(bridge, message.model)
        elif bridge is None:
            raise BadMessageError(f"model: {message.model!r} is not shown here")
        elif message.method == "custom":
            bridge.custom(message.content, message.buffers)
        else:
            self._update(bridge, message)

    def _check_page(self, page: str) -> None:
        """Refuse a page that calls itself as that of another browser, which all are told of.

        That one would take changes which it never made for its own, and not heed them.
        """
        browser = self._who()
        if browser is None:
            return
        if any(page == taken for other, taken in self._pages.items() if other is not browser):
            raise BadMessageError(f"page: {page!r} is another browser's")
        self._pages[browser] = page

    def _open(self, model: str, bridge: Any = None) -> Any:
        """The bridge of a widget that is shown, or is named by one that is."""
        if model not in self._named:
            return None
        if model not in self._bridges:
            found = self._find(model) if bridge is None else bridge
            if found is None:
                return None
            self._bridges[model] = found
            found.add(self)
        return self._bridges[model]

    def _send_state(self, bridge: Any, model: str) -> None:
        self.work()  # what was said before is older than the state
        head: dict[str, Any] = {"method": "state", "model": model}
        if bridge is None:
            self._answer(Buffer(packed({"method": "close", "model": model}), dtype="uint8"))
            return
        state, head["paths"], buffers = taken_out(bridge.state())
        head["state"] = self._served(head, state)
        self._answer(Buffer(packed(head, buffers), dtype="uint8"))

    def _update(self, bridge: Any, message: Message) -> None:
        # What a script keeps in its model under names of its own is no business of Python's.
        wanted = {name: value for name, value in message.state.items() if bridge.knows(name)}
        try:
            strangers = set(references(wanted)) - self._named
            if strangers:
                raise ValueError(f"there is no widget {strangers.pop()!r} here")
            wanted = bridge.checked(wanted)
        except ValueError as exc:
            self._refuse(exc)
            bridge.tell({"method": "refused", "page": message.page, "names": [*wanted]})
            self._correct(bridge, wanted)
            return
        state, paths, buffers = taken_out(wanted)
        echo = {"method": "echo", "page": message.page, "state": state, "buffer_paths": paths}
        bridge.tell(echo, buffers)
        try:
            bridge.set(wanted)
        except ValueError as exc:
            self._refuse(exc)
            self._correct(bridge, wanted)
        except BaseException:  # the program's own observers: the widget's values are what they are
            self._correct(bridge, wanted)
            raise

    def _correct(self, bridge: Any, wanted: dict[str, Any]) -> None:
        """Tell pages what is so, of all that one of them wanted to change."""
        now = bridge.state()
        state, paths, buffers = taken_out({name: now[name] for name in wanted})
        bridge.tell({"method": "update", "state": state, "buffer_paths": paths}, buffers)

    def _refuse(self, error: Exception) -> None:
        self._refused += 1
        if self._refused <= _REFUSED:
            _log.warning(
                "a message of a browser of %r is refused: %s", self._session, one_line(str(error))
            )
