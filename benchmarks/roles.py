"""What the server's processor has to do for a click, where sessions have roles and where not.

One server for each way of sharing, all at once and by turns, so that what else the machine does
falls on all of them alike. Knows the applications. Must not know how a role is judged.
"""

import json
from contextlib import ExitStack
from typing import Any

from benchmarks import role_application, workload
from benchmarks.environments import OURS, BenchmarkError, Side
from benchmarks.light import LightPage, cpu_seconds
from benchmarks.runner import Scenario, Values
from benchmarks.servers import Server

_TURNS, _CLICKS, _WARM = 10, 500, 500
_ROLES = "benchmarks.role_application"


class _Way:
    """One server, with the page that clicks, and the one that looks on.

    Parameters:
        stack: ends them.
        side: whose library serves.
        module: the application.
        is_controlled: whether only the page that clicks may act.
        is_watched: whether another page shows the session: by the link to look on, if the
            application makes one, else as another operator.
    """

    def __init__(
        self,
        stack: ExitStack,
        side: Side,
        module: str | None = None,
        *,
        is_controlled: bool = False,
        is_watched: bool = False,
    ) -> None:
        self._server = stack.enter_context(Server(side, module))
        self._watcher: LightPage | None = None
        self._page = self._open(stack, None)
        if is_controlled:
            self._page.aim(role_application.CONTROL_BUTTON)
            self._page.click()
            while not self._page.shows(f"{role_application.CONTROL_BUTTON} is on: True"):
                self._page.follow()
            self._page.aim(workload.ECHO_BUTTON)
        if is_watched:
            self._watcher = self._open(stack, self._link() or self._page.credentials)
        for _ in range(_WARM):
            self._click()
        self._before = cpu_seconds(self._server.pid)

    def _open(self, stack: ExitStack, credentials: Any) -> LightPage:
        port = self._server.ws_port
        page = stack.enter_context(LightPage(port, counts=True, credentials=credentials))
        page.build(workload.ECHO_BUTTON, workload.IDLE)
        return page

    def _link(self) -> tuple[Any, str] | None:
        """What the application says of the link to look on; None: it has none."""
        for widget in self._page.page.widgets.values():
            if widget.text.startswith("["):
                session, token = json.loads(widget.text)
                return session, token
        return None

    def turn(self) -> None:
        """Some clicks, one after the other."""
        for _ in range(_CLICKS):
            self._click()

    def _click(self) -> None:
        self._page.click()
        while not self._page.echo():
            pass
        if self._watcher is not None:
            while not self._watcher.echo():
                pass

    @property
    def cpu(self) -> float:
        """Seconds of the server's processor for one click, since it was warm."""
        return (cpu_seconds(self._server.pid) - self._before) / (_TURNS * _CLICKS)


async def _roles(side: Side) -> Values:
    if side is not OURS:
        return {}
    with ExitStack() as stack:
        ways = {
            "alone": _Way(stack, side),
            "link": _Way(stack, side, _ROLES),
            "control": _Way(stack, side, _ROLES, is_controlled=True),
            "two": _Way(stack, side, is_watched=True),
            "observer": _Way(stack, side, _ROLES, is_watched=True),
        }
        if ways["observer"]._link() is None:
            raise BenchmarkError("the application has made no link to look on")
        for _ in range(_TURNS):
            for way in ways.values():
                way.turn()
        return {name: way.cpu for name, way in ways.items()}


SCENARIO = Scenario(
    "event-roles",
    {
        "alone": "server CPU for a click, without roles",
        "link": "likewise, with a link to look on, which nobody uses",
        "control": "likewise, with control, which the clicking page has",
        "two": "likewise, which another operator sees, too",
        "observer": "likewise, which an observer sees, too",
    },
    _roles,
)
"""What roles cost an event."""
