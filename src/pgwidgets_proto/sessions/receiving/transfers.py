"""Files from browsers: a callback announces them, chunks bring them, and the program gets them.

Knows: which chunk comes next, which files may be announced, and when a transfer is given up; the
catalogue says which action tells of progress. Must not know: the order of reports (inbox.py).

Rules:

* A callback whose first argument has a ``transfer_id`` and files without data opens a transfer. It
  waits here; the program is told when its last chunk is in, at that place among other reports.
* Chunks come in order, file after file. Any other chunk is refused and logged; the transfer stays
  as it was and waits for the chunk that is due.
* A file that can't become what was announced any more ends its transfer.
* What is announced is reserved until the program has taken the files, so memory is bounded by
  ``Limits.transfer_bytes`` and ``Limits.transfer_files`` whatever browsers send.
* Handlers get the last part of a file's name, as what may be joined to a folder. All of what the
  browser told stands beside it, as ``raw_name``.
* Chunks of a transfer that was refused or given up are thrown away as they come: they are under
  way, and no fault of the browser.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any, Protocol

from ...deadlines import Deadline, Deadlines
from ...limits import Limits
from ...views.budget import Account
from ...views.link import Link
from ...widgets.decoding import resolve_all
from ...widgets.reporting import Nonsense
from ...widgets.widget import Node
from ...wire.incoming import FrameCharge
from ...wire.messages import Callback, FileChunk
from ..events import WidgetEvent
from .inbox import Inbox

_REMEMBERED = 256
"""How many refused transfers a session remembers, so that each is logged once."""


_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""Characters in names of files that become ``_``."""


def _last_part(name: str) -> str:
    """The name of a file by itself: a browser may tell any path, and "..", too."""
    last = _UNFIT.sub("_", name.replace("\\", "/").rstrip("/").rpartition("/")[2])
    return last if last.strip(". ") else "unnamed"


class _Hopeless(Nonsense):
    """Raised for a chunk after which the announced file can't be completed any more."""


class _File:
    """One file of a transfer."""

    __slots__ = ("_data", "chunks", "count", "error", "name", "size", "type")

    def __init__(self, about: Any) -> None:
        if not isinstance(about, dict):
            raise Nonsense(f"{about!r} is no file")
        name, size, kind = about.get("name"), about.get("size"), about.get("type")
        if not isinstance(name, str) or not isinstance(kind, str):
            raise Nonsense(f"a file has the name {name!r} and the type {kind!r}")
        if isinstance(size, bool) or not isinstance(size, int) or size < 0:
            raise Nonsense(f"the file {name!r} has the size {size!r}")
        self.name = name
        self.size = size
        self.type = kind
        self.error = about.get("error")
        self.chunks = 0
        self.count: int | None = None
        self._data = bytearray()  # one run: chunks of a byte each would cost a multiple of it

    @property
    def received(self) -> int:
        return len(self._data)

    @property
    def is_whole(self) -> bool:
        return self.chunks == self.count

    def add(self, chunk: FileChunk, data: bytes) -> None:
        """Take the next chunk; raises :exc:`Nonsense`, and nothing has changed."""
        count = chunk.num_chunks
        if not 1 <= count <= max(1, self.size) or self.count not in (None, count):
            raise Nonsense(f"{count} chunks of {self.name!r}, which has {self.size} bytes")
        received = self.received + len(data)
        if not data and count > 1:
            raise Nonsense(f"chunk {chunk.chunk_index} of {self.name!r} is empty")
        if received > self.size:
            raise _Hopeless(f"{self.name!r} is longer than the {self.size} bytes announced")
        if self.chunks + 1 == count and received < self.size:
            if received > 0:
                raise _Hopeless(f"{self.name!r} has {received} bytes; {self.size} were announced")
            # What pgwidgets-js makes of a file that the browser could not read.
            self.error = self.error or "the browser could not read it"
        self.count = count
        self.chunks += 1
        self._data += data

    def told(self) -> dict[str, Any]:
        """The file as handlers get it; its data is handed over."""
        data, self._data = bytes(self._data), bytearray()
        found = {
            "name": _last_part(self.name),
            "raw_name": self.name,
            "size": self.size,
            "type": self.type,
            "encoding": "bytes",
        }
        if self.error is None:
            return {**found, "data": data}
        return {**found, "data": None, "error": str(self.error)}


class _Transfer:
    """One callback that waits for the data of its files.

    Attributes:
        size: the bytes of its files.
        weight: the memory that its announcement takes.
        held: that, and the bytes that have come.
        heard: when its browser last brought a chunk; None: the time starts anew.
    """

    def __init__(self, link: Link, node: Node, message: Callback, now: float, weight: int) -> None:
        about = message.args[0]
        if not isinstance(about["files"], list) or not about["files"]:
            raise Nonsense(f"its files are {about['files']!r}")
        self.id: int = about["transfer_id"]
        self.link = link
        self.node = node
        self.message = message
        self.files = [_File(file) for file in about["files"]]
        self.size = sum(file.size for file in self.files)
        self.weight = self.held = weight
        self.heard: float | None = now
        self.deadline: Deadline | None = None
        self._at = 0
        self._whole_bytes = 0

    @property
    def is_whole(self) -> bool:
        return self._at == len(self.files)

    def add(self, chunk: FileChunk, data: bytes) -> None:
        """Take the next chunk; raises :exc:`Nonsense`, and nothing has changed."""
        file = self.files[self._at]
        due = (self._at, file.chunks)
        where = (chunk.file_index, chunk.chunk_index)
        if chunk.file_count != len(self.files):
            raise Nonsense(f"{chunk.file_count} files; {len(self.files)} were announced")
        if where != due:
            what = "came twice" if (0, 0) <= where < due else "is out of range, or too early"
            raise Nonsense(f"chunk {where[1]} of file {where[0]} {what}; {due[1]} of {due[0]} due")
        file.add(chunk, data)
        if file.is_whole:
            self._at += 1
            self._whole_bytes += file.size

    def progress(self, chunk: FileChunk) -> dict[str, Any]:
        """What handlers of progress are given; bytes are counted over all files of the transfer."""
        current = 0 if self.is_whole else self.files[self._at].received
        return {
            "transfer_id": self.id,
            "file_index": chunk.file_index,
            "chunk_index": chunk.chunk_index,
            "num_chunks": chunk.num_chunks,
            "transferred_bytes": self._whole_bytes + current,
            "total_bytes": self.size,
            "complete": self.is_whole,
        }

    def report(self) -> Callback:
        """The callback with the files."""
        about = {**self.message.args[0], "files": [file.told() for file in self.files]}
        return Callback(
            wid=self.message.wid,
            action=self.message.action,
            args=[about, *self.message.args[1:]],
        )


class Reading(Protocol):
    """Whether browsers are read."""

    @property
    def is_reading_paused(self) -> bool:
        """Whether they are not for now, and so can't bring anything."""
        ...


class Transfers:
    """The transfers of one session's browsers.

    Parameters:
        limits, deadlines: the hub's.
        account: what the session holds of the server's budget: the bytes of files that have come,
            and what the announcements take.
        nodes: the session's widgets by id.
        inbox: where the program is told of files, of their progress, and of refusals.
        reading: the session, which browsers are read for.

    Attributes:
        reserved_bytes, reserved_files: what is announced, or here and not taken yet.
    """

    def __init__(
        self,
        limits: Limits,
        account: Account,
        deadlines: Deadlines,
        nodes: Mapping[int, Node],
        inbox: Inbox,
        reading: Reading,
    ) -> None:
        self.reserved_bytes = 0
        self.reserved_files = 0
        self._announced_bytes = 0
        self._limits = limits
        self._account = account
        self._deadlines = deadlines
        self._nodes = nodes
        self._inbox = inbox
        self._reading = reading
        self._open: dict[tuple[Link, int], _Transfer] = {}
        self._refused: dict[tuple[Link, int], None] = {}

    def __len__(self) -> int:
        return len(self._open)

    # --- what links call ----------------------------------------------------------------------

    def open(self, link: Link, message: Callback, now: float, charge: FrameCharge) -> None:
        """Take the callback by which a browser announces files.

        Parameters:
            link: the browser's view.
            message: the callback.
            now: monotonic seconds.
            charge: the frame that it came in.

        Raises:
            RemoteProtocolError: it names a widget that never was, or more refusals wait than may.
        """
        self._inbox.check_given(message.wid)
        transfer_id = message.args[0]["transfer_id"]
        try:
            resolve_all(message.args, None)  # widgets are known when the files are here
        except Nonsense as exc:
            self._inbox.put_refusal(link, f"files announced with nonsense: {exc}")
            return
        if isinstance(transfer_id, bool) or not isinstance(transfer_id, int):
            self._inbox.put_refusal(link, f"files with the transfer_id {transfer_id!r}")
            return
        key = (link, transfer_id)
        if key in self._open:
            self._inbox.put_refusal(link, f"transfer {transfer_id} is open already")
            return
        node = self._nodes.get(message.wid)
        if node is None:  # it was destroyed meanwhile
            self._refuse(key)
            return
        try:
            transfer = self._checked(link, node, message, now, charge.size)
        except Nonsense as exc:
            self._refuse(key, f"{node!r} reports {message.action!r} with files: {exc}")
            return
        self._refused.pop(key, None)
        self._open[key] = transfer
        self._reserve(transfer)
        self._watch(transfer, self._limits.transfer_time, now)

    def knows(self, link: Link, chunk: FileChunk) -> bool:
        """Whether a chunk is of files that a browser has announced, whatever became of them."""
        key = (link, chunk.transfer_id)
        return key in self._open or key in self._refused

    def take_chunk(
        self,
        link: Link,
        chunk: FileChunk,
        data: bytes | None,
        now: float,
        charge: FrameCharge,
    ) -> None:
        """Take a chunk of a file.

        Parameters:
            link: the browser's view.
            chunk: the header.
            data: its binary frame, where it has one.
            now: monotonic seconds.
            charge: the frame that the header came in.

        Raises:
            RemoteProtocolError: more events of this session wait than may.
        """
        key = (link, chunk.transfer_id)
        transfer = self._open.get(key)
        if transfer is None:
            is_known = key in self._refused
            self._refuse(
                key, None if is_known else f"chunk of the unknown transfer {chunk.transfer_id}"
            )
            return
        transfer.heard = now
        try:
            content = _content(chunk, data)
            if not self._account.has_room(len(content)):
                total = self._limits.total_bytes
                raise _Hopeless(f"the server keeps more than Limits.total_bytes = {total}")
            transfer.add(chunk, content)
            self._account.add(len(content))
            transfer.held += len(content)
        except Nonsense as exc:
            detail = f"transfer {chunk.transfer_id} of {transfer.node!r}: {exc}"
            if isinstance(exc, _Hopeless):
                self._give_up(key)
                self._refuse(key, detail)
            else:
                self._inbox.put_refusal(link, detail)
            return
        self._tell_progress(transfer, chunk)
        if transfer.is_whole:
            self._finish(key, transfer, charge)

    def link_resumed(self, link: Link) -> None:
        """Let the transfers of a browser that is back go on; their time starts anew."""
        for transfer in self._open.values():
            if transfer.link is link:
                transfer.heard = None

    # --- what the session calls ---------------------------------------------------------------

    def link_gone(self, link: Link) -> None:
        """Give up the transfers of a page that will bring nothing more."""
        for key in [key for key in self._open if key[0] is link]:
            self._give_up(key)
        for key in [key for key in self._refused if key[0] is link]:
            del self._refused[key]

    def widgets_gone(self) -> None:
        """Give up the transfers of destroyed widgets: nobody waits for their files any more."""
        for key in [key for key, transfer in self._open.items() if transfer.node.destroyed]:
            self._give_up(key)
            self._refuse(key)

    # ------------------------------------------------------------------------------------------

    def _checked(
        self, link: Link, node: Node, message: Callback, now: float, weight: int
    ) -> _Transfer:
        limits = self._limits
        if message.action not in node.listening:
            raise Nonsense("it was not asked to")
        transfer = _Transfer(link, node, message, now, weight)
        if len(self._open) >= limits.transfers:
            raise Nonsense(f"Limits.transfers = {limits.transfers} are open already")
        for name, wanted, reserved in (
            ("files", len(transfer.files), self.reserved_files),
            ("bytes", transfer.size, self.reserved_bytes),
        ):
            allowed = getattr(limits, f"transfer_{name}")
            if reserved + wanted > allowed:
                raise Nonsense(
                    f"{wanted} {name}, with {reserved} on their way or not taken yet, are over "
                    f"Limits.transfer_{name} = {allowed}"
                )
        if self._announced_bytes + weight > limits.event_bytes:
            raise Nonsense(
                f"the announcements of files take more than Limits.event_bytes = "
                f"{limits.event_bytes}"
            )
        if not self._account.has_room(weight):
            raise Nonsense(f"the server keeps more than Limits.total_bytes = {limits.total_bytes}")
        return transfer

    def _refuse(self, key: tuple[Link, int], detail: str | None = None) -> None:
        """Tell a browser to send no more of a transfer, and ignore the chunks that still come."""
        link, transfer_id = key
        self._refused[key] = None
        if len(self._refused) > _REMEMBERED:
            del self._refused[next(iter(self._refused))]
        link.asides.refuse_transfer(transfer_id)
        if detail is not None:
            self._inbox.put_refusal(link, detail)

    def _give_up(self, key: tuple[Link, int]) -> None:
        self._release(self._close(key))

    def _close(self, key: tuple[Link, int]) -> _Transfer:
        transfer = self._open.pop(key)
        if transfer.deadline is not None:
            transfer.deadline.cancel()
        return transfer

    def _tell_progress(self, transfer: _Transfer, chunk: FileChunk) -> None:
        node = transfer.node
        action = node.cls.actions[transfer.message.action].progress
        if action is not None and action in node.wanted:
            self._inbox.put_told(
                WidgetEvent(
                    node=node,
                    action=action,
                    args=(transfer.progress(chunk),),
                    link=transfer.link,
                )
            )

    def _finish(self, key: tuple[Link, int], transfer: _Transfer, charge: FrameCharge) -> None:
        link = transfer.link
        self._inbox.put_report(
            link,
            transfer.report(),
            link.knowledge.reported,
            charge,
            on_taken=lambda: self._release(transfer),
        )
        self._close(key)  # not before: where there is no room for the report, it ends with its link

    def _reserve(self, transfer: _Transfer) -> None:
        self._account.add(transfer.held)
        self._announced_bytes += transfer.weight
        self.reserved_bytes += transfer.size
        self.reserved_files += len(transfer.files)

    def _release(self, transfer: _Transfer) -> None:
        self._account.add(-transfer.held)
        self._announced_bytes -= transfer.weight
        self.reserved_bytes -= transfer.size
        self.reserved_files -= len(transfer.files)

    def _watch(self, transfer: _Transfer, delay: float, now: float) -> None:
        transfer.deadline = self._deadlines.add(delay, lambda now: self._look(transfer, now), now)

    def _look(self, transfer: _Transfer, now: float) -> None:
        patience = self._limits.transfer_time
        # A browser that is away may come back, and one that is not read can't bring anything.
        is_held_up = transfer.link.channel is None or self._reading.is_reading_paused
        if transfer.heard is None or is_held_up:
            transfer.heard = now
        silence = now - transfer.heard
        if silence < patience:
            self._watch(transfer, patience - silence, now)
            return
        key = (transfer.link, transfer.id)
        self._give_up(key)
        self._refuse(key, f"transfer {transfer.id} of {transfer.node!r}: nothing for {patience} s")


def _content(chunk: FileChunk, data: bytes | None) -> bytes:
    if chunk.encoding == "base64":
        try:
            return base64.b64decode(chunk.data or "", validate=True)
        except ValueError as exc:
            raise Nonsense(f"chunk {chunk.chunk_index} is not base64: {exc}") from exc
    if data is None:
        raise Nonsense(f"chunk {chunk.chunk_index} has the unknown encoding {chunk.encoding!r}")
    return data
