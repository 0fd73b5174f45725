"""The demo as a user runs it: a process of its own, that Ctrl-C ends.

Knows: the examples' folder, and the parameters that applications of both APIs take. An example
names no port and so takes the fixed defaults; a driver changes these defaults before it runs the
text as it stands, so that a test finds free ports on any machine.
"""

import json
import re
import sys
from pathlib import Path

from browser.ports import of_applications
from programs import Program
from trio_example import ASYNC_DEMO, on_trio

_EXAMPLES = Path(__file__).parents[2] / "examples"
_DRIVER = """
import inspect, json, math, sys
from pgwidgets.async_ import Application
from pgwidgets_proto.limits import Limits

init = inspect.unwrap(Application.__init__)
ws_port, http_port, *others = init.__defaults__
assert (ws_port, http_port) == (9500, 9501)
path, text, http_port, options = *sys.argv[1:3], int(sys.argv[3]), json.loads(sys.argv[4])
init.__defaults__ = (0, http_port, *others)
# On a busy machine any handler may be held up, which is not the example's fault.
limits = Limits(handler_stall=math.inf)
init.__kwdefaults__ = {**init.__kwdefaults__, "limits": limits, **options}
sys.path[0] = path.rpartition("/")[0]  # as with `python path`
exec(compile(text, path, "exec"), {"__name__": "__main__", "__file__": path})
"""


class Demo:
    """A running demo.

    Attributes:
        url: what it printed as its page's address.
        port: of that address; WebSockets are taken there too.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        name: str = "async_demo",
        path: Path | None = None,
        **options: object,
    ) -> None:
        """Start it, and wait until it serves.

        Parameters:
            port: to serve on; 0: a free one.
            name: of the example; ``"trio_demo"``: async_demo, on trio.
            path: a program instead of an example.
            options: other defaults of the application's keyword-only parameters.
        """
        is_on_trio = path is None and name == "trio_demo"
        path = path or (ASYNC_DEMO if is_on_trio else _EXAMPLES / f"{name}.py")
        text = on_trio() if is_on_trio else path.read_text(encoding="utf-8")
        port = port or of_applications.take()
        arguments = (str(path), text, str(port), json.dumps(options))
        command = [sys.executable, "-W", "error", "-c", _DRIVER, *arguments]
        self._program = Program(command, name=path.stem)
        self.url, self.port = "", 0
        try:
            told = self.wait_for_line(r"^pgwidgets: open (http://127\.0\.0\.1:(\d+)/\S*)$")
        except BaseException:
            self.kill()
            raise
        self.url, self.port = told[1], int(told[2])

    @property
    def output(self) -> str:
        """What it has said so far, on both streams."""
        return self._program.output

    def wait_for_line(self, pattern: str) -> re.Match[str]:
        """Wait until it has said something that `pattern` matches."""
        return self._program.wait_for_line(pattern)

    def press_ctrl_c(self) -> int:
        """Interrupt it; returns its exit status."""
        return self._program.interrupt()

    def kill(self) -> None:
        """End it without ado, if it still runs."""
        self._program.kill()
        if self.port:
            of_applications.give_back(self.port)
