"""What pages complain of, noted in the page, for a driver that can't hear it.

Knows: how an application adds a script to its page. Must not know: engines.
"""

from pathlib import Path

from pgwidgets.async_ import Widgets

TAKE = """() => {
    if (location.protocol !== "http:") return [];
    const noted = JSON.parse(sessionStorage.getItem("complaints") ?? "[]");
    sessionStorage.removeItem("complaints");
    return noted;
}"""
"""In the page: gives what was noted since this was called last, also before a reload."""


class Complaints(Widgets.JavaScriptWidget):
    """Never made: its script notes complaints from when the page loads it, before it connects."""

    javascript = Path(__file__).with_name("complaints.js")
