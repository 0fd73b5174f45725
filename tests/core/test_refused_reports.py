"""A report that is refused: the page that made it is told what we have, whatever class it is of."""

from typing import Any

import pytest

from core.helpers import connect, make_hub, settle
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.sessions.events import ReportRefused
from pgwidgets_proto.widgets.reporting import ActionReport

MADE_BY_OTHERS = ("MDISubWindow", "TextBufferRef")
NONSENSE = {"no": "sense"}

REPORTS = [
    (name, action)
    for name in class_names()
    if name not in MADE_BY_OTHERS
    for action, about in widget_class(name).actions.items()
    if isinstance(about.report, ActionReport)
]


SILENT = {
    *[("Dialog", "activated"), ("Dialog", "hidden"), ("ColorDialog", "hidden")],  # whatever it says
    *[("TextSource", "cursor_moved"), ("TextSource", "tooltip"), ("VideoWidget", "timeupdate")],
}
"""Reports that say the same with any argument, or of what each page has for itself."""

SET = [
    ("Slider", "activated", "set_value", 5),
    ("CheckBox", "activated", "set_state", True),
    ("TextEntry", "modified", "set_text", "ours"),
]


def answers(name: str, action: str, method: str = "", value: Any = None) -> list[dict[str, Any]]:
    """What a page is told after nonsense of a widget of which the program has set a value."""
    hub = make_hub()
    session = hub.create_session()
    node = session.create(name)
    if method:
        session.call(node, method, (value,))
    session.listen(node, action)
    browser = connect(hub, session)
    settle(session, [browser])
    before = len(browser.messages)
    browser.report(node.wid, action, NONSENSE)
    events = settle(session, [browser])
    assert any(isinstance(event, ReportRefused) for event in events) or (name, action) in SILENT
    return [m for m in browser.messages[before:] if m["type"] in ("call", "reconstruct-start")]


@pytest.mark.parametrize(("name", "action"), REPORTS)
def test_who_reports_nonsense_is_told_what_we_have(name: str, action: str) -> None:
    """What was never set is what a page makes of it at first: that takes a new page."""
    assert bool(answers(name, action)) is ((name, action) not in SILENT)


@pytest.mark.parametrize(("name", "action", "method", "value"), SET)
def test_what_was_set_is_told_by_its_own_call(
    name: str, action: str, method: str, value: Any
) -> None:
    (told,) = answers(name, action, method, value)
    assert (told["method"], told["args"][0]) == (method, value)
