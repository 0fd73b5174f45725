"""Scenarios: the page and its files over HTTP, and who is not let in.

Knows: HTTP as a client may use it. Must not know: any world.
"""

import ssl

from .http_client import HttpClient
from .program import counting
from .scenario import scenario, scenario_over_tls
from .wire import SocketWire
from .world import World


@scenario
def a_connection_is_kept_for_the_next_request(world: World) -> None:
    """GET, HEAD, a tag that still holds, and what is not there, one after another."""
    with world.serving(), HttpClient(world) as client:
        page = client.ask("GET")
        assert page.status == 200
        assert page.headers["content-type"].startswith("text/html")
        assert int(page.headers["content-length"]) == len(page.body) > 0
        head = client.ask("HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == page.headers["content-length"]
        script = client.ask("GET", "/Widgets.js")
        assert script.status == 200
        assert "javascript" in script.headers["content-type"]
        tag = script.headers["etag"]
        same = client.ask("GET", "/Widgets.js", {"If-None-Match": tag})
        assert (same.status, same.body) == (304, b"")
        assert client.ask("GET", "/no-such-file").status == 404
        assert client.ask("GET", "/../../etc/passwd").status in (400, 404)
        assert client.ask("GET").body == page.body


@scenario
def requests_in_a_row_are_answered_in_their_order(world: World) -> None:
    """Pipelined: all are sent before the first answer is read."""
    targets = ["/", "/Widgets.js", "/no-such-file", "/Widgets.css", "/"]
    with world.serving(), HttpClient(world) as client, HttpClient(world) as single:
        client.wire.send(b"".join(client.text_of("GET", target) for target in targets))
        for target in targets:
            answer, alone = client.read(), single.ask("GET", target)
            assert (answer.status, answer.body) == (alone.status, alone.body), target


@scenario
def a_request_may_come_a_byte_at_a_time(world: World) -> None:
    """It is the same request."""
    with world.serving(), HttpClient(world) as client:
        for byte in client.text_of("GET", "/", {"Accept": "*/*"}):
            client.wire.send(bytes([byte]))
        assert client.read().status == 200


@scenario
def a_client_that_ends_its_side_still_gets_its_answer(world: World) -> None:
    """A TCP peer may close one way only."""
    with world.serving(), HttpClient(world) as client:
        client.send("GET", "/Widgets.js")
        client.wire.end()
        assert client.read().status == 200
        assert client.is_ended()


@scenario
def what_is_asked_last_ends_the_connection(world: World) -> None:
    """``Connection: close`` is heeded."""
    with world.serving(), HttpClient(world) as client:
        assert client.ask("GET", "/", {"Connection": "close"}).status == 200
        assert client.is_ended()


@scenario
def every_answer_has_the_headers_that_keep_a_page_safe(world: World) -> None:
    """Found or not, allowed or not."""
    with world.serving(), HttpClient(world) as client:
        for target in ("/", "/Widgets.js", "/no-such-file"):
            headers = client.ask("GET", target).headers
            assert "default-src 'self'" in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"


@scenario
def garbage_is_refused_and_harms_nobody(world: World) -> None:
    """400, and the connection ends; others go on."""
    with world.serving(counting):
        visitor = world.visit()
        visitor.until_heard("Button")
        with HttpClient(world) as client:
            client.wire.send(b"\x16\x03\x01 what is this\r\n\r\n")
            assert client.read().status == 400
            assert client.is_ended()
        visitor.press()
        visitor.until_text("1")


@scenario
def a_foreign_origin_is_refused(world: World) -> None:
    """403 at the handshake, and no session for it."""
    with world.serving(counting):
        for origin in ("http://evil.example", "null", "http://127.0.0.1:1"):
            stranger = world.visit(headers={"Origin": origin})
            assert stranger.until_refused() == 403
        assert world.sessions() == {}
        own = world.visit(headers={"Origin": f"http://{world.host}"})
        own.until_heard("Button")
        assert len(world.sessions()) == 1


@scenario
def a_foreign_host_is_refused(world: World) -> None:
    """A name that was bent to our address (DNS rebinding) gets 403, for pages and WebSockets."""
    with world.serving(counting, allowed_hosts=["ui.example.org"]):
        with HttpClient(world) as client:
            answer = client.ask("GET", "/", {"Host": "evil.example"})
            assert answer.status == 403
        stranger = world.visit(headers={"Host": "evil.example", "Origin": "http://evil.example"})
        assert stranger.until_refused() == 403
        assert world.sessions() == {}
        named = world.visit(headers={"Host": "ui.example.org", "Origin": "https://ui.example.org"})
        named.until_heard("Button")


@scenario_over_tls
def the_page_and_its_socket_over_tls(world: World) -> None:
    """HTTP and WebSockets alike; what is big arrives whole."""

    def build(session: object) -> None:
        counting(session)
        session.get_widgets().HtmlView("y" * 1_000_000)  # type: ignore[attr-defined]

    with world.serving(build, tls=True):
        with HttpClient(world) as client:
            for _ in range(3):
                assert client.ask("GET").status == 200
        visitor = world.visit()
        visitor.until_shown(1, "HtmlView")
        visitor.press()
        visitor.until_text("1")
        visitor.leave()
        cut = world.visit()
        cut.until_heard("Button")
        cut.cut()


@scenario_over_tls
def plain_text_to_a_port_of_tls_harms_nobody(world: World) -> None:
    """Nor does a client that never ends its handshake."""
    with world.serving(counting, tls=True):
        silent, plain = SocketWire(world.address), SocketWire(world.address)
        plain.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = b""
        while data := world.take(plain):
            answer += data
        assert b"200" not in answer
        plain.close()
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        visitor.until_text("1")
        silent.close()


@scenario_over_tls
def a_client_without_trust_harms_nobody(world: World) -> None:
    """One that breaks the handshake off, since it does not know the certificate."""
    with world.serving(counting, tls=True):
        try:
            SocketWire(world.address, ssl.create_default_context())
        except ssl.SSLCertVerificationError:
            world.note("not trusted")
        assert world.notes == ["not trusted"]
        visitor = world.visit()
        visitor.until_heard("Button")
