"""The program of docs/how-to/writing-a-transport.md does what the page says."""

import json
import re
import socket
import threading
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from patience import PATIENCE

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "writing-a-transport.md"


def code_of_the_page() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(code)


def test_the_core_is_embedded_in_forty_lines() -> None:
    body = code_of_the_page().partition("def serve")[2]
    assert len([line for line in body.splitlines() if line.strip()]) <= 40


def test_the_program_counts_clicks() -> None:
    names: dict[str, Any] = {}
    exec(compile(code_of_the_page(), str(PAGE), "exec"), names)
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=names["serve"], args=(listener, stop.is_set))
        server.start()
        try:
            port = listener.getsockname()[1]
            with connect(f"ws://127.0.0.1:{port}/", compression=None) as browser:
                assert json.loads(browser.recv(timeout=PATIENCE))["type"] == "init"
                browser.send(json.dumps({"type": "result", "id": 0, "ext": 1}))
                created: list[dict[str, Any]] = []
                while not any(m["type"] == "listen" for m in created):
                    message = json.loads(browser.recv(timeout=PATIENCE))
                    created += message if isinstance(message, list) else [message]
                button = next(m for m in created if m["type"] == "create")
                assert button["args"] == ["0 clicks"]
                click = {"type": "callback", "wid": button["wid"], "action": "activated"}
                for count in (1, 2):
                    browser.send(json.dumps(click))
                    call = json.loads(browser.recv(timeout=PATIENCE))
                    assert (call["method"], call["args"]) == ("set_text", [f"{count} clicks"])
        finally:
            stop.set()
            server.join(timeout=PATIENCE)
    assert not server.is_alive()
