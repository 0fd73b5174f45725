"""The same tests in a real browser: a program that is really served, and a user in Chromium.

Playwright drives it (extra ``testing-browser``); it is imported when a test first asks for it.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..stage.program import Api, Setup, program_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .user import ChromiumUser


class OpenInChromium:
    """A program that a test has opened in Chromium; see :func:`open_in_chromium`."""

    def __init__(self, program: Any, browser: "Browser") -> None:
        self._program = program
        self._browser = browser
        self._served: Any = None
        self._others: list[Any] = []  # contexts of the same browser that are not ours

    def __enter__(self) -> "ChromiumUser":
        from .serving import ServedInALoop, ServedOnThreads
        from .user import ChromiumUser

        kind = ServedOnThreads if self._program.api == "sync" else ServedInALoop
        self._served = kind(self._program)
        self._others = self._browser.contexts
        try:
            self._served.start()
            return ChromiumUser(self._served, self._browser)
        except BaseException:
            self._close()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        for context in self._browser.contexts:
            if context not in self._others:
                context.close()
        self._served.stop()


def open_in_chromium(
    setup: Setup, browser: "Browser", *, api: Api | None = None, **settings: Any
) -> OpenInChromium:
    """Open a program in Chromium, with a user in front of it, for a ``with`` block.

    Parameters:
        setup, api, settings: as for :func:`~pgwidgets.testing.open_app`.
        browser: a browser of Playwright's.
    """
    return OpenInChromium(program_of(setup, api, settings), browser)
