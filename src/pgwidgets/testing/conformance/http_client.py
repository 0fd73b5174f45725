"""An HTTP client on a wire: requests as they are written, answers read by `http.client`.

Knows: HTTP/1.1 from the client's side. Must not know: our server, which it is to judge.
"""

import http.client
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .world import World


class Answer(NamedTuple):
    """What came for one request; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class HttpClient:
    """One connection, for any number of requests.

    Parameters:
        world: where to.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self.wire = world.connect()
        self._tape = _Tape(_Bytes(self))

    def send(
        self, method: str, target: str = "/", headers: Mapping[str, str] | None = None
    ) -> None:
        """Send a request without a body, and wait for nothing."""
        self.wire.send(self.text_of(method, target, headers))

    def text_of(
        self, method: str, target: str = "/", headers: Mapping[str, str] | None = None
    ) -> bytes:
        """A request as it goes over the wire; ``target`` counts from the world's own path."""
        fields = {"Host": self._world.host, **(headers or {})}
        lines = [f"{method} {self._world.path.rstrip('/')}{target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def read(self, method: str = "GET") -> Answer:
        """Read the next answer.

        Parameters:
            method: of its request, since that says whether there is a body.
        """
        response = http.client.HTTPResponse(_Socket(self._tape), method=method)  # type: ignore[arg-type]
        response.begin()
        body = response.read()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, body)

    def ask(
        self, method: str, target: str = "/", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request, and read its answer."""
        self.send(method, target, headers)
        return self.read(method)

    def is_ended(self) -> bool:
        """Wait for the end of what the server sends; whether nothing came before it."""
        return self._tape.read(1) == b""

    def close(self) -> None:
        """Close the connection."""
        self.wire.close()

    def __enter__(self) -> "HttpClient":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class _Bytes(io.RawIOBase):
    """The wire as a file."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._client._world.take(self._client.wire, len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Tape(io.BufferedReader):
    """Outlives the answers that are read from it."""

    def close(self) -> None:
        pass


class _Socket:
    """As much of a socket as `http.client` wants."""

    def __init__(self, tape: _Tape) -> None:
        self._tape = tape

    def makefile(self, mode: str) -> _Tape:
        return self._tape
