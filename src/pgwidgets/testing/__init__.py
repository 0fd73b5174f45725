"""Tools for tests: a browser without a browser.

``SimulatedBrowser`` speaks to a hub in memory, as pgwidgets-js or as our own client, so that a
test can say in which order everything arrives, and needs no sockets and no sleeps.

``conformance`` has the suite that every way to run an application is held to.
"""

from .browser import SimulatedBrowser
from .page import Page, PageWidget

__all__ = ["Page", "PageWidget", "SimulatedBrowser"]
