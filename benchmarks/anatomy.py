"""Where the time of a click goes, by the rooms of the code that it passes through.

Run as ``python -m benchmarks.anatomy [--svg FILE]``, with this project installed. A light client
in a process of its own clicks; Python's profiler watches the server, on asyncio. It makes short
functions dearer than they are, so what counts is how the rooms compare.
"""

import argparse
import asyncio
import cProfile
import pstats
import sys
from collections import Counter
from html import escape
from pathlib import Path

from benchmarks import workload
from benchmarks.application import show
from benchmarks.light import LightPage
from benchmarks.servers import free_ports
from pgwidgets.async_ import Application

CLICKS = 3_000
_WARM = 300

ROOMS = (
    ("/asyncio/", "asyncio's loop"),
    ("/selectors.py", "asyncio's loop"),
    ("/pgwidgets_transports/", "transport"),
    ("/pgwidgets_proto/stream/", "stream: frames"),
    ("/pgwidgets_proto/wire/", "wire: JSON"),
    ("/pgwidgets_proto/views/", "views: queue, acknowledgements"),
    ("/pgwidgets_proto/sessions/", "sessions: events, telling"),
    ("/pgwidgets_proto/", "widgets, catalogue: the call"),
    ("/pgwidgets/async_/", "async API: handlers, await"),
    ("/pgwidgets/", "application, sessions, widgets"),
    ("/benchmarks/application", "the program"),
)
"""What a part of a file's name stands for; the first that fits counts."""

_SYSTEM = ("_socket.socket",)


def measure() -> dict[str, float]:
    """Return the microseconds of a click that each room takes, most first."""
    profile = cProfile.Profile()
    asyncio.run(_serve(profile))
    rooms: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if "poll" not in name:  # which waits
            rooms[_room(file, name)] += own
    return {room: own / CLICKS * 1e6 for room, own in rooms.most_common()}


def _room(file: str, name: str) -> str:
    if any(part in name for part in _SYSTEM):
        return "the system: recv, send"
    return next((room for part, room in ROOMS if part in file), "Python's own functions")


async def _serve(profile: cProfile.Profile) -> None:
    ws_port, http_port = free_ports(2)
    app = Application(ws_port=ws_port, http_port=http_port)
    app.on_connect(show)
    await app.start()
    client = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.anatomy", "--click", str(ws_port)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert client.stdin is not None
    assert client.stdout is not None
    await client.stdout.readline()  # it is warm
    profile.enable()
    client.stdin.write(b"\n")
    await client.stdout.readline()
    profile.disable()
    await client.wait()
    await app.close()


def _click(port: int) -> None:
    """Be the client: click to get warm, say so, wait for a line, and click what is measured."""
    with LightPage(port, counts=True) as page:
        page.build(workload.ECHO_BUTTON, workload.IDLE)
        for clicks, then in ((_WARM, input), (CLICKS, str)):
            for _ in range(clicks):
                page.click()
                while not page.echo():
                    pass
            print(flush=True)
            then()


def drawn(rooms: dict[str, float]) -> str:
    """Return a picture of the rooms as SVG: one bar for each."""
    height, left, width = 22, 250, 330
    most, whole = max(rooms.values()), sum(rooms.values())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 {height * len(rooms) + 10}" '
        f'font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for index, (room, own) in enumerate(rooms.items()):
        top, long = 5 + index * height, max(1.0, own / most * width)
        lines += [
            f'<text x="{left - 8}" y="{top + 15}" text-anchor="end" fill="#222">{escape(room)}'
            "</text>",
            f'<rect x="{left}" y="{top + 3}" width="{long:.0f}" height="{height - 6}" '
            'fill="#2f6f9f"/>',
            f'<text x="{left + long + 6:.0f}" y="{top + 15}" fill="#222">{own / whole:.0%}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def main() -> None:
    """Measure, print the rooms, and draw them where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.anatomy", description=__doc__)
    parser.add_argument("--svg", type=Path, metavar="FILE", help="where to put the picture")
    parser.add_argument("--click", type=int, metavar="PORT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.click is not None:
        _click(options.click)
        return
    rooms = measure()
    whole = sum(rooms.values())
    for room, own in rooms.items():
        print(f"{room:32} {own:6.1f} µs {own / whole:5.0%}")
    if options.svg is not None:
        options.svg.write_text(drawn(rooms), encoding="utf-8")


if __name__ == "__main__":
    main()
