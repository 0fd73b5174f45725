"""What a user can't do.

Knows: how it is said. Must not know: what can be done.
"""

from ...browser import SimulatedBrowser
from ...page import PageWidget
from ..aids import covers
from ..printing import line_of, tree_of
from ..sight import Sight

__tracebackhide__ = True  # pytest shows where a test calls this


class CannotAct(AssertionError):
    """The user can't do that: the widget is hidden or disabled, or has nothing of the kind."""


def refuse(browser: SimulatedBrowser, widget: PageWidget, why: str) -> CannotAct:
    """The error that says so, with what is shown."""
    sight = Sight(browser.page)
    where = f"{sight.path(widget)} ({line_of(sight, widget)})"
    return CannotAct(f"{where}: {why}\n\n{tree_of(browser.page)}")


def check_usable(browser: SimulatedBrowser, widget: PageWidget) -> None:
    """See to it that a user can do anything to a widget at all.

    Raises:
        CannotAct: it is gone, hidden, or disabled, or a modal dialog stands before it.
    """
    sight = Sight(browser.page)
    if browser.page.widgets.get(widget.wid) is not widget:
        raise CannotAct(
            f"the {widget.cls} is no longer on the page; find it anew\n\n{tree_of(browser.page)}"
        )
    if not sight.is_shown(widget):
        raise refuse(browser, widget, "it is hidden")
    if not sight.is_enabled(widget):
        raise refuse(browser, widget, "it is disabled")
    covered = covers(browser.page)
    for one in covered:
        if one == 0 or one in {widget.wid, *(outer.wid for outer in sight.ancestors(widget))}:
            raise refuse(browser, widget, f"it is covered: {covered[one]!r}")
    modal = modal_dialog(sight)
    if modal is not None and modal is not widget and modal not in sight.ancestors(widget):
        raise refuse(browser, widget, f"the dialog {sight.text(modal)!r} stands before it")


def modal_dialog(sight: Sight) -> PageWidget | None:
    """The dialog that blocks the rest of the page, if there is one; the newest."""
    found = [
        widget
        for widget in sight.page.widgets.values()
        if widget.cls in ("Dialog", "ColorDialog")
        and widget.get("modal", False)
        and sight.is_shown(widget)
    ]
    return found[-1] if found else None
