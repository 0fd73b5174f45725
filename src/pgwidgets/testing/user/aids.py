"""What a page shows beside its widgets: notices, covers of what is at work, shortcuts.

Knows: how the program's side tells a page of them, and what a page tells then. Must not know: how
anything else is found or done.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..browser import SimulatedBrowser
from ..page import Page, PageWidget

_STOP = "_pgw-stop"


class Notice(NamedTuple):
    """A notice that is shown.

    Attributes:
        text: what it says.
        kind: as in ``"success"``.
        times: how often it was said.
        actions: what is written on its buttons.
    """

    text: str
    kind: str
    times: int
    actions: list[str]


def _aids(page: Page) -> Iterator[PageWidget]:
    return (widget for widget in page.widgets.values() if widget.cls == "PageAids")


def _told(page: Page, setting: str) -> Iterator[tuple[PageWidget, dict[str, Any]]]:
    for widget in _aids(page):
        given = widget.get(setting) or []
        for one in given["notices"] if isinstance(given, dict) else given:
            yield widget, one


def notices(page: Page) -> list[Notice]:
    """The notices that are shown, the newest last."""
    return [
        Notice(one["text"], one["kind"], one["count"], list(one["actions"]))
        for _, one in _told(page, "notices")
    ]


def dismiss(browser: SimulatedBrowser, text: str, action: str | None) -> bool:
    """Close a notice, or press one of its buttons; whether there is such a one."""
    for widget, one in _told(browser.page, "notices"):
        if text not in one["text"]:
            continue
        if action is None:
            browser.tell(widget.wid, "closed", one["id"])
            return True
        if action in one["actions"]:
            browser.tell(widget.wid, "acted", one["id"], list(one["actions"]).index(action))
            return True
    return False


def covers(page: Page) -> dict[int, str]:
    """What covers say, by the id of the widget that is covered; 0: the page."""
    return {one.get("wid") or 0: str(one["text"]) for _, one in _told(page, "busy")}


def stop(browser: SimulatedBrowser) -> bool:
    """Press the button that stops what is at work; whether there is one."""
    for widget, one in _told(browser.page, "busy"):
        if one.get("cancel"):
            browser.tell(widget.wid, _STOP, one["id"])
            return True
    return False


def pressed(browser: SimulatedBrowser, keys: str) -> int | None:
    """Press keys that do something wherever the focus is.

    Returns:
        The widget that they click; 0: they did something else; None: there is no such shortcut.
    """
    for widget, one in _told(browser.page, "shortcuts"):
        if _folded(one["keys"]) == _folded(keys):
            if one["clicks"]:
                return int(one["wid"])
            browser.tell(widget.wid, "pressed", one["id"])
            return 0
    return None


def _folded(keys: str) -> frozenset[str]:
    return frozenset(keys.casefold().replace(" ", "").split("+"))
