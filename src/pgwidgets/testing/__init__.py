"""Tests of programs: a user in front of one, without a browser, sockets, or time that passes.

``open_app`` opens a program, as it is served, in a test::

    def test_the_greeting():
        with open_app(main) as user:
            user.click("Hello")
            assert user.shows("Hello!")

Below it, ``SimulatedBrowser`` speaks to a hub in memory, as pgwidgets-js or as our own client.
``conformance`` has the suite that every way to run an application is held to.
"""

from .browser import SimulatedBrowser
from .opening import OpenApp, open_app
from .page import Page, PageWidget
from .stage import Stuck
from .user import AsyncUser, CannotAct, Download, Element, NotFound, User

__all__ = [
    "open_app",
    "OpenApp",
    "User",
    "AsyncUser",
    "Element",
    "Download",
    "NotFound",
    "CannotAct",
    "Stuck",
    "Page",
    "PageWidget",
    "SimulatedBrowser",
]
