"""The comm of a widget that is shown in pages: what ipywidgets speaks with in place of a kernel.

Knows: ipywidgets. Must not know: sessions, browsers, or what a message looks like on the wire.

It is imported when the first widget is shown, with the extra ``anywidget``.
"""
# pyright: reportMissingImports=false

import contextlib
import threading
import weakref
from typing import Any, Protocol, override

import anywidget
import ipywidgets
from comm.base_comm import BaseComm
from traitlets import TraitError

__all__ = ["Bridge", "RefusedError", "bridge_of", "is_anywidget", "widget_of"]

PROTECTED = frozenset(
    {
        *("_esm", "_css", "_anywidget_id", "_model_name", "_model_module"),
        *("_model_module_version", "_view_name", "_view_module", "_view_module_version"),
    }
)
"""What says which script pages run: the program alone, or a user could have others run his own."""


class RefusedError(ValueError):
    """A browser's values are none of the widget's."""


class Listener(Protocol):
    """What shows a widget to browsers."""

    @property
    def is_over(self) -> bool:
        """Whether it is shown there no longer."""
        ...

    def hear(self, bridge: "Bridge", data: dict[str, Any], buffers: list[Any]) -> None:
        """The widget has something for its models; called from whatever thread it was used in."""


class Bridge(BaseComm):  # type: ignore[misc]
    """Hands on what a widget says to its models, and what they say to it.

    Parameters:
        widget: an ipywidget; its comm is this from now on.

    Attributes:
        widget: the widget.
        lock: held while values of browsers are set: traits belong to one thread at a time.
    """

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self.lock = threading.RLock()
        # Each is held by what shows the widget, and not by the widget, which ipywidgets keeps for
        # as long as the program runs: with it a session that is over would be kept, too.
        self._listeners: list[weakref.ref[Listener]] = []
        # A notebook that shows it, too, goes on; and a comm that nobody holds closes itself.
        self._before = widget.comm
        super().__init__(
            target_name="jupyter.widget", comm_id=widget.model_id or None, primary=False
        )
        widget.comm = self

    def add(self, listener: Listener) -> None:
        """Hand on to one more."""
        with self.lock:
            there = self._there()
            if listener not in there:
                there.append(listener)
            self._listeners = [weakref.ref(each) for each in there]

    def _there(self) -> list[Listener]:
        found = [each() for each in self._listeners]
        return [each for each in found if each is not None and not each.is_over]

    @override
    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        if self._before is not None and msg_type != "comm_open":
            self._before.publish_msg(
                msg_type, data=data, metadata=metadata, buffers=buffers, **keys
            )
        if msg_type == "comm_close":
            self.tell({"method": "close"})
        elif msg_type == "comm_msg" and data and data.get("method") in ("update", "custom"):
            self.tell(data, buffers)

    def tell(self, data: dict[str, Any], buffers: Any = None) -> None:
        """Hand on a message to all that show it."""
        for listener in self._there():
            listener.hear(self, data, [*(buffers or ())])

    def state(self) -> dict[str, Any]:
        """All that its models have."""
        with self.lock:
            found: dict[str, Any] = self.widget.get_state()
            return found

    def knows(self, name: str) -> bool:
        """Whether it has a value of this name that models have, too."""
        return name in self.widget.keys

    def checked(self, state: dict[str, Any]) -> dict[str, Any]:
        """Values of a browser as those of the widget's traits.

        Bytes come as memory views, as in a notebook; a trait that takes none of these gets bytes.

        Raises:
            RefusedError: a trait does not take one; the text says which.
        """
        return {name: self._checked(name, value) for name, value in state.items()}

    def _checked(self, name: str, value: Any) -> Any:
        if name in PROTECTED:
            raise RefusedError(f"{name!r} is not for browsers to set")
        try:
            return self._tried(name, value)
        except Exception as exc:  # whatever the widget's own code makes of it
            if isinstance(value, memoryview):
                return self._checked(name, value.tobytes())
            raise RefusedError(f"{name!r}: {exc}") from exc

    def _tried(self, name: str, value: Any) -> Any:
        """The value, if the trait of this name takes it; whatever it raises otherwise."""
        widget = self.widget
        from_json = widget.trait_metadata(name, "from_json", widget._trait_from_json)
        widget.traits()[name]._validate(widget, from_json(value, widget))
        return value

    def set(self, state: dict[str, Any]) -> None:
        """Set values of a browser, which are checked.

        Raises:
            RefusedError: the widget does not take them together.
            Exception: what the program's own observers raise.
        """
        try:
            with self.lock:
                # Not as a message, whose faults ipywidgets would log, and keep from us.
                self.widget.set_state(state)
        except TraitError as exc:
            raise RefusedError(str(exc)) from exc

    def custom(self, content: Any, buffers: list[memoryview]) -> None:
        """Hand in a message of a browser; ipywidgets logs what its handlers raise."""
        data = {"method": "custom", "content": content}
        with self.lock:
            self.handle_msg({"content": {"data": data}, "buffers": buffers})


_making = threading.Lock()


def bridge_of(widget: Any) -> Bridge:
    """The bridge of a widget, which it gets when it is first shown."""
    with _making:
        return widget.comm if isinstance(widget.comm, Bridge) else Bridge(widget)


def is_anywidget(value: object) -> bool:
    """Whether it is a widget that brings its own script."""
    return isinstance(value, anywidget.AnyWidget)


def widget_of(model: str) -> Any:
    """The widget of an id; None if there is none."""
    with contextlib.suppress(AttributeError):
        return ipywidgets.widgets.widget._instances.get(model)
    return ipywidgets.Widget.widgets.get(model)
