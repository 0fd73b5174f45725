"""Bytes in a browser in memory: calls that bring some, and files that it sends.

Knows: headers and their frames, chunks, both ways (docs/reference/wire-protocol.md).
Must not know: counting, resuming, or what a page does with the bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

FILE_CHUNK = 512 * 1024
"""Bytes of one chunk of a file, as pgwidgets-js has it."""


class TypedArray(NamedTuple):
    """A browser's typed array: Float32Array and the like, by the name of its elements."""

    dtype: str
    data: bytes


class BinaryCalls:
    """Calls with bytes, put together as they come."""

    def __init__(self) -> None:
        self.header: dict[str, Any] | None = None
        self._open: dict[int, tuple[dict[str, Any], list[bytes | None]]] = {}

    def reset(self) -> None:
        """Nothing that was announced will come."""
        self.header = None
        self._open.clear()

    def announce(self, message: dict[str, Any]) -> None:
        """A call whose bytes come in chunks."""
        assert message["transfer_id"] not in self._open, f"open already: {message}"
        self._open[message["transfer_id"]] = (message, [None] * message["num_chunks"])

    def take(self, data: bytes) -> tuple[int, str, list[Any]] | None:
        """The frame of :attr:`header`; gives widget, method, arguments when a call is whole."""
        header, self.header = self.header, None
        assert header is not None, "a binary frame without a header"
        if header["type"] == "binary-call":
            return header["wid"], header["method"], [data, *header.get("args", [])]
        call, chunks = self._open[header["transfer_id"]]
        assert chunks[header["chunk_index"]] is None, f"came twice: {header}"
        assert header["num_chunks"] == len(chunks)
        chunks[header["chunk_index"]] = data
        if None in chunks:
            return None
        del self._open[header["transfer_id"]]
        whole = b"".join(chunk for chunk in chunks if chunk is not None)
        value = TypedArray(call["dtype"], whole) if "dtype" in call else whole
        return call["wid"], call["method"], [value, *call.get("args", [])]


def announcement(transfer_id: int, files: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """The first argument of the callback that files come with: about all but their data."""
    about = [
        {"name": name, "size": len(data), "type": "text/plain", "encoding": "bytes"}
        for name, data in files
    ]
    return {"transfer_id": transfer_id, "files": about}


def file_chunks(
    wid: int, transfer_id: int, files: Sequence[tuple[str, bytes]], size: int = FILE_CHUNK
) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Headers and bytes of all chunks, in order."""
    for index, (_, data) in enumerate(files):
        count = max(1, -(-len(data) // size))
        for chunk in range(count):
            header = {
                "type": "binary-chunk",
                "wid": wid,
                "transfer_id": transfer_id,
                "file_index": index,
                "file_count": len(files),
                "chunk_index": chunk,
                "num_chunks": count,
                "encoding": "binary",
            }
            yield header, data[chunk * size : (chunk + 1) * size]
