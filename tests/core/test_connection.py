"""A connection from its first byte to its last: states, HTTP, WebSocket, waits."""

import h11
import pytest
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage

from core.wire import (
    ACCEPT,
    BINARY,
    CONTINUATION,
    PING,
    PONG,
    TEXT,
    FakeChannel,
    Wire,
    close_frame,
    frame,
    open_websocket,
    request,
    seen_by_client,
    upgrade,
)
from pgwidgets_proto.errors import LocalProtocolError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream.access import AccessPolicy
from pgwidgets_proto.stream.connection import Connection
from pgwidgets_proto.stream.events import ConnectionClosed, WebSocketOpened
from pgwidgets_proto.stream.request import HttpRequest
from pgwidgets_proto.stream.states import CHANNEL_OPEN, TRANSITIONS, Input, State


def parse_answers(output: bytes, *methods: str) -> list[tuple[int, dict[bytes, bytes], bytes]]:
    """Read answers with h11's client, which knows nothing of ours."""
    client = h11.Connection(h11.CLIENT)
    client.receive_data(output)
    answers: list[tuple[int, dict[bytes, bytes], bytes]] = []
    for method in methods:
        client.send(h11.Request(method=method, target="/", headers=[("host", "a")]))
        client.send(h11.EndOfMessage())
        body = b""
        while not isinstance(event := client.next_event(), h11.EndOfMessage):
            if isinstance(event, h11.Response):
                status, headers = event.status_code, dict(event.headers)
            elif isinstance(event, h11.Data):
                body += event.data
            elif event is h11.NEED_DATA:
                client.receive_data(b"")
        answers.append((status, headers, body))
        if client.our_state is h11.DONE and client.their_state is h11.DONE:
            client.start_next_cycle()
    return answers


class TestTable:
    def test_a_channel_is_opened_in_one_way(self) -> None:
        entries = {
            (state, cause)
            for state, ways in TRANSITIONS.items()
            for cause, to in ways.items()
            if to in CHANNEL_OPEN and state not in CHANNEL_OPEN
        }
        assert entries == {(State.HTTP_BODY, Input.UPGRADED)}


class TestHttp:
    def test_a_request(self) -> None:
        wire = Wire(response_headers=[("X-Every", "1"), ("X-App", "no")])
        out = wire.feed(
            request("/a%20b/%C3%BC?x=%20y", "User-Agent: t/1", "Cookie: a", "Cookie: b")
        )
        [(status, headers, body)] = parse_answers(out, "GET")
        assert (status, body) == (200, "GET /a b/ü".encode())
        assert headers[b"x-every"] == b"1"
        assert headers[b"x-app"] == b"yes"
        assert out.startswith(b"HTTP/1.1 200 OK\r\n")
        [seen] = wire.requests
        assert (seen.target, seen.query) == ("/a%20b/%C3%BC?x=%20y", "x=%20y")
        assert seen.header_values("cookie") == ["a", "b"]
        assert (seen.header("cookie"), seen.header("nothing")) == ("a", None)
        assert (seen.user_agent, seen.peer, seen.scheme) == ("t/1", "127.0.0.1", "http")
        assert not seen.is_head
        assert wire.conn.state is State.HTTP_IDLE
        assert repr(wire.conn) == "<Connection HTTP_IDLE peer=127.0.0.1>"

    def test_keep_alive_and_pipelining(self) -> None:
        wire = Wire()
        out = wire.feed(request("/1") + request("/2", method="HEAD") + request("/3"))
        answers = parse_answers(out, "GET", "HEAD", "GET")
        assert [body for _, _, body in answers] == [b"GET /1", b"", b"GET /3"]
        assert answers[1][1][b"content-length"] == b"7"

    def test_the_next_request_waits_for_the_answer(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request("/1") + request("/2"))
        assert [seen.path for seen in wire.requests] == ["/1"]
        before = wire.conn.is_reading
        wire.feed(b"G" * wire.limits.header_bytes)
        assert (before, wire.conn.is_reading) == (True, False)
        wire.conn.send_response(200, now=wire.now)
        wire.pump()
        assert [seen.path for seen in wire.requests] == ["/1", "/2"]

    def test_who_does_not_read_the_answers_has_no_more_requests_answered(self) -> None:
        def answer(wire: Wire, seen: HttpRequest) -> None:
            wire.conn.send_response(200, body=b"x" * 40_000, now=wire.now)

        wire = Wire(answer=answer, limits=Limits(header_bytes=1024))
        wire.is_writable = False
        asked = 0
        while wire.conn.is_reading:
            wire.feed(request("/"))
            asked += 1
        assert len(wire.requests) == 2 < asked
        wire.is_writable = True
        wire.pump()
        assert len(wire.requests) == asked
        assert wire.conn.is_reading

    @pytest.mark.parametrize(
        ("target", "path", "host"),
        [
            ("http://localhost:1/p?q", "/p", "localhost:1"),
            ("HTTPS://localhost", "/", "localhost"),
            ("http://localhost?q", "/", "localhost"),
            ("//evil.example/p", "//evil.example/p", "localhost"),
            ("/a/../b", "/a/../b", "localhost"),
        ],
    )
    def test_targets(self, target: str, path: str, host: str) -> None:
        wire = Wire()
        wire.feed(request(target))
        assert (wire.requests[0].path, wire.requests[0].host) == (path, host)

    def test_unknown_methods_are_the_application_s(self) -> None:
        wire = Wire()
        wire.feed(request(method="BREW"))
        assert wire.requests[0].method == "BREW"

    def test_http_1_0(self) -> None:
        wire = Wire()
        out = wire.feed(b"GET / HTTP/1.0\r\n\r\n")
        assert parse_answers(out, "GET")[0][1][b"connection"] == b"close"
        assert wire.requests[0].host is None
        assert wire.conn.is_closed
        assert wire.closed == ConnectionClosed(None, "answered")

    def test_other_upgrades_are_ignored(self) -> None:
        wire = Wire()
        out = wire.feed(request("/", "Connection: Upgrade", "Upgrade: h2c") + request("/2"))
        assert [body for _, _, body in parse_answers(out, "GET", "GET")] == [b"GET /", b"GET /2"]

    def test_a_body_is_thrown_away(self) -> None:
        wire = Wire()
        out = wire.feed(
            request("/1", "Content-Length: 5", method="POST") + b"abcde"
            + request("/2", "Transfer-Encoding: chunked", method="POST") + b"3\r\nabc\r\n0\r\n\r\n"
            + request("/3")
        )  # fmt: skip
        assert [status for status, _, _ in parse_answers(out, "POST", "POST", "GET")] == [200] * 3
        assert [seen.path for seen in wire.requests] == ["/1", "/2", "/3"]

    def test_expect_100(self) -> None:
        wire = Wire()
        head = request("/", "Content-Length: 3", "Expect: 100-continue", method="PUT")
        assert wire.feed(head).startswith(b"HTTP/1.1 100 ")
        assert wire.requests == []
        assert wire.feed(b"abc").startswith(b"HTTP/1.1 200 ")

    def test_connection_close(self) -> None:
        wire = Wire()
        out = wire.feed(request("/", "Connection: close") + request("/2"))
        assert len(parse_answers(out, "GET")) == 1
        assert wire.conn.is_closed
        assert wire.conn.is_output_over
        assert not wire.conn.is_reading
        assert wire.feed(request("/3")) == b""

    def test_half_closed_clients_are_answered(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request("/1") + request("/2"))
        wire.feed(b"")
        assert wire.closed is None
        assert not wire.conn.is_reading
        wire.conn.send_response(204, now=wire.now)
        assert b"content-length" not in wire.pump()
        wire.conn.send_response(304, [("etag", '"1"'), ("content-length", "9")], now=wire.now)
        wire.pump()
        assert [status for status, _, _ in parse_answers(wire.output, "GET", "GET")] == [204, 304]
        assert wire.closed == ConnectionClosed(None, "the peer left")

    def test_a_peer_that_leaves(self) -> None:
        wire = Wire()
        assert wire.feed(b"") == b""
        wire.feed(b"")
        assert wire.events == [ConnectionClosed(None, "the peer left")]
        wire.conn.receive_data(b"more", wire.now)
        assert wire.pump() == b""


class TestAnswers:
    def asked(self, method: str = "GET", version: str = "1.1") -> Wire:
        wire = Wire(answer=None)
        wire.feed(f"{method} / HTTP/{version}\r\nHost: localhost\r\n\r\n".encode())
        return wire

    @pytest.mark.parametrize(
        ("version", "headers", "encoding"),
        [
            ("1.1", [], (b"transfer-encoding", b"chunked")),
            ("1.1", [("content-length", "6")], (b"content-length", b"6")),
            ("1.0", [], (b"connection", b"close")),
        ],
    )
    def test_streaming(
        self, version: str, headers: list[tuple[str, str]], encoding: tuple[bytes, bytes]
    ) -> None:
        wire = self.asked(version=version)
        wire.conn.send_response(200, headers, None, now=wire.now)
        assert wire.conn.state is State.HTTP_STREAM
        assert wire.pump()
        for chunk in (b"abc", b"", b"def"):
            wire.conn.send_body(chunk, now=wire.now)
        wire.conn.end_response(now=wire.now)
        wire.pump()
        [(_, seen, body)] = parse_answers(wire.output, "GET")
        assert body == b"abcdef"
        assert encoding in seen.items()

    def test_streaming_to_head(self) -> None:
        wire = self.asked("HEAD")
        assert wire.requests[0].is_head
        wire.conn.send_response(200, [("content-length", "6")], None, now=wire.now)
        wire.conn.send_body(b"abcdef", now=wire.now)
        wire.conn.end_response(now=wire.now)
        wire.pump()
        [(_, headers, body)] = parse_answers(wire.output, "HEAD")
        assert (headers[b"content-length"], body) == (b"6", b"")
        assert wire.output[-4:] == b"\r\n\r\n"

    @pytest.mark.parametrize(
        ("status", "headers", "body", "words"),
        [
            (101, [], b"", "status is 101"),
            (600, [], b"", "status is 600"),
            (200, [("content-length", "3")], b"ab", "content-length is 3"),
            (200, [("content-length", "x")], None, "Content-Length"),
            (200, [("transfer-encoding", "chunked")], None, "transfer-encoding"),
            (200, [("a b", "c")], b"", "header name"),
            (200, [("a", "b\r\nc: d")], b"", "header value"),
            (200, [("a", "ü")], b"", "ascii"),
            (304, [], b"body", "304 has no body"),
        ],
    )
    def test_malformed(
        self, status: int, headers: list[tuple[str, str]], body: bytes | None, words: str
    ) -> None:
        wire = self.asked()
        with pytest.raises(LocalProtocolError, match=words):
            wire.conn.send_response(status, headers, body, now=wire.now)
        assert wire.conn.state is State.HTTP_ANSWER
        assert wire.pump() == b""
        wire.conn.send_response(200, [], b"fine", now=wire.now)
        assert parse_answers(wire.pump(), "GET")[0][2] == b"fine"

    def test_wrong_length(self) -> None:
        wire = self.asked()
        wire.conn.send_response(200, [("content-length", "3")], None, now=wire.now)
        with pytest.raises(LocalProtocolError, match="leaves room for 3"):
            wire.conn.send_body(b"abcd", now=wire.now)
        wire.conn.send_body(b"ab", now=wire.now)
        with pytest.raises(LocalProtocolError, match="1 more bytes"):
            wire.conn.end_response(now=wire.now)
        wire.conn.send_body(b"c", now=wire.now)
        wire.conn.end_response(now=wire.now)
        assert parse_answers(wire.pump(), "GET")[0][2] == b"abc"

    def test_calls_out_of_turn(self) -> None:
        wire = Wire(answer=None)
        with pytest.raises(LocalProtocolError, match="HTTP_IDLE"):
            wire.conn.send_response(200, now=wire.now)
        with pytest.raises(LocalProtocolError, match="HTTP_IDLE"):
            wire.conn.send_body(b"", now=wire.now)
        with pytest.raises(LocalProtocolError, match="HTTP_IDLE"):
            wire.conn.end_response(now=wire.now)
        with pytest.raises(LocalProtocolError, match="header name"):
            Wire(response_headers=[("a b", "c")])

    def test_after_the_end_answers_are_dropped(self) -> None:
        wire = self.asked()
        wire.conn.abort(wire.now)
        assert wire.conn.is_aborted
        wire.conn.send_response(200, [], None, now=wire.now)
        wire.conn.send_body(b"a", now=wire.now)
        wire.conn.end_response(now=wire.now)
        assert wire.pump() == b""
        assert wire.closed == ConnectionClosed(None, "the connection was lost")
        wire.conn.abort(wire.now)
        assert wire.conn.next_deadline() is None

    def test_a_big_body_is_not_copied(self) -> None:
        wire = self.asked()
        body = bytes(1_000_000)
        wire.conn.send_response(200, [], body, now=wire.now)
        assert wire.conn.has_output
        assert b"\r\n\r\n" in wire.conn.data_to_send(wire.now)
        assert wire.conn.data_to_send(wire.now) is body
        assert not wire.conn.has_output


class TestWebSocket:
    def test_opening(self) -> None:
        wire = Wire(response_headers=[("content-security-policy", "x")])
        out = wire.feed(upgrade("User-Agent: t", "Origin: http://localhost:9501"))
        assert out.startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
        assert b"sec-websocket-accept: " + ACCEPT + b"\r\n" in out
        assert b"content-security-policy" not in out
        assert wire.events == [WebSocketOpened(wire.channel)]

    def test_messages(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.feed(
            frame(TEXT, "grün".encode())
            + frame(TEXT, b"\xe2\x82", fin=False)  # a character is split between fragments
            + frame(PING, b"between")
            + frame(CONTINUATION, b"\xac", fin=False)
            + frame(CONTINUATION, b"")
            + frame(BINARY, b"\xff", fin=False)
            + frame(CONTINUATION, b"\x00")
            + frame(BINARY, b"")
            + frame(TEXT, b"")
            + frame(PONG, b"unasked")
            + frame(TEXT, b"x" * 200_000, mask=b"\x00\x00\x00\x00")
        )
        assert channel.received == ["grün", "€", b"\xff\x00", b"", "", "x" * 200_000]
        assert seen_by_client(wire.output) == [Pong(payload=b"between")]
        assert wire.events == []

    @pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536, 100_000])
    def test_sending(self, size: int) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.queue.extend([(True, b"t" * size), (False, b"b" * size)])
        assert wire.conn.has_output
        text, binary = [
            event
            for event in seen_by_client(wire.pump())
            if isinstance(event, TextMessage | BytesMessage)
        ]
        assert (text.data, binary.data) == ("t" * size, b"b" * size)
        assert not wire.conn.has_output

    def test_drain_in_portions(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.queue.extend([(True, b"x" * 100)] * 10)
        first = wire.conn.data_to_send(wire.now, 300)
        assert 200 <= len(first) <= 300
        assert wire.conn.data_to_send(wire.now, 1) != b""
        assert len(seen_by_client(first + wire.pump())) < 10
        assert channel.received == []

    def test_the_browser_closes(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.conn.receive_data(frame(TEXT, b"a") + close_frame(3001, b"bye") + b"junk", wire.now)
        wire.pump()
        assert channel.received == ["a", None]
        assert seen_by_client(wire.output) == [CloseConnection(code=3001, reason="")]
        assert wire.conn.is_closed
        assert wire.events == [ConnectionClosed(3001, "closed by the browser with 3001 'bye'")]

    def test_the_browser_closes_without_a_code(self) -> None:
        wire = Wire()
        open_websocket(wire)
        wire.feed(close_frame(None))
        assert wire.closed is not None
        assert wire.closed.code == 1005

    def test_the_channel_closes(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.feed(frame(TEXT, b"echo:last") + frame(TEXT, b"close") + frame(TEXT, b"late"))
        assert channel.received == ["echo:last", "close", None]
        assert wire.conn.state is State.WS_CLOSING
        assert seen_by_client(wire.output) == [
            TextMessage(data="last"),
            CloseConnection(code=4001, reason="wrong token"),
        ]
        assert wire.feed(frame(TEXT, b"crossed") + frame(PING) + close_frame(4001)) == b""
        assert wire.conn.is_closed
        assert wire.closed == ConnectionClosed(
            4001, "closed by us with 4001 'wrong token', confirmed by the browser with 4001"
        )

    def test_the_channel_closes_while_nothing_comes_in(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.close = (4002, "é" * 100)
        assert wire.conn.has_output
        [closing] = seen_by_client(wire.pump())
        assert closing == CloseConnection(code=4002, reason="é" * 61)
        assert channel.received == [None]

    def test_the_browser_does_not_read_while_the_channel_closes(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.is_writable = False
        wire.feed(frame(TEXT, b"echo:last") + frame(TEXT, b"close"))
        assert wire.conn.state is State.WS_DRAINING
        wire.feed(frame(TEXT, b"late") + frame(PING))
        assert channel.received == ["echo:last", "close"]
        wire.wait_for_timer()
        assert wire.conn.is_aborted
        assert channel.received[-1] is None
        assert wire.closed is not None
        assert wire.closed.code == 1006

    def test_both_close_at_once(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.feed(frame(TEXT, b"close") + close_frame(1001))
        assert channel.received == ["close", None]
        assert seen_by_client(wire.output) == [CloseConnection(code=4001, reason="wrong token")]
        assert wire.conn.is_closed

    def test_the_browser_closes_with_much_unread(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.queue.extend([(False, bytes(50_000))] * 10)
        wire.conn.receive_data(frame(TEXT, b"close") + close_frame(1001), wire.now)
        wire.pump()
        assert len(channel.queue) == 8
        assert seen_by_client(wire.output)[-1] == CloseConnection(code=1001, reason="")
        assert channel.received == ["close", None]

    def test_the_browser_never_confirms(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.close = (4001, "")
        wire.pump()
        assert wire.conn.next_deadline() == wire.now + wire.limits.close_time
        wire.wait_for_timer()
        assert wire.conn.is_aborted
        assert wire.closed is not None
        assert wire.closed.code == 4001

    @pytest.mark.parametrize("pending", [False, True])
    def test_the_browser_vanishes(self, pending: bool) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.feed(b"" if not pending else frame(TEXT, b"cut off")[:-1])
        wire.feed(b"")
        wire.conn.abort(wire.now)
        assert channel.received == [None]
        assert wire.closed == ConnectionClosed(1006, "the peer left")

    def test_pongs_are_bounded(self) -> None:
        wire = Wire()
        open_websocket(wire)
        wire.is_writable = False
        for number in range(1000):
            wire.feed(frame(PING, b"%0100d" % number))
        wire.is_writable = True
        pongs = seen_by_client(wire.pump())
        assert len(pongs) < 200
        assert pongs[-1] == Pong(payload=b"%0100d" % 999)


class TestShutdown:
    def test_idle(self) -> None:
        wire = Wire()
        wire.conn.shutdown(wire.now)
        wire.pump()
        assert wire.closed == ConnectionClosed(None, "the server is shutting down")

    def test_while_answering(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request("/1") + request("/2"))
        wire.conn.shutdown(wire.now)
        assert wire.pump() == b""
        wire.conn.send_response(200, [], b"last", now=wire.now)
        [(_, headers, body)] = parse_answers(wire.pump(), "GET")
        assert (headers[b"connection"], body) == (b"close", b"last")
        assert wire.conn.is_closed

    def test_the_application_s_own_connection_header(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request())
        wire.conn.shutdown(wire.now)
        wire.conn.send_response(200, [("Connection", "close")], now=wire.now)
        assert wire.pump().lower().count(b"connection: close") == 1

    @pytest.mark.parametrize("own", [None, (1012, "service restart")])
    def test_websocket(self, own: tuple[int, str] | None) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        channel.queue.append((True, b"last"))
        channel.close = own
        wire.conn.shutdown(wire.now)
        assert wire.conn.has_output
        code, reason = own or (1001, "the server is shutting down")
        assert seen_by_client(wire.pump()) == [
            TextMessage(data="last"),
            CloseConnection(code=code, reason=reason),
        ]


class TestWaits:
    def test_idle(self) -> None:
        wire = Wire()
        wire.feed(request())
        wire.wait(wire.limits.idle_time - 0.1)
        assert wire.closed is None
        assert wire.wait_for_timer() == b""
        assert wire.conn.is_closed
        assert not wire.conn.is_aborted
        assert wire.closed == ConnectionClosed(None, "no request came in Limits.idle_time")

    def test_the_application_may_take_its_time(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request())
        assert wire.conn.next_deadline() is None
        wire.wait(10_000)
        wire.conn.send_response(200, now=wire.now)
        wire.pump()
        assert wire.conn.next_deadline() == wire.now + wire.limits.idle_time

    def test_the_application_streams_slowly(self) -> None:
        wire = Wire(answer=None)
        wire.feed(request())
        wire.conn.send_response(200, [], None, now=wire.now)
        wire.pump()
        for _ in range(3):
            wire.wait_for_timer()
        assert wire.closed is None

    @pytest.mark.parametrize("is_last", [False, True])
    def test_a_slow_reader_is_waited_for_while_it_reads(self, is_last: bool) -> None:
        wire = Wire(answer=None)
        wire.feed(request("/", *(["Connection: close"] if is_last else [])))
        wire.is_writable = False
        wire.conn.send_response(200, [], None, now=wire.now)
        for _ in range(10):
            wire.conn.send_body(bytes(1000), now=wire.now)
        wire.conn.end_response(now=wire.now)
        for _ in range(5):
            assert wire.conn.data_to_send(wire.now, 1000)
            wire.wait_for_timer()
            assert not wire.conn.is_aborted
        wire.wait_for_timer()
        assert wire.conn.is_aborted
        assert wire.conn.data_to_send(wire.now) == b""

    @pytest.mark.parametrize("silent", ["ping", "no ping"])
    def test_keepalive(self, silent: str) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        if silent == "ping":
            wire.wait(15)
            wire.feed(frame(TEXT, b"a"))
            wire.wait(19)
            assert wire.output == b""
        pings = wire.wait_for_timer()
        assert seen_by_client(pings) == [Ping(payload=b"2")]  # the first came with the 101
        wire.wait(19.5)
        wire.feed(b"\x81")  # half a frame is a sign of life too
        wire.wait(19.5)
        assert seen_by_client(wire.wait_for_timer()) == [Ping(payload=b"3")]
        wire.wait_for_timer()
        assert wire.conn.is_aborted
        assert channel.received[-1] is None
        assert wire.closed is not None
        assert wire.closed.code == 1006
        assert "keepalive_time" in wire.closed.cause

    def test_our_own_delay_is_not_held_against_the_browser(self) -> None:
        wire = Wire()
        open_websocket(wire)
        wire.wait_for_timer()
        wire.wait(wire.limits.keepalive_time + 1.5)
        assert wire.closed is None
        assert wire.conn.next_deadline() == wire.now + wire.limits.keepalive_time
        wire.wait(wire.limits.keepalive_time + 0.5)
        assert wire.closed is not None

    def test_a_late_first_ping(self) -> None:
        wire = Wire()
        open_websocket(wire)
        assert seen_by_client(wire.wait(1000)) == [Ping(payload=b"2")]

    def test_the_round_trip_is_measured_from_the_beginning(self) -> None:
        wire = Wire()
        assert seen_by_client(wire.feed(upgrade()).partition(b"\r\n\r\n")[2]) == [
            Ping(payload=b"1")
        ]
        wire.wait(0.25)
        wire.feed(frame(PONG, b"1"))
        assert wire.channel.round_trips == [0.25]

    def test_busy_lines_are_measured_along_with_their_traffic(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        for _ in range(60):
            wire.wait(1.0)
            sent = seen_by_client(wire.feed(frame(TEXT, b"echo:a")))
            assert sent[-1] == TextMessage(data="a")
            for ping in sent[:-1]:
                assert isinstance(ping, Ping)
                wire.wait(0.5)
                wire.feed(frame(PONG, bytes(ping.payload)))
        assert channel.round_trips == [0.5] * 3

    @pytest.mark.parametrize("payload", [b"", b"0", b"2", b"x" * 125])
    def test_a_pong_that_answers_nothing_measures_nothing(self, payload: bytes) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        assert wire.feed(frame(PONG, payload)) == b""
        assert channel.round_trips == []
        assert wire.closed is None
        wire.feed(frame(PONG, b"1") + frame(PONG, b"1"))
        assert channel.round_trips == [0.0]

    def test_a_pong_behind_a_close_measures_nothing(self) -> None:
        wire = Wire()
        channel = open_websocket(wire)
        wire.feed(frame(TEXT, b"close"))
        wire.feed(frame(PONG, b"1"))
        assert channel.round_trips == []

    def test_late_while_waiting_for_a_request(self) -> None:
        wire = Wire()
        wire.feed(b"GET")
        wire.wait(wire.limits.request_time + 5)
        assert wire.conn.next_deadline() == wire.now + wire.limits.request_time
        assert wire.wait_for_timer().startswith(b"HTTP/1.1 408 ")

    def test_a_timer_too_early_or_without_need(self) -> None:
        wire = Wire(answer=None)
        wire.wait(1)
        wire.feed(request())
        wire.wait(1)
        assert len(wire.events) == 1


def test_the_limits_are_those_given() -> None:
    wire = Wire(limits=Limits(idle_time=3, message_bytes=4))
    assert wire.conn.next_deadline() == wire.now + 3
    channel = open_websocket(wire)
    wire.feed(frame(TEXT, b"1234"))
    assert channel.received == ["1234"]
    assert isinstance(channel, FakeChannel)
    assert not any(isinstance(event, HttpRequest) for event in wire.events)


def test_an_empty_line_before_a_request_is_left_out() -> None:
    request = b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for pieces in ([b"\r\n" + request], [b"\r", b"\n", request], [b"\r\n", request]):
        wire = Wire()
        for piece in pieces:
            wire.feed(piece)
        assert [one.path for one in wire.requests] == ["/a"]
        assert wire.refused == []
    wire = Wire()
    wire.feed(b"POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx\r\n" + request)
    assert [one.path for one in wire.requests] == ["/b", "/a"]
    wire = Wire()
    wire.feed(b"\r\n\r\n" + request)  # one is enough
    assert wire.refused == [400]


def test_answers_have_the_date_that_the_driver_tells() -> None:
    wire = Wire()
    wire.conn = Connection(
        wire._open_channel,
        policy=AccessPolicy(),
        limits=wire.limits,
        peer=None,
        now=wire.now,
        date=lambda: "Sun, 06 Nov 1994 08:49:37 GMT",
    )
    wire.feed(b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wire.feed(b"nonsense\r\n\r\n")
    assert wire.output.lower().count(b"date: sun, 06 nov 1994 08:49:37 gmt") == 2
