"""A browser's half of the resume, written from wire-protocol.md: counts, and nothing shown.

Knows: the hello, both counts, what is sent again. Must not know: bytes, sockets, our core. It keeps
a journal of what it was told, so that a test can say whether anything was lost or came twice.
"""

import json
from collections import deque
from typing import Any

Message = dict[str, Any]


class ResumingPage:
    """One page, over any number of connections.

    Attributes:
        created: the first argument of every widget that it was told to make, in order.
        destroyed: the ids of every widget that it was told to destroy, in order.
        texts: every text that was set, in order.
        binaries: every binary frame, in order.
        rebuilds: how many times it was built.
        resumes: how many times it went on as it was.
        clicks: how many clicks its user has made so far.
        seen: how many of the server's messages it has applied.
    """

    def __init__(self) -> None:
        self.created: list[str] = []
        self.destroyed: list[int] = []
        self.texts: list[str] = []
        self.binaries: list[bytes] = []
        self.rebuilds = 0
        self.resumes = 0
        self.clicks = 0
        self.seen = 0
        self._got = 0
        self._kept: deque[str] = deque()
        self._credentials: Message = {}
        self._link: str | None = None
        self._is_live = False
        self._is_binary_awaited = False

    def know(self, session_id: int | str, token: str) -> None:
        """Have credentials from the beginning."""
        self._credentials = {"session_id": session_id, "token": token}

    def lost(self) -> None:
        """The connection is gone."""
        self._is_live = False
        self._is_binary_awaited = False

    def click(self, wid: int) -> list[str]:
        """The user clicks; gives the frames to send now. Clicks are numbered from 0."""
        report = {"type": "callback", "wid": wid, "action": "activated", "args": [self.clicks]}
        text = json.dumps({**report, "seen": self.seen})
        self.clicks += 1
        self._kept.append(text)
        return [text] if self._is_live else []

    def receive(self, frame: str | bytes) -> list[str]:
        """Take a frame; gives the frames to send now."""
        answers: list[str] = []
        if isinstance(frame, bytes):
            assert self._is_binary_awaited, "a binary frame without a header"
            self._is_binary_awaited = False
            self.binaries.append(frame)
            self.seen += 1
        else:
            decoded = json.loads(frame)
            for message in decoded if isinstance(decoded, list) else [decoded]:
                answers += self._take(message)
        if self._is_live:
            answers.append(json.dumps({"type": "ack", "seen": self.seen}))
        return answers

    def _take(self, message: Message) -> list[str]:
        match message["type"]:
            case "init":
                answer = {"type": "result", "id": message["id"], "ext": 1, **self._credentials}
                if self._link is not None:
                    answer["resume"] = {"link": self._link, "seen": self.seen}
                return [json.dumps(answer)]
            case "session-info":
                self._credentials = {key: message[key] for key in ("session_id", "token")}
                self._link = message["link"]
                self._is_live = True
                self._kept.clear()
                self.seen = self._got = 0
                self.rebuilds += 1
            case "resumed":
                self._forget(message["got"])
                self._is_live = True
                self.resumes += 1
                return list(self._kept)
            case "got":
                self._forget(message["count"])
            case "binary-call":
                self._is_binary_awaited = True
            case _:
                self.seen += 1
                self._apply(message)
        return []

    def _forget(self, handled: int) -> None:
        assert self._got <= handled <= self._got + len(self._kept), "an impossible count"
        for _ in range(handled - self._got):
            self._kept.popleft()
        self._got = handled

    def _apply(self, message: Message) -> None:
        match message:
            case {"type": "create", "args": [str(text), *_]}:
                self.created.append(text)
            case {"type": "call", "method": "destroy", "wid": wid}:
                self.destroyed.append(wid)
            case {"type": "call", "method": "set_text", "args": [text, *_]}:
                self.texts.append(text)
