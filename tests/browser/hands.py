"""Whoever uses the program of these tests (keyed_program.py): its page, and what it has heard.

Knows: how the program is served and opened. Must not know: keys or fingers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from playwright.sync_api import Browser, Page, expect

from browser.conftest import Served, new_visitor, watch
from browser.gestures import comes_true, errors
from browser.keyed_program import Program


class Hands:
    """A page of the program, and its user."""

    def __init__(self, page: Page, served: Served, programs: list[Program]) -> None:
        self.page = page
        self.served = served
        self._programs = programs

    @classmethod
    @contextmanager
    def at_work(cls, chromium: Browser, **options: Any) -> Iterator[Self]:
        """A user for the length of a block, in a browser of their own that is made as given."""
        programs: list[Program] = []

        def setup(app: Any) -> None:
            @app.on_connect
            async def on_connect(session: Any) -> None:
                programs.append(Program(session))
                await programs[-1].build()

        served = Served(setup, {})
        context = new_visitor(chromium, **options)
        page = watch(context.new_page())
        page.goto(served.url)
        expect(page.get_by_role("row")).to_have_count(3)
        yield cls(page, served, programs)
        assert errors(page) == []
        context.close()
        served.close()

    @property
    def program(self) -> Program:
        """What is served."""
        return self._programs[0]

    def heard(self, *wanted: Any) -> None:
        """Wait until the program has heard it, and nothing else since the last time."""
        comes_true(self.page, lambda: list(self.program.heard), list(wanted))
        self.program.heard.clear()
