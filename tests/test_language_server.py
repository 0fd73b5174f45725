"""What a language server offers while somebody types, in the words of the protocol.

Asked of pyright's, which is behind completion in VS Code and others; jedi is in test_completion.py.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """\
from pgwidgets.async_ import Session

async def on_session(session: Session) -> None:
    W = session.get_widgets()
    btn = await W.Button("x")
    """
SYNC = PROGRAM.replace("async_", "sync").replace("async def", "def").replace("await ", "")


class Server:
    """A language server, spoken to over its pipes (Language Server Protocol 3.17)."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "pyright.langserver", "--stdio"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._last = 0
        self._opened = 0
        root = ROOT.as_uri()
        folders = [{"uri": root, "name": "pgwidgets"}]
        about = {"processId": None, "rootUri": root, "workspaceFolders": folders}
        self.ask("initialize", {**about, "capabilities": {}})
        self._send({"method": "initialized", "params": {}})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        size = 0
        while (line := self._process.stdout.readline()) != b"\r\n":
            assert line, "the language server has ended"
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
        found: dict[str, Any] = json.loads(self._process.stdout.read(size))
        return found

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" in message and "id" in message:  # it asks us: for its settings, mostly
                items = message.get("params", {}).get("items", [])
                self._send({"id": message["id"], "result": [None for _ in items]})
            elif message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def offered(self, program: str, typed: str) -> set[str]:
        """What is offered behind the last line of a program, with what was typed there."""
        self._opened += 1
        text = program + typed
        uri = (ROOT / f"typed_{self._opened}.py").as_uri()
        document = {"uri": uri, "languageId": "python", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        lines = text.split("\n")
        position = {"line": len(lines) - 1, "character": len(lines[-1])}
        where = {"textDocument": {"uri": uri}, "position": position}
        found = self.ask("textDocument/completion", where)
        return {item["label"] for item in found["items"]}

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.end()


@pytest.mark.parametrize("program", [PROGRAM, SYNC], ids=["async", "sync"])
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("btn.", {"set_text", "get_text", "on", "destroy"}),
        ("session.", {"get_widgets", "batch", "on_error", "display"}),
        ("W.", {"Button", "TreeView", "MDIWidget"}),
    ],
)
def test_pyright_completes(server: Server, program: str, typed: str, wanted: set[str]) -> None:
    assert wanted <= server.offered(program, typed)
