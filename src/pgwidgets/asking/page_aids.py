"""The widget that shows what a session has beside its widgets.

Knows: its half in the browser, and how that may report. Must not know: what is shown.
"""

from typing import Any

from .._javascript import OUR_FILES
from .._widgets import WidgetType
from .aids import STOP


def _numbers(*given: Any) -> None:
    if not all(type(one) is int for one in given):
        raise TypeError(f"numbers are told, and not {given!r}")


def aids_class(base: type[Any], module: str) -> type[Any]:
    """The class ``PageAids`` of an API, which no program sees.

    Parameters:
        base: the API's ``JavaScriptWidget``.
        module: where the class is to be found.
    """
    described = {
        "__doc__": "Shows notices, covers of what is at work, and shortcuts; keeps layouts.",
        "__module__": module,
        "javascript": OUR_FILES / "pgwidgets" / "widgets" / "aids" / "aids.js",
        "state": ("notices", "busy", "shortcuts", "layout_name"),
        "questions": {"get_kept_layout": ()},
        "replies": {"keep_layout": ("text",)},
        "actions": {
            "acted": ("id", "index"),
            "closed": ("id",),
            "pressed": ("id",),
            "arranged": (),
            STOP: ("id",),
        },
        "checks": dict.fromkeys(("acted", "closed", "pressed", STOP), _numbers),
    }
    made: Any = WidgetType("PageAids", (base,), described)
    return made  # type: ignore[no-any-return]
