"""Follow four things through the house: a click, a call, a page's rebuild, and its coming back.

Knows: how a browser speaks to a server, and how Python tells of calls. Must not know: what any
function does.

Each walk is taken in a real application that serves on asyncio, from the bytes of a browser to the
program's handler, or from the program's call to the browser's bytes. What is counted is every call
of a function of ours, a generator's every turn among them. Both ways go two files (or two wings)
of which each has called the other in one walk.

usage: walks.py [--path WALK | --check]

With --path the calls of one walk are printed, each below its caller. With --check the walks that
architecture.md tells of are compared with what is taken; the exit status is 1 if they differ.
"""

import asyncio
import base64
import json
import re
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "architecture.md"
_CORE = "pgwidgets_proto"
_OURS = tuple(f"{ROOT / folder}/" for folder in ("src", "transports"))

_TOLD = re.compile(r"<!-- begin walk (\w+) -->\n(.*?)<!-- end walk -->", re.DOTALL)
_STEP = re.compile(
    r"^\d+\. \[[\w.]+\]\((?:\.\./)+(?:src|transports)/([\w/.]+)\) `([\w.]+)`:", re.MULTILINE
)


class Step(NamedTuple):
    """One call.

    Attributes:
        depth: how many of our functions it is inside of.
        caller: the file of the innermost of them; None if there is none.
        file: its own file, below src or transports.
        name: its qualified name.
    """

    depth: int
    caller: str | None
    file: str
    name: str


type Walk = list[Step]


def files(walk: Walk) -> list[str]:
    """The files that a walk goes through, in the order of its coming there."""
    return list(dict.fromkeys(step.file for step in walk))


def both_ways(walk: Walk, place: Callable[[str], str] = str) -> list[tuple[str, str]]:
    """The pairs of files, or of what :func:`place` says of them, that call each other."""
    arrows = {(place(s.caller), place(s.file)) for s in walk if s.caller is not None}
    return sorted((a, b) for a, b in arrows if a < b and (b, a) in arrows)


def wing(file: str) -> str:
    """The folder of a file; of the core's own files the core, and of others their package."""
    return Path(file).parent.as_posix()


class Tracer:
    """Notes the calls of our functions while it is on."""

    def __init__(self) -> None:
        self.walk: Walk = []
        self._names: dict[CodeType, str | None] = {}

    @contextmanager
    def on(self) -> Iterator[None]:
        """Note them until the end of the block, or until :meth:`off`."""
        sys.setprofile(self._called)
        try:
            yield
        finally:
            self.off()

    def off(self) -> None:
        sys.setprofile(None)

    def _called(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or (file := self._file(frame.f_code)) is None:
            return
        outer = [name for name in map(self._file, _callers(frame)) if name is not None]
        caller = outer[0] if outer else None
        self.walk.append(Step(len(outer), caller, file, frame.f_code.co_qualname))

    def _file(self, code: CodeType) -> str | None:
        """The file of a function of ours."""
        if code not in self._names:
            folder = next((f for f in _OURS if code.co_filename.startswith(f)), None)
            self._names[code] = None if folder is None else code.co_filename[len(folder) :]
        return self._names[code]


def _callers(frame: FrameType) -> Iterator[CodeType]:
    above = frame.f_back
    while above is not None:
        yield above.f_code
        above = above.f_back


class Page:
    """A browser with our client, as far as it answers a server; it shows nothing."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.messages: list[dict[str, Any]] = []
        self._counted = 0

    async def connect(self) -> None:
        """Open a WebSocket, up to the server's ``init``."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(
            b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\n"
            b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %b\r\n\r\n"
            % (self._port, base64.b64encode(b"16 bytes, or so."))
        )
        await self._reader.readuntil(b"\r\n\r\n")
        await self.until("init")

    async def until(self, kind: str) -> dict[str, Any]:
        """Read up to a message of this kind."""
        while True:
            text = await self._read_text()
            found = json.loads(text)
            new: list[dict[str, Any]] = found if isinstance(found, list) else [found]
            self.messages += new
            if is_counted := not {"init", "session-info", "resumed", "got"} & {new[0]["type"]}:
                self._counted += len(new)
            for message in new:
                if message["type"] == kind:
                    if is_counted:
                        await self.settle()
                    return message

    def say(self, **message: Any) -> None:
        """Send a message; the mask leaves it as it is."""
        payload = json.dumps(message).encode()
        size = len(payload)
        head = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2)
        self._writer.write(b"\x81" + head + b"\0\0\0\0" + payload)

    def acknowledge(self) -> None:
        self.say(type="ack", seen=self._counted)

    def report(self, wid: int, action: str) -> None:
        self.say(type="callback", wid=wid, action=action, args=[], seen=self._counted)

    @property
    def seen(self) -> int:
        """How many of the server's messages have come since the session's information."""
        return self._counted

    async def settle(self) -> None:
        """Let the server come to rest."""
        for _ in range(10):
            await asyncio.sleep(0)

    async def leave(self) -> None:
        """Lose the connection."""
        self._writer.transport.abort()
        await self.settle()

    async def _read_text(self) -> bytes:
        """The payload of the next text frame; a ping is as good as none."""
        while True:
            first, size = await self._reader.readexactly(2)
            if size == 126:
                size = int.from_bytes(await self._reader.readexactly(2))
            payload = await self._reader.readexactly(size)
            if first == 0x81:
                return payload
            assert first == 0x89, first


async def click(tracer: Tracer, app: Any) -> None:
    """A click's bytes, to the program's handler."""
    session, page = await _shown(app)
    button = session.get_widgets().Button("click")
    clicked = asyncio.Event()

    def handler() -> None:
        tracer.off()
        clicked.set()

    button.on("activated", handler)
    await page.until("create")
    page.acknowledge()
    await page.settle()
    wid = button.wid
    with tracer.on():
        page.report(wid, "activated")
        await clicked.wait()
    await page.leave()


async def call(tracer: Tracer, app: Any) -> None:
    """``await label.set_text("x")``, to its bytes."""
    session, page = await _shown(app)
    label = session.get_widgets().Label("")
    await page.until("create")
    page.acknowledge()
    await page.settle()
    with tracer.on():
        await label.set_text("x")
        await page.until("call")
    await page.leave()


async def rebuild(tracer: Tracer, app: Any) -> None:
    """A page that is loaded anew says hello, and is built: four widgets."""
    _, page = await _shown(app, build=_four_widgets)
    with tracer.on():
        await page.until("reconstruct-end")
    await page.leave()


async def resume(tracer: Tracer, app: Any) -> None:
    """A page that lost its connection is back, and told what it missed: one text."""
    session, page = await _shown(app)
    label = session.get_widgets().Label("")
    await page.until("create")
    page.acknowledge()
    await page.settle()
    [info] = [message for message in page.messages if message["type"] == "session-info"]
    await page.leave()
    label.set_text("missed").close()
    await page.connect()
    _say_hello(page, session, resume={"link": info["link"], "seen": page.seen})
    with tracer.on():
        await page.until("call")
    await page.leave()


WALKS: dict[str, Callable[[Tracer, Any], Coroutine[Any, Any, None]]] = {
    "click": click,
    "call": call,
    "rebuild": rebuild,
    "resume": resume,
}


async def _shown(app: Any, build: Callable[[Any], None] | None = None) -> tuple[Any, Page]:
    """A session and the page that shows it; with ``build`` the page is not built yet."""
    session = app.create_session()
    if build is not None:
        build(session.get_widgets())
    page = Page(app._http_port)
    await page.connect()
    _say_hello(page, session)
    if build is None:
        await page.until("reconstruct-end")
        page.acknowledge()
        await page.settle()
    return session, page


def _say_hello(page: Page, session: Any, **more: Any) -> None:
    page.say(type="result", id=0, ext=1, session_id=session.id, token=session.token, **more)


def _four_widgets(widgets: Any) -> None:
    window, box = widgets.TopLevel(title="four"), widgets.VBox()
    for child in (widgets.Label("one"), widgets.Button("two")):
        box.add_widget(child).close()
    window.set_widget(box).close()


async def _take(name: str) -> Walk:
    from pgwidgets.async_ import Application

    async with Application(0, 0, max_sessions=None) as app:
        for _ in range(2):  # the second time nothing is imported or made for the first time
            tracer = Tracer()
            await WALKS[name](tracer, app)
    return tracer.walk


def take(*names: str) -> dict[str, Walk]:
    """Take some walks, or all, each in an application of its own."""
    return {name: asyncio.run(_take(name)) for name in names or WALKS}


def told(text: str) -> dict[str, list[tuple[str, str]]]:
    """The walks of a page, as the files and names of their steps."""
    return {name: _STEP.findall(steps) for name, steps in _TOLD.findall(text)}


def astray(steps: list[tuple[str, str]], walk: Walk) -> Iterator[str]:
    """Steps of a page that a walk does not take, or not in this order."""
    ahead = iter(walk)
    for file, name in steps:
        if not any((step.file, step.name) == (file, name) for step in ahead):
            yield f"{file} {name}"
            ahead = iter(walk)


def report(name: str, walk: Walk) -> Iterator[str]:
    """The figures of one walk, in lines."""
    core = [step for step in walk if step.file.startswith(_CORE)]
    yield (
        f"{name}: {len(walk)} calls in {len(files(walk))} files; "
        f"of the core {len(core)} in {len(files(core))}"
    )
    for what, pairs in (("files", both_ways(walk)), ("wings", both_ways(walk, wing))):
        yield f"    {what} that call each other: {len(pairs)}"
        yield from (f"        {a} <-> {b}" for a, b in pairs)


def main() -> int:
    match sys.argv[1:]:
        case []:
            for name, walk in take().items():
                print(*report(name, walk), sep="\n")
        case ["--check"]:
            steps = told(PAGE.read_text(encoding="utf-8"))
            wrong = [
                f"{a}: {line}" for a, walk in take().items() for line in astray(steps[a], walk)
            ]
            print(*wrong, f"{len(wrong)} steps of docs/{PAGE.name} are not taken so", sep="\n")
            return 1 if wrong else 0
        case ["--path", name] if name in WALKS:
            for step in take(name)[name]:
                print(f"{'  ' * step.depth}{step.file}  {step.name}")
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
