"""Every plugin of Ginga's reference viewer is started and stopped, by its own remote control.

One is clean if nothing is raised, logged as an error, or complained of by the page meanwhile. With
`PGWIDGETS_GINGA_PYTHON` it counts as well for another Python, in which pgwidgets-python is what
Ginga finds.

Knows: the plugins' names, and Ginga's remote control. Must not know: what they do.
"""

import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xmlrpc.client import Fault

from playwright.sync_api import Page, expect

from browser.gestures import errors
from browser.ginga import starting
from browser.ginga.starting import Running

_REMOTE_CONTROL = "RC"

_INSIDE = "comes up inside of another plugin, which starts it"
_NO_CHOOSER = "wants FileSelection or DirectorySelection, which Ginga has for other toolkits"

_UNFIT = {
    **{f"Toolbar_Ginga_{kind}": _INSIDE for kind in ("Image", "Plot", "Table")},
    **{f"Info_Ginga_{kind}": _INSIDE for kind in ("Image", "Plot", "Table")},
    **dict.fromkeys(("TVMark", "TVMask", "SaveImage"), _NO_CHOOSER),
    "PlotTable": "wants a table",
    "AutoLoad": "wants watchdog",
    "ChangeHistory": "gives Frame.set_widget() a stretch",
    "SlideShow": "calls TextEntry.set_editable(), which pgwidgets-js has of a TextArea alone",
}
"""Those that are not clean, for a reason of Ginga's own: with pgwidgets-python, too."""

_COMPLAINT = re.compile(r"\| [EC] \||ERROR|CRITICAL|Traceback")
"""What a line of the program's has that is one."""

_QUIET = 0.5
_QUIET_AT_LAST = 5.0


class _Walk:
    """A viewer, and what it and its page complain of."""

    def __init__(self, running: Running, page: Page, control_port: int) -> None:
        from ginga.util.grc import RemoteClient

        self._program = running.program
        self._page = page
        self._heard = time.monotonic()
        self._shell = RemoteClient("localhost", control_port).shell()
        self.complaints: dict[str, list[str]] = {}
        self._plugin: str | None = None
        page.on("websocket", lambda socket: socket.on("framereceived", self._hear))

    def _hear(self, frame: object) -> None:
        self._heard = time.monotonic()

    @contextmanager
    def about(self, plugin: str) -> Iterator[None]:
        """Note what goes wrong meanwhile, with the name of a plugin."""
        self._note_late()
        self._plugin = plugin
        raised = []
        try:
            yield
        except Fault as fault:
            raised = [fault.faultString]
        if found := raised + self._complaints():
            self.complaints.setdefault(plugin, []).extend(found)

    def end(self) -> None:
        """The last plugin has been tried."""
        self._note_late()

    def _note_late(self) -> None:
        """Note what a plugin complains of after a while of silence, as on a busy machine."""
        found = self._complaints()
        if found and self._plugin is not None:
            self.complaints.setdefault(self._plugin, []).extend(found)

    def call(self, method: str, *arguments: object) -> None:
        """Call a method of the viewer's, and wait until the page has settled."""
        getattr(self._shell, method)(*arguments)
        self._settle()

    def _settle(self) -> None:
        """Wait until the server has sent nothing for a while: some plugins send for ever."""
        began = self._heard = time.monotonic()
        while time.monotonic() < min(self._heard + _QUIET, began + _QUIET_AT_LAST):
            self._page.evaluate("() => new Promise((done) => setTimeout(done, 50))")

    def _complaints(self) -> list[str]:
        """Take what was complained of since this was asked last."""
        said = "".join(self._program.take_lines())
        found = re.findall(
            r"^.*(?:\| E \||\| C \||ERROR|CRITICAL|Traceback).*$", said, re.MULTILINE
        )
        page_errors = errors(self._page)
        found += [f"page: {error}" for error in page_errors]
        page_errors.clear()
        return found


def test_all_plugins_start_and_stop(
    open_page: Callable[..., Page], run: Callable[..., Running], image: Path
) -> None:
    from ginga.rv.main import plugins

    with socket.create_server(("127.0.0.1", 0)) as free:
        control_port = free.getsockname()[1]
    names = {plugin.get("name", plugin.get("klass", plugin.module)): plugin for plugin in plugins}
    off = [name for name, plugin in names.items() if not plugin.enabled]
    enable = [
        f"--rcport={control_port}",
        "--modules=" + ",".join([_REMOTE_CONTROL, *(n for n in off if _is_global(names[n]))]),
        "--plugins=" + ",".join(n for n in off if not _is_global(names[n])),
    ]
    running = run(
        "ginga", lambda port: starting.viewer(port, image, *enable), starting.VIEWER_SERVES
    )
    page = open_page(viewport={"width": 1250, "height": 850})
    walk = _Walk(running, page, control_port)
    page.goto(running.url + running.found[1])
    expect(page.get_by_text("stars[PRIMARY,1]", exact=True)).to_be_visible()

    for name, plugin in sorted(names.items(), key=lambda item: _runs(item[1])):
        if name == _REMOTE_CONTROL:
            continue
        start, stop = (
            (("start_global_plugin", name), ("stop_global_plugin", name))
            if _is_global(plugin)
            else (("start_local_plugin", "Image", name), ("stop_local_plugin", "Image", name))
        )
        with walk.about(name):
            for step in (stop, start) if _runs(plugin) else (start, stop):
                walk.call(*step)
    walk.end()
    for name, found in walk.complaints.items():
        print(name, *found, sep="\n    ")
    print(len(names) - len(walk.complaints), "of", len(names), "are clean")
    assert walk.complaints.keys() == _UNFIT.keys()


def _is_global(plugin: dict[str, object]) -> bool:
    return plugin["ptype"] == "global"


def _runs(plugin: dict[str, object]) -> bool:
    """Whether it is started with the viewer."""
    return bool(plugin.get("start"))
