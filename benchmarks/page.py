"""What a simulated page holds: widgets made and changed by the server's messages.

Knows the stock wire protocol of pgwidgets-js (version 0.4) as far as answers go, and keeps of each
widget what a check needs: text, colour, children, listeners. It draws nothing, so it also reports
no layout. Must not know sockets, clocks or what the application shows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

type Message = dict[str, Any]

WORK = frozenset(
    {"create", "call", "batch", "listen", "unlisten", "reconstruct-start", "reconstruct-end"}
)
"""Types of the messages that build or change the page; the rest is conversation."""


class BrowserError(Exception):
    """What the browser half would raise; its text goes into the ``error`` answer."""


@dataclass(slots=True)
class PageWidget:
    """One widget as the page has it: newest arguments of each setter, children in order."""

    wid: int
    class_name: str
    text: str = ""
    values: dict[str, list[Any]] = field(default_factory=dict)
    children: list[int] = field(default_factory=list)
    listening: set[str] = field(default_factory=set)
    shown: bool = False


class Page:
    """All widgets of one page load, and the answers to the server's messages.

    Args:
        credentials: Session id and token of an earlier page load, sent with the answer to
            ``init``; None for a first visit.
    """

    def __init__(self, credentials: tuple[Any, str] | None = None) -> None:
        self.credentials = credentials
        self.widgets: dict[int, PageWidget] = {}
        self.rebuilding = False
        self.rebuilds = 0
        self.work_messages = 0
        self.errors: list[str] = []
        self._next_id = 1
        self._handlers: dict[str, Callable[[Message], Message | None]] = {
            "init": self._init,
            "session-info": self._session_info,
            "reconstruct-start": self._reconstruct_start,
            "reconstruct-end": self._reconstruct_end,
            "create": self._create,
            "call": self._call,
            "batch": self._batch,
            "listen": self._listen,
            "unlisten": self._unlisten,
            "register-font": self._acknowledge,
            "set-default-font": self._acknowledge,
            "open-url": self._acknowledge,
        }

    def find(self, class_name: str, text: str) -> PageWidget:
        """Return the one widget of a class with this text.

        Raises:
            LookupError: none has it, or several have.
        """
        found = [
            widget
            for widget in self.widgets.values()
            if widget.class_name == class_name and widget.text == text
        ]
        if len(found) != 1:
            raise LookupError(f"{len(found)} widgets {class_name} {text!r} on the page; need 1")
        return found[0]

    def parent_of(self, wid: int) -> PageWidget:
        """Return the widget that has ``wid`` among its children; LookupError if none has."""
        for widget in self.widgets.values():
            if wid in widget.children:
                return widget
        raise LookupError(f"widget {wid} has no parent on the page")

    def answer(self, message: Message) -> Message | None:
        """Apply one message and return its answer, None where the stock client sends none."""
        if message.get("type") in WORK:
            self.work_messages += 1
        handler = self._handlers.get(str(message.get("type")))
        try:
            if handler is None:
                raise BrowserError(f"Unknown message type: {message.get('type')}")
            return handler(message)
        except BrowserError as error:
            self.errors.append(str(error))
            return {"type": "error", "id": message.get("id"), "error": str(error)}

    def _acknowledge(self, message: Message) -> Message:
        return {"type": "result", "id": message.get("id")}

    def _init(self, message: Message) -> Message:
        self._clear(next_id=1)
        result = self._acknowledge(message)
        if self.credentials is not None:
            result["session_id"], result["token"] = self.credentials
        return result

    def _session_info(self, message: Message) -> None:
        self.credentials = (message["session_id"], message["token"])

    def _reconstruct_start(self, message: Message) -> Message:
        self._clear(next_id=message.get("next_wid", self._next_id))
        self.rebuilding = True
        return self._acknowledge(message)

    def _reconstruct_end(self, message: Message) -> Message:
        self.rebuilding = False
        self.rebuilds += 1
        return self._acknowledge(message)

    def _create(self, message: Message) -> Message:
        wid = message["wid"]
        # The stock client first moves its own counter past the id, then spends one number on the
        # object that it constructs.
        self._next_id = max(self._next_id, wid + 1) + 1
        widget = PageWidget(wid, message["class"])
        arguments = self._resolve(message.get("args") or [])
        if arguments and isinstance(arguments[-1], dict):
            widget.values.update({f"set_{key}": [value] for key, value in arguments.pop().items()})
        if arguments and isinstance(arguments[0], str):
            widget.text = arguments[0]
        self.widgets[wid] = widget
        return self._acknowledge(message) | {"wid": wid, "next_wid": self._next_id}

    def _call(self, message: Message) -> Message:
        self._apply(message)
        return self._acknowledge(message)

    def _batch(self, message: Message) -> Message:
        errors = []
        for index, call in enumerate(message["calls"]):
            try:
                self._apply(call)
            except BrowserError as error:
                errors.append({"index": index, "error": str(error)})
        result = self._acknowledge(message)
        if errors:
            self.errors.extend(str(error["error"]) for error in errors)
            result["value"] = {"errors": errors}
        return result

    def _listen(self, message: Message) -> Message:
        self._widget(message).listening.add(message["action"])
        return self._acknowledge(message)

    def _unlisten(self, message: Message) -> Message:
        self._widget(message).listening.discard(message["action"])
        return self._acknowledge(message)

    def _apply(self, call: Message) -> None:
        widget = self._widget(call)
        method = call["method"]
        arguments = self._resolve(call.get("args") or [])
        match method:
            case "set_text":
                widget.text = str(arguments[0])
            case "add_widget":
                widget.children.append(arguments[0])
            case "insert_widget":
                widget.children.insert(arguments[0], arguments[1])
            case "set_widget":
                widget.children[:] = arguments[:1]
            case "show" | "hide":
                widget.shown = method == "show"
            case _:
                widget.values[method] = arguments

    def _widget(self, message: Message) -> PageWidget:
        widget = self.widgets.get(message["wid"])
        if widget is None:
            raise BrowserError(f"Unknown widget id: {message['wid']}")
        return widget

    def _resolve(self, arguments: list[Any]) -> list[Any]:
        """Return the arguments with references to widgets replaced by their ids."""
        resolved = []
        for argument in arguments:
            if isinstance(argument, dict) and "__wid__" in argument:
                argument = self._widget({"wid": argument["__wid__"]}).wid
            resolved.append(argument)
        return resolved

    def _clear(self, next_id: int) -> None:
        self.widgets.clear()
        self._next_id = next_id
