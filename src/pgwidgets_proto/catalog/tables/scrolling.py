"""The methods of widgets that are scrolled to a place from 0 to 1 in both directions."""

from ...widgets.widget import Method
from ..effects.base import Get, Set
from ..effects.windows import ATTACHED
from ..names.terms import p, says, tells
from ..reports.scrolling import ReportsScrolled
from ..reports.values import ReportsPair

BOTH = "Gives how far it is scrolled, horizontally and vertically, from 0 to 1."

PLACES = (
    p("h_pct", "float", "horizontally, from 0 to 1"),
    p("v_pct", "float", "vertically, from 0 to 1"),
)

SCROLL: dict[str, Method] = {
    "set_scroll_position": says(Set("scroll_position", late=True, rank=ATTACHED), "Scrolls it."),
    "get_scroll_position": says(Get("scroll_position", (0.0, 0.0)), BOTH),
}
"""The methods."""

SCROLLED = tells(
    "The user has scrolled it.", *PLACES, report=ReportsScrolled(ReportsPair("set_scroll_position"))
)
"""The action."""
