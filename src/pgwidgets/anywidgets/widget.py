"""``Widgets.AnyWidget``: hosts a widget of the anywidget ecosystem, for both APIs.

Knows: what a program says of it, how files are served. Must not know: async or sync, ipywidgets,
messages.
"""

import base64
import hashlib
import importlib.util
import re
from pathlib import Path
from typing import Any

from .. import _context as context
from .._policy import lets_in_own_frames
from .._public import placed, shown
from .hosting import Hosting

_HOW = "install the extra: pip install 'pgwidgets[anywidget]'"

_SCRIPTS = Path(__file__).parents[1] / "web/pgwidgets/widgets/anywidget"
_IN_FRAME = ("packing.js", "model.js", "binding.js", "manager.js", "frame.js")
"""The scripts of a frame, each after those that it imports."""


def anywidget_class(base: Any, module: str) -> type[Any]:
    """The class ``AnyWidget`` of an API.

    Parameters:
        base: the API's ``JavaScriptWidget``.
        module: where programs find it.
    """

    class AnyWidget(base):  # type: ignore[misc]
        """Hosts a widget of the anywidget ecosystem: its script in the page, its traits in Python.

        Its values are the same in Python and in all pages that show it. One widget may be shown in
        several places and sessions; then its users share it.

        Parameters:
            widget: an ``anywidget.AnyWidget``.
            sandbox: its script runs in a frame that can't reach the page, and may use ``eval()``,
                WebAssembly and workers there. The application needs
                ``csp={"frame-src": "'self'"}``.

        Raises:
            TypeError: it is no anywidget.
            ValueError: a sandbox in an application whose policy lets in no frames of its own.
            ImportError: the extra ``anywidget`` is not installed.
        """

        javascript = _SCRIPTS / "anywidget.js"
        args = ("model", "frame")
        calls = {"receive": ("packed",)}  # noqa: RUF012 (as every class of the kind is written)
        replies = {"answer": ("packed",)}  # noqa: RUF012
        actions = {  # noqa: RUF012
            "message": ("text",),
            "part": ("key", "index", "count", "text"),
        }
        _pgwidgets_hosting: Hosting
        _pgwidgets_hosted: Any

        def __init__(
            self, session: Any, widget: Any, sandbox: bool = False, **keywords: Any
        ) -> None:
            bridges = _bridges()
            if not bridges.is_anywidget(widget):
                raise TypeError(
                    f"AnyWidget(): widget is {widget!r}; it must be an anywidget.AnyWidget"
                )
            app = session.app
            frame = _frame(app) if sandbox else None
            bridge = bridges.bridge_of(widget)
            super().__init__(session, bridge.comm_id, frame, **keywords)
            self._pgwidgets_hosted = widget
            hosting = self._pgwidgets_hosting = Hosting(
                session,
                bridge,
                find=lambda model: _found(bridges, model),
                serve=lambda text: app.register_file(text.encode(), "widget.js"),
                tell=lambda packed: AnyWidget.receive(self, packed),
                answer=lambda packed: AnyWidget.answer(self, packed),
                is_over=lambda: base.is_destroyed.__get__(self),
                who=context.asker.get,
            )
            base.on(self, "message", hosting.message)
            base.on(self, "part", hosting.part)

        @shown
        def widget(self) -> Any:
            """The widget that it hosts."""
            return self._pgwidgets_hosted

    placed(AnyWidget, module)
    return AnyWidget


def _bridges() -> Any:
    if importlib.util.find_spec("anywidget") is None:
        raise ImportError(f"an AnyWidget needs anywidget; {_HOW}")
    from . import bridge

    return bridge


def _found(bridges: Any, model: str) -> Any:
    widget = bridges.widget_of(model)
    return None if widget is None else bridges.bridge_of(widget)


def _frame(app: Any) -> str:
    """The page for frames that scripts run in, which has a policy of its own.

    Raises:
        ValueError: the policy of the application's page lets in no such frame.
    """
    if not lets_in_own_frames(app._pgwidgets.settings.csp):
        raise ValueError(
            "AnyWidget(): sandbox is True; that needs a frame, which the page's policy lets in by "
            'Application(csp={"frame-src": "\'self\'"})'
        )
    script = frame_script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = {
        "sandbox": "allow-scripts",
        "script-src": f"'sha256-{digest}' blob: 'unsafe-eval' 'wasm-unsafe-eval'",
        "worker-src": "blob: data:",
        "style-src": "'unsafe-inline'",
        "img-src": "data: blob:",
        "media-src": "data: blob:",
        "font-src": "data:",
        "connect-src": "data: blob:",
    }
    page = f'<!DOCTYPE html><meta charset="utf-8"><body><script type="module">{script}</script>'
    url: str = app.register_file(page.encode(), "frame.html", csp=policy)
    return url


def frame_script() -> str:
    """The scripts of a frame as one: a page of no origin can't import them."""
    texts = [_SCRIPTS.joinpath(name).read_text("utf-8") for name in _IN_FRAME]
    text = re.sub(r"^import .*;\n", "", "\n".join(texts), flags=re.MULTILINE)
    return re.sub(r"^export (?=class|function|const|async)", "", text, flags=re.MULTILINE)
