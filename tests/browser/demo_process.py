"""The demo as a user runs it: a process of its own, that Ctrl-C ends.

Knows: the examples' folder, and the parameters that applications of both APIs take. An example
names no port and so takes the fixed defaults; a driver changes these defaults before it runs the
text as it stands, so that a test finds free ports on any machine.
"""

import json
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from browser.ports import of_applications
from patience import PATIENCE
from trio_example import ASYNC_DEMO, on_trio

_EXAMPLES = Path(__file__).parents[2] / "examples"
_DRIVER = """
import json, math, sys
from pgwidgets.async_ import Application
from pgwidgets_proto.limits import Limits

init = Application.__init__
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
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", _DRIVER, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.url, self.port = "", 0
        self._lines: list[str] = []
        self._ended = False
        self._heard = threading.Condition()
        self._reader = threading.Thread(target=self._read, name="the demo's output", daemon=True)
        self._reader.start()
        try:
            told = self.wait_for_line(r"^pgwidgets: open (http://127\.0\.0\.1:(\d+)/\S*)$")
        except BaseException:
            self.kill()
            raise
        self.url, self.port = told[1], int(told[2])

    @property
    def output(self) -> str:
        """What it has said so far, on both streams."""
        with self._heard:
            return "".join(self._lines)

    def wait_for_line(self, pattern: str) -> re.Match[str]:
        """Wait until it has said something that `pattern` matches."""

        def find() -> re.Match[str] | None:
            return re.search(pattern, "".join(self._lines), re.MULTILINE)

        with self._heard:
            self._heard.wait_for(lambda: find() or self._ended, PATIENCE)
            found = find()
        assert found is not None, f"no line {pattern!r} in:\n{self.output}"
        return found

    def press_ctrl_c(self) -> int:
        """Interrupt it; returns its exit status."""
        self._process.send_signal(signal.SIGINT)
        status = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def kill(self) -> None:
        """End it without ado, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        if self.port:
            of_applications.give_back(self.port)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as stream:
            for line in stream:
                with self._heard:
                    self._lines.append(line)
                    self._heard.notify_all()
        with self._heard:
            self._ended = True
            self._heard.notify_all()
