"""Browsers that lie: well-formed messages of every kind, about anything at all.

Knows: the wire's messages, and the forms that the arguments of actions have. Must not know: what
a report does.

A lie is a number, so that Hypothesis can shrink it: all choices in it are made by that.
"""

import json
import random
import re
from collections.abc import Callable
from typing import Any

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.sessions.hub.hub import Hub
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.views.channel import Browser, ChannelState

NUMBERS = (0, 1, 2, 3, -1, 0.5, -0.0, 1e308, -1e308, 5e-324, 2**31, 2**53, 2**64, 10**20, 10**400)
TEXTS = ("", "a", "b", "row0", "top", "maximized", "\ud83d", "🔭", "x\udc00y", "A" * 500, "\x00")
ACTIONS = sorted({action for name in class_names() for action in widget_class(name).actions})
ENCODINGS = ("binary", "binary", "base64", "base64", "", "utf-7")
DATA = (None, "", "aGVsbG8=", "!", "ä", "A")


class Liar:
    """A browser that says hello as it should, and from then on anything.

    Parameters:
        hub: whom it lies to.
        session: what it shows.
        stock: speak as pgwidgets-js does.
        token: with what it comes in; None: the session's own token.

    Attributes:
        now: the time of what it does.
    """

    def __init__(
        self, hub: Hub, session: Session, *, stock: bool, token: str | None = None
    ) -> None:
        self.now = 0.0
        self._hub = hub
        self._session = session
        self._stock = stock
        self._token = session.token if token is None else token
        self._connect()

    def lie(self, number: int) -> None:
        """Send one message, or several in one frame; come back if that was the end."""
        choose = random.Random(number)
        channel = self._channel
        messages = [self.message(choose) for _ in range(choose.choice((1, 1, 1, 2, 5)))]
        for message in messages:
            channel.receive(encoded(message), self.now)
            needs_frame = message["type"] == "binary-chunk" and message.get("encoding") == "binary"
            if needs_frame and choose.random() < 0.95:
                channel.receive(b"x" * choose.choice((0, 1, 3, 5, 50)), self.now)
        channel.frames_to_send()
        if channel.state is not ChannelState.OPEN:
            channel.receive(None, self.now)
            self._connect()
        elif choose.random() < 0.03:  # its network fails, and the page may come back
            link = channel.link
            channel.receive(None, self.now)
            resume = None if link is None else {"link": link.id, "seen": self._seen(choose) or 0}
            self._connect(resume)

    def leave(self) -> None:
        """Close the tab."""
        self._channel.peer_closes(1001)
        self._channel.receive(None, self.now)

    def _connect(self, resume: dict[str, Any] | None = None) -> None:
        self._channel = self._hub.open_channel(Browser("192.0.2.1", "liar"), self.now)
        hello = {
            "type": "result",
            "id": 0,
            "session_id": self._session.id,
            "token": self._token,
        }
        if not self._stock:
            hello["ext"] = 1
            if resume is not None:
                hello["resume"] = resume
        self._channel.frames_to_send()
        self._channel.receive(json.dumps(hello), self.now)
        self._channel.frames_to_send()

    # --- what it says

    def message(self, choose: random.Random) -> dict[str, Any]:
        """One message of any kind that a browser may send."""
        make = choose.choice(
            (
                self._callback,
                self._callback,
                self._callback,
                self._callback,
                self._announcement,
                self._chunk,
                self._chunk,
                self._geometry,
                self._result,
                self._error,
                self._ack,
                self._viewport,
                self._ping,
                self._carried,
            )
        )
        return make(choose)

    def _callback(self, choose: random.Random) -> dict[str, Any]:
        wid = self._wid(choose)
        node = self._session.nodes.get(wid)
        action = choose.choice(ACTIONS)
        if node is not None and node.listening and choose.random() < 0.9:
            action = choose.choice(sorted(node.listening))
        args = self._arguments(choose)
        told = {"type": "callback", "wid": wid, "action": action, "args": args}
        return told | self._when(choose) | choose.choice(({}, {}, {"applied": True}))

    def _announcement(self, choose: random.Random) -> dict[str, Any]:
        files = [
            choose.choice(
                (
                    {"name": "f", "size": choose.choice((0, 1, 3, 5, 10)), "type": ""},
                    {"name": "f", "size": choose.choice((0, 1, 3, 5, 10)), "type": ""},
                    {
                        "name": self._value(choose),
                        "size": self._value(choose),
                        "type": self._value(choose),
                        "error": self._value(choose),
                    },
                    self._value(choose),
                )
            )
            for _ in range(choose.randint(0, 3))
        ]
        wid = self._wid(choose)
        able = [
            (node.wid, action)
            for node in self._session.nodes.values()
            for action in sorted(node.listening)
            if action in ("drop-end", "activated", "changed")
        ]
        action = choose.choice(ACTIONS)
        if able and choose.random() < 0.9:
            wid, action = choose.choice(able)
        transfer = choose.choice((1, 1, 1, 2, 2, 3, self._value(choose)))
        about = {"transfer_id": transfer, "files": files or self._value(choose)}
        args = [about, *self._arguments(choose)]
        return {"type": "callback", "wid": wid, "action": action, "args": args} | self._when(choose)

    def _chunk(self, choose: random.Random) -> dict[str, Any]:
        index = choose.choice((0, 0, 0, 1, 2, -1, 2**63))
        return {
            "type": "binary-chunk",
            "wid": self._wid(choose),
            "transfer_id": choose.choice((1, 1, 1, 2, 3, -7, 2**60)),
            "file_index": choose.choice((0, 0, 0, 1, 2, -1)),
            "file_count": choose.choice((1, 1, 1, 2, 3, 0)),
            "chunk_index": index,
            "num_chunks": choose.choice((1, 1, 2, 3, 0, -1, 2**31)),
            "encoding": choose.choice(ENCODINGS),
            "data": choose.choice(DATA),
        }

    def _geometry(self, choose: random.Random) -> dict[str, Any]:
        def some() -> list[Any]:
            return [
                [self._wid(choose), choose.choice(NUMBERS[:-1]), choose.choice(NUMBERS[:-1])]
                for _ in range(choose.randint(0, 3))
            ]

        message = {"type": "geometry", "sizes": some(), "positions": some()}
        return message | self._when(choose)

    def _result(self, choose: random.Random) -> dict[str, Any]:
        value = choose.choice(
            (self._value(choose), {"errors": [self._value(choose) for _ in range(3)]}, "a text")
        )
        message = {"type": "result", "id": self._number(choose), "value": value}
        return message | self._when(choose)

    def _error(self, choose: random.Random) -> dict[str, Any]:
        message = {"type": "error", "error": choose.choice(TEXTS), "id": self._number(choose)}
        return message | {"call": choose.choice((None, 0, 1, -1, 2**40))} | self._when(choose)

    def _ack(self, choose: random.Random) -> dict[str, Any]:
        return {"type": "ack", "seen": self._number(choose)}

    def _viewport(self, choose: random.Random) -> dict[str, Any]:
        sizes = (*NUMBERS[:-1], float("nan"), float("inf"), 10**400)
        return {"type": "viewport", "width": choose.choice(sizes), "height": choose.choice(sizes)}

    def _ping(self, choose: random.Random) -> dict[str, Any]:
        return {"type": "ping", "what": choose.choice(TEXTS)}

    def _carried(self, choose: random.Random) -> dict[str, Any]:
        counts = (0, 0, 1, 2, 3, -1, 10**6, 2**70)
        return {"type": "carried"} | {
            name: choose.choice(counts)
            for name in ("count", "doubtful", "missing", "missing_actions")
        }

    # --- what it says it with

    def _number(self, choose: random.Random) -> int:
        """A number of our messages: one that is on its way, or any."""
        link = self._channel.link
        done = 0 if link is None else link.outbox.progress
        return choose.choice((*[done + more for more in range(1, 8)], done, 0, -1, 10**6, 2**70))

    def _seen(self, choose: random.Random) -> int | None:
        link = self._channel.link
        done = 0 if link is None else link.outbox.progress
        return choose.choice((*(4 * [done]), None, None, 0, done + 1))

    def _when(self, choose: random.Random) -> dict[str, Any]:
        seen = -1 if choose.random() < 0.02 else self._seen(choose)
        return {} if seen is None else {"seen": seen}

    def _wid(self, choose: random.Random) -> int:
        if choose.random() < 0.03:
            return choose.choice((0, -1, 2**40, 2**70, 10**6, 1000))
        return choose.randint(1, max(1, self._session.lifetimes.next_wid - 1))

    def _arguments(self, choose: random.Random) -> list[Any]:
        form = choose.choice(_FORMS)
        return form(lambda: self._value(choose), lambda: self._plausible(choose))

    def _plausible(self, choose: random.Random) -> Any:
        return choose.choice((*TEXTS[:5], *NUMBERS[:4], True, self._widget(choose)))

    def _widget(self, choose: random.Random) -> dict[str, Any]:
        return {"__wid__": self._wid(choose)}

    def _value(self, choose: random.Random, depth: int = 0) -> Any:
        kind = choose.randrange(12)
        if kind == 0 and depth < 3:
            return [self._value(choose, depth + 1) for _ in range(choose.randint(0, 3))]
        if kind == 1 and depth < 3:
            return {choose.choice(TEXTS): self._value(choose, depth + 1) for _ in range(2)}
        if kind == 2:
            return self._widget(choose)
        if kind == 3:
            return {"__wid__": choose.choice((True, "1", None, 1.0, [], 2**70))}
        if kind == 4 and choose.random() < 0.1:
            return f"nested {choose.choice((90, 101, 150, 3000))}"
        if kind < 7:
            return choose.choice(NUMBERS)
        if kind < 9:
            return choose.choice((None, True, False))
        return choose.choice(TEXTS)


def encoded(message: dict[str, Any]) -> str:
    """As JSON, where ``"nested 3"`` stands for a list in a list in a list.

    No encoder writes lists as deep as a liar can.
    """
    return re.sub(
        r'"nested (\d+)"',
        lambda found: "[" * int(found[1]) + "]" * int(found[1]),
        json.dumps(message),
    )


type _Make = Callable[[], Any]

_FORMS: tuple[Callable[[_Make, _Make], list[Any]], ...] = (
    lambda odd, good: [],
    lambda odd, good: [odd()],
    lambda odd, good: [good()],
    lambda odd, good: [good()],
    lambda odd, good: [good(), odd()],
    lambda odd, good: [good(), good()],
    lambda odd, good: [odd(), odd(), odd()],
    lambda odd, good: [odd(), good(), odd(), odd(), odd()],
    lambda odd, good: [1, 0, "tip", odd(), odd()],
    lambda odd, good: [[good(), good()]],
    lambda odd, good: [[odd(), good(), None]],
    lambda odd, good: [[[good(), 1, 2, 3, 4], [good(), odd(), odd(), odd(), odd()]]],
    lambda odd, good: [[[good(), 1, 2, 3, 4]]],
    lambda odd, good: [{"width": odd(), "height": odd()}],
    lambda odd, good: [[{"path": ["row0"], "col_key": "a"}, {"path": odd(), "col_key": odd()}]],
    lambda odd, good: [[{"path": ["row0"], "col_key": good()}], odd()],
    lambda odd, good: [{}, ["row0"]],
    lambda odd, good: [odd(), odd()],
    lambda odd, good: [["row0"], "a", odd(), odd()],
    lambda odd, good: [["row0"], good(), odd(), odd()],
    lambda odd, good: ["a", True],
    lambda odd, good: [{"a": odd(), "b": 50}],
    lambda odd, good: [{"a": 10, "b": 50.5}],
    lambda odd, good: [{"step": odd()}],
    lambda odd, good: [{"step": "undo"}],
    lambda odd, good: [{"text": "x", "start": 0, "end": 0, "revision": 0, "number": 10**20}],
    lambda odd, good: [{"text": "x", "start": 0, "end": 0, "revision": 0, "number": 1}],
    lambda odd, good: [
        {"text": good(), "start": odd(), "end": odd(), "revision": odd(), "number": odd()}
    ],
    lambda odd, good: [{"start": 0, "end": odd(), "revision": odd()}],
)
