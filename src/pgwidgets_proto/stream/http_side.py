"""The HTTP half of a connection: bytes to requests, answers to bytes; h11 does the parsing.

Knows: h11, the framing of answers, the bounds of a request. Must not know: the connection's state,
channels, or who may come.

A fault of the peer is returned as a :class:`Refusal`. A fault of the caller is raised before h11
is called, since h11 is of no use after an error on its own side.
"""

from collections.abc import Callable, Iterable
from http import HTTPStatus

import h11

from ..errors import LocalProtocolError
from ..limits import Limits
from .access import Headers, Refusal

type AnyHeaders = Iterable[tuple[str | bytes, str | bytes]]
"""Headers as a caller gives them; names and values that are str are ASCII."""

_BODILESS = (204, 304)  # RFC 9110 section 6.4.1


class HttpSide:
    """One HTTP connection, one request after another.

    Parameters:
        limits: header_bytes and body_bytes count here.
        response_headers: added to every answer, unless it has one of that name.
        date: tells the time of day as the header Date has it, which is added likewise; None: no
            answer has that header.
    """

    def __init__(
        self,
        limits: Limits,
        response_headers: AnyHeaders,
        date: Callable[[], str] | None = None,
    ) -> None:
        self._limits = limits
        # Checked by h11 now, so that a bad one does not fail with the first answer.
        self._response_headers = list(_checked(200, [], response_headers).headers)
        self._h11 = self._new_h11()
        self._date = date
        self._body_read = 0
        self._is_head = False
        self._has_body = True
        self._body_left: int | None = None

    # --- requests

    def skip_empty_line(self, inbox: bytearray) -> bool:
        """Leave out an empty line before a request, as old clients send one behind a body.

        RFC 9112 section 2.2 has servers do so. To be called between requests.

        Returns:
            Whether half of such a line is there, so that more bytes are needed.
        """
        if self.leftover.startswith(b"\r"):
            # h11 has no way to give it back, but to begin anew.
            inbox[:0] = self.leftover
            self._h11 = self._new_h11()
        if inbox.startswith(b"\r\n") and not self.leftover:
            del inbox[:2]
        return inbox == b"\r"

    def _new_h11(self) -> h11.Connection:
        return h11.Connection(h11.SERVER, max_incomplete_event_size=self._limits.header_bytes)

    @property
    def leftover(self) -> bytes:
        """Bytes that h11 was given and has not used: the next request, or the first frames."""
        return self._h11.trailing_data[0]

    @property
    def http_version(self) -> bytes:
        """The HTTP version of the latest request."""
        return self._h11.their_http_version or b""

    def read_head(self, inbox: bytearray) -> h11.Request | Refusal | None:
        """Read the head of the next request; None: more bytes are needed."""
        event = self._next(inbox)
        if isinstance(event, h11.Request):
            self._body_read = 0
            self._is_head = event.method == b"HEAD"
            return event
        return event if isinstance(event, Refusal) else None

    def continue_body(self, head: h11.Request) -> bytes | Refusal:
        """Return the 100 that a client awaits before it sends the body, or refuse a big body."""
        length = next((int(value) for name, value in head.headers if name == b"content-length"), 0)
        if length > self._limits.body_bytes:
            return self._too_big()
        if not self._h11.they_are_waiting_for_100_continue:
            return b""
        return self._h11.send(h11.InformationalResponse(status_code=100, headers=[])) or b""

    def read_body(self, inbox: bytearray) -> bool | Refusal:
        """Throw away the part of the body that has come; True: the body has ended."""
        while True:
            event = self._next(inbox)
            if isinstance(event, h11.Data):
                self._body_read += len(event.data)
                if self._body_read > self._limits.body_bytes:
                    return self._too_big()
            elif isinstance(event, Refusal):
                return event
            else:
                return isinstance(event, h11.EndOfMessage)

    def _next(self, inbox: bytearray) -> h11.Event | Refusal | None:
        """The next event of h11; None: more bytes are needed.

        h11 is never given more than ``header_bytes`` that it has not used. So a head of that size
        is refused whether it comes in one piece or in many (h11 itself looks at the size only of
        what is incomplete), and so is the head of a chunk.
        """
        while True:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as exc:
                return _malformed(exc)
            if isinstance(event, h11.Event):
                return event
            room = self._limits.header_bytes - len(self.leftover)
            if room <= 0:
                return Refusal(
                    status=431,
                    text="The request's headers are too big.",
                    detail=f"over Limits.header_bytes = {self._limits.header_bytes}",
                )
            if not inbox:
                return None
            self._h11.receive_data(bytes(inbox[:room]))
            del inbox[:room]

    def _too_big(self) -> Refusal:
        return Refusal(
            status=413,
            text="The request's body is too big.",
            detail=f"over Limits.body_bytes = {self._limits.body_bytes}",
        )

    # --- answers

    def upgrade(self, headers: Headers) -> bytes:
        """Return the 101; all bytes after it are frames."""
        response = h11.InformationalResponse(
            status_code=101, reason=b"Switching Protocols", headers=_as_bytes(headers)
        )
        return self._h11.send(response) or b""

    def refuse(self, refusal: Refusal) -> list[bytes]:
        """Return a whole answer in plain text, after which the connection ends."""
        status, headers, body = refusal.answer()
        headers = (("connection", "close"), *headers)
        return self.begin(status, headers, body, is_last=True) + self.end()

    def begin(
        self, status: int, headers: AnyHeaders, body: bytes | None, *, is_last: bool
    ) -> list[bytes]:
        """Return the head of an answer, and its body if that is given whole.

        Parameters:
            status: 200 to 599.
            headers: may have ``content-length``; it is computed for a whole body.
            body: None when it comes piecemeal (without a ``content-length`` it goes in chunks).
            is_last: no request is taken after this one.

        Raises:
            LocalProtocolError: status, headers and body don't fit together; nothing is sent.
        """
        defaults = self._response_headers
        if self._date is not None:
            defaults = [*defaults, (b"date", self._date().encode("ascii"))]
        response = _checked(status, headers, defaults)
        fields = list(response.headers)
        names = {name for name, _ in fields}
        if b"transfer-encoding" in names:
            raise LocalProtocolError(
                "transfer-encoding is not the caller's to choose; leave it out"
            )
        length = next((int(value) for name, value in fields if name == b"content-length"), None)
        has_body = not self._is_head and status not in _BODILESS
        if body is not None:
            if body and status in _BODILESS:
                raise LocalProtocolError(
                    f"an answer with status {status} has no body; {len(body)} bytes were given"
                )
            if length is None and status not in _BODILESS:
                fields.append((b"content-length", b"%d" % len(body)))
            elif has_body and length != len(body):
                raise LocalProtocolError(
                    f"content-length is {length}, but the body has {len(body)} bytes"
                )
        if is_last and b"connection" not in names:
            fields.append((b"connection", b"close"))
        self._has_body = has_body
        self._body_left = length if body is None else len(body)
        out = self._send(h11.Response(status_code=status, reason=_phrase(status), headers=fields))
        return out if body is None else out + self.body(body)

    def body(self, chunk: bytes) -> list[bytes]:
        """Return a piece of the body; nothing if the answer has no body (HEAD).

        Raises:
            LocalProtocolError: it exceeds the ``content-length``; nothing is sent.
        """
        if not self._has_body:
            return []
        if self._body_left is not None:
            if len(chunk) > self._body_left:
                raise LocalProtocolError(
                    f"{len(chunk)} bytes of body, but content-length leaves room for "
                    f"{self._body_left}"
                )
            self._body_left -= len(chunk)
        return self._send(h11.Data(data=chunk)) if chunk else []

    def end(self) -> list[bytes]:
        """Return the end of the answer.

        Raises:
            LocalProtocolError: less was sent than ``content-length`` says; nothing has changed.
        """
        if self._has_body and self._body_left:
            raise LocalProtocolError(
                f"content-length asks for {self._body_left} more bytes of body"
            )
        return self._send(h11.EndOfMessage())

    def start_next(self) -> bool:
        """Get ready for the next request; False: this request was the last."""
        if not (self._h11.our_state is h11.DONE is self._h11.their_state):
            return False
        self._h11.start_next_cycle()
        self._is_head = False
        return True

    def _send(self, event: h11.Event) -> list[bytes]:
        # h11 passes the pieces through, so that a big body is not copied.
        return list(self._h11.send_with_data_passthrough(event) or ())


def whole_headers(
    status: int, headers: AnyHeaders, body: bytes, defaults: AnyHeaders
) -> list[tuple[bytes, bytes]]:
    """Return the headers of a whole answer, for a server that does the framing itself.

    Parameters:
        status: 200 to 599.
        headers: the answer's own.
        body: the whole body that GET would get; its length stands in the answer to HEAD, too.
        defaults: added unless the answer has one of that name.

    Returns:
        Names in lower case, with their values.

    Raises:
        LocalProtocolError: the headers are malformed, or the status is not from 200 to 599.
    """
    fields = list(_checked(status, headers, defaults).headers)
    if status not in _BODILESS and all(name != b"content-length" for name, _ in fields):
        fields.append((b"content-length", b"%d" % len(body)))
    return fields


def _checked(status: int, headers: AnyHeaders, defaults: AnyHeaders) -> h11.Response:
    """Have h11 check the headers of an answer, with the defaults that it does not override."""
    if not 200 <= status <= 599:
        raise LocalProtocolError(f"status is {status!r}; it must be from 200 to 599")
    try:
        own = _as_bytes(headers)
        names = {name.lower() for name, _ in own}
        return h11.Response(
            status_code=status,
            headers=own + [field for field in _as_bytes(defaults) if field[0].lower() not in names],
        )
    except (h11.LocalProtocolError, UnicodeEncodeError) as exc:
        raise LocalProtocolError(f"headers of the answer: {exc}") from exc


def _as_bytes(headers: AnyHeaders) -> list[tuple[bytes, bytes]]:
    return [
        (
            name.encode("ascii") if isinstance(name, str) else name,
            value.encode("ascii") if isinstance(value, str) else value,
        )
        for name, value in headers
    ]


def _phrase(status: int) -> bytes:
    return HTTPStatus(status).phrase.encode() if status in HTTPStatus else b""


def _malformed(exc: h11.RemoteProtocolError) -> Refusal:
    """Turn an error of h11 into an answer; what the peer wrote is quoted in the log only."""
    if exc.error_status_hint == 501:
        text = "The only transfer coding that this server knows is chunked."
    else:
        text = "Bad request: this is not HTTP/1.1."
    return Refusal(status=exc.error_status_hint, text=text, detail=str(exc)[:200])
