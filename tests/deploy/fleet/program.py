"""A program of which several servers run: a pad whose clicks are told an instrument outside.

usage: program.py SETTINGS (JSON: port, store, instrument, name, and what else Application takes)

What is told has the session, the page, the serial number of the click, and the epoch of the
session's owner. Version 2 of the program has one field more, two of them swapped, and makes all of
them at once.
"""

import asyncio
import json
import os
import random
import signal
import socket
import sys
from typing import Any

from pgwidgets.async_ import Application, Session

FIELDS = {1: ("alpha", "beta", "gamma"), 2: ("beta", "alpha", "delta", "gamma")}
"""The names of the fields of each version."""


class Instrument:
    """The instrument, which the handlers of one server tell what they do.

    Parameters:
        path: its socket.
        server: the name of this server.
    """

    def __init__(self, path: str, server: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.connect(path)
        self._server = server

    def tell(self, kind: str, session: Session, **more: Any) -> None:
        """Tell it something; it is written down when this returns, or soon after."""
        told = {"kind": kind, "session": session.id, "epoch": session.epoch}
        line = {**told, "server": self._server, "pid": os.getpid(), **more}
        self._socket.send(json.dumps(line).encode())


async def main(
    port: int, store: str, instrument: str, name: str, version: int = 1, **settings: Any
) -> None:
    """Serve until SIGTERM."""
    told = Instrument(instrument, name)
    app = Application(port, None, store=store, max_sessions=None, routed=True, **settings)

    @app.on_connect
    async def build(session: Session) -> None:
        W = session.get_widgets()
        data = session.data
        data.setdefault("clicks", {})
        told.tell("built", session, clicks=dict(data["clicks"]), restored=session.is_restored)
        box = W.VBox()
        pad = W.Label(f"{_sum(data)} {name}", name="pad", interactive=True)
        await box.add_widget(pad, 0)
        # Those with a name, and others that are known by their places alone.
        named, placed = W.VBox(name="named"), W.VBox(name="placed")
        fields = FIELDS[version]
        if version == 1:
            entries = [W.TextEntry("", name=field) for field in fields]
            others = [W.TextEntry("") for _ in fields]
        else:
            entries = list(await asyncio.gather(*(_entry(W, field) for field in fields)))
            others = list(await asyncio.gather(*(_entry(W, None) for _ in fields)))
        for entry, other in zip(entries, others, strict=True):
            await named.add_widget(entry, 0)
            await placed.add_widget(other, 0)
        await box.add_widget(named, 0)
        await box.add_widget(placed, 0)

        def tell_fields(session: Session) -> None:
            pairs = zip(fields, entries, others, strict=True)
            texts = {field: (entry.get_text(), other.get_text()) for field, entry, other in pairs}
            told.tell("fields", session, texts=texts)

        async def clicked(event: dict[str, Any]) -> None:
            page, serial = str(event["page"]), event["serial"]
            told.tell("click", session, page=page, serial=serial)
            data["clicks"][page] = data["clicks"].get(page, 0) + 1
            await asyncio.sleep(0.002)  # as an instrument takes its time
            await pad.set_text(f"{_sum(data)} {name}")

        await pad.on("click", clicked)
        session.on_restore(tell_fields)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await app.start()
    print("serving", flush=True)
    await stop.wait()
    await app.close()


def _sum(data: dict[str, Any]) -> str:
    return str(sum(data["clicks"].values()))


async def _entry(W: Any, name: str | None) -> Any:
    await asyncio.sleep(random.random() / 100)
    return W.TextEntry("") if name is None else W.TextEntry("", name=name)


if __name__ == "__main__":
    asyncio.run(main(**json.loads(sys.argv[1])))
