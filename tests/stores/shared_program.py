"""A server of several, whose presses are told an instrument outside.

usage: shared_program.py PORT NAME REDIS LEASE LOG
"""

import asyncio
import os
import signal
import sys

from pgwidgets.async_ import Application, Session
from pgwidgets.stores import RedisStore


async def main(port: int, name: str, url: str, lease: float, log: str) -> None:
    """Serve until SIGTERM."""
    instrument = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    app = Application(
        port, None, store=RedisStore(url, server=name, lease=lease), max_sessions=None
    )

    @app.on_connect
    async def build(session: Session) -> None:
        W = session.get_widgets()
        box = W.VBox()
        label = W.Label(str(session.data.get("count", 0)), name="count")
        button = W.Button("press", name="press")
        await box.add_widget(label, 0)
        await box.add_widget(button, 0)

        async def press() -> None:
            session.data["count"] = session.data.get("count", 0) + 1
            os.write(instrument, f"{name} {session.epoch} {session.data['count']}\n".encode())
            await label.set_text(str(session.data["count"]))

        await button.on("activated", press)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await app.start()
    print("serving", flush=True)
    await stop.wait()
    await app.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], float(sys.argv[4]), sys.argv[5]))
