"""Who may come, and which requests become a WebSocket."""

import pytest

from core.wire import ACCEPT, KEY, Wire, request, upgrade
from pgwidgets_proto.stream.access import AccessPolicy, Authority, Origin, Refusal, parse_address
from pgwidgets_proto.stream.handshake import check_upgrade
from pgwidgets_proto.stream.request import HttpRequest
from pgwidgets_proto.stream.states import State

LOOPBACK = AccessPolicy(own_ports=frozenset({9500, 9501}))
PUBLIC = AccessPolicy(own_ports=frozenset({9500, 9501}), bound_to_loopback=False)


class TestAuthority:
    @pytest.mark.parametrize(
        ("text", "name", "port"),
        [
            ("localhost", "localhost", None),
            ("LocalHost.:9500", "localhost", 9500),
            ("example.org:", "example.org", None),
            ("127.0.0.1:80", "127.0.0.1", 80),
            ("[::1]", "[::1]", None),
            ("[0:0:0:0:0:0:0:1]:9500", "[::1]", 9500),
            ("[::ffff:127.0.0.1]", "127.0.0.1", None),
            ("host:65535", "host", 65535),
            ("a" * 253, "a" * 253, None),
        ],
    )
    def test_read(self, text: str, name: str, port: int | None) -> None:
        assert Authority.parse(text) == (name, port)

    @pytest.mark.parametrize(
        "text",
        ["", ".", ":80", "a b", "user@host", "host:port", "host:65536", "::1", "[::1", "[:::]",
         "[1.2]", "http://host", "host/path", "h\x00st", "bücher", "a" * 254],
    )  # fmt: skip
    def test_refused(self, text: str) -> None:
        assert Authority.parse(text) is None

    def test_written(self) -> None:
        assert str(Authority("a", None)) == "a"
        assert str(Authority("[::1]", 80)) == "[::1]:80"


class TestOrigin:
    def test_default_ports(self) -> None:
        assert Origin.parse("http://a") == Origin.parse("http://A:80") == ("http", "a", 80)
        assert Origin.parse("HTTPS://a") == ("https", "a", 443)
        assert Origin.parse("chrome-extension://abc") == ("chrome-extension", "abc", None)

    @pytest.mark.parametrize(
        "text",
        ["null", "", "a", "http://", "http://a/", "http://u@a", "http://a:65536", "http://[::g]"],
    )
    def test_none(self, text: str) -> None:
        assert Origin.parse(text) is None


def test_a_refusal_says_why_in_plain_text() -> None:
    refusal = Refusal(status=405, text="Only GET is answered.", headers=(("allow", "GET"),))
    headers = (("content-type", "text/plain; charset=utf-8"), ("allow", "GET"))
    assert refusal.answer() == (405, headers, b"Only GET is answered.\n")


class TestAddress:
    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("127.0.0.1", "127.0.0.1"),
            ("10.0.0.1:4711", "10.0.0.1"),
            ("::ffff:10.0.0.1", "10.0.0.1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
        ],
    )
    def test_read(self, text: str, address: str) -> None:
        assert str(parse_address(text)) == address

    @pytest.mark.parametrize("text", ["", "unknown", "_hidden", "[a]", "1.2.3:4"])
    def test_none(self, text: str) -> None:
        assert parse_address(text) is None


class TestSettings:
    @pytest.mark.parametrize("name", ["allowed_origins", "allowed_hosts", "trusted_proxies"])
    def test_a_string_is_not_a_list(self, name: str) -> None:
        with pytest.raises(TypeError, match=f"{name} is the string 'x'; it must be a list"):
            AccessPolicy(**{name: "x"})  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("allowed_origins", "ui.example.org"),
            ("allowed_origins", "https://ui.example.org/"),
            ("allowed_hosts", "https://ui.example.org"),
            ("allowed_hosts", "*"),
            ("trusted_proxies", "proxy.example.org"),
        ],
    )
    def test_an_entry_that_matches_nothing(self, name: str, value: str) -> None:
        with pytest.raises(ValueError, match=f"{name} has '") as caught:
            AccessPolicy(**{name: (value,)})  # type: ignore[arg-type]
        assert repr(value) in str(caught.value)


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [None, "localhost", "localhost:1", "a.localhost", "127.0.0.1:9500", "127.1.2.3", "[::1]:9"],
    )
    def test_loopback_names(self, host: str | None) -> None:
        assert LOOPBACK.refuse_host(host) is None

    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "evil-localhost",
            "localhost.localhost.example",
            "192.0.2.1",
            "[::]",
        ],
    )
    def test_rebinding_is_refused(self, host: str) -> None:
        refusal = LOOPBACK.refuse_host(host)
        assert refusal is not None
        assert refusal.status == 403
        assert "allowed_hosts" in refusal.text
        assert host in refusal.text
        assert PUBLIC.refuse_host(host) is None

    def test_what_the_page_says_of_it(self) -> None:
        refusal = LOOPBACK.refuse_host("evil.example")
        assert refusal is not None
        assert refusal.text == (
            "This server is bound to loopback and does not answer to the name evil.example. If "
            "that name is meant to reach it, add it to the setting allowed_hosts."
        )
        refusal = AccessPolicy(bound_to_loopback=False, allowed_hosts=("a",)).refuse_host("b")
        assert refusal is not None
        assert refusal.text.startswith("This server does not answer to the name b. If that name")
        refusal = PUBLIC.refuse_host("a b")
        assert refusal is not None
        assert refusal.answer()[0] == 400
        assert refusal.answer()[2] == b"Bad request: Host is not a name or name:port.\n"

    def test_names_that_are_given_are_the_only_ones_on_any_address(self) -> None:
        # A page whose name was pointed at our address (DNS rebinding) asks for its own name.
        policy = AccessPolicy(bound_to_loopback=False, allowed_hosts=("ui.example.org",))
        for host in ("ui.example.org", "UI.example.org.:8080", "localhost:9501", "127.0.0.1", None):
            assert policy.refuse_host(host) is None
        for host in ("evil.example", "192.0.2.1:9501", "ui.example.org.evil.example"):
            refusal = policy.refuse_host(host)
            assert refusal is not None
            assert refusal.status == 403
            assert "allowed_hosts" in refusal.text
            assert "loopback" not in refusal.text

    def test_allowed_hosts(self) -> None:
        policy = AccessPolicy(allowed_hosts=("UI.example.org", "b.example:8443"))
        assert policy.refuse_host("ui.example.org") is None
        assert policy.refuse_host("ui.example.org:8080") is None
        assert policy.refuse_host("b.example:8443") is None
        assert policy.refuse_host("b.example") is not None

    def test_no_host_at_all(self) -> None:
        for policy in (LOOPBACK, PUBLIC):
            refusal = policy.refuse_host("a b")
            assert refusal is not None
            assert refusal.status == 400


class TestOriginCheck:
    @pytest.mark.parametrize(
        ("origin", "host"),
        [
            (None, "localhost:9500"),
            ("http://localhost:9500", "localhost:9500"),
            ("http://LOCALHOST:9500", "localhost:9500"),
            ("http://localhost:9501", "localhost:9500"),
            ("http://localhost", "localhost"),
            ("http://localhost", "localhost:80"),
            ("https://localhost", "localhost:443"),
            ("https://localhost", "localhost"),
            ("http://[::1]:9500", "[::1]:9500"),
            ("http://localhost:7000", "localhost:7000"),  # a forwarded port
        ],
    )
    def test_own(self, origin: str | None, host: str) -> None:
        assert LOOPBACK.refuse_origin(origin, host) is None

    @pytest.mark.parametrize(
        ("origin", "host"),
        [
            ("http://evil.example", "localhost:9500"),
            ("http://evil.example:9500", "localhost:9500"),
            ("http://localhost:8000", "localhost:9500"),
            ("http://127.0.0.1:9500", "localhost:9500"),
            ("http://localhost", "localhost:9502"),
            ("ftp://localhost:9500", "localhost:9500"),
            ("http://localhost:9500", "a b"),
        ],
    )
    def test_foreign(self, origin: str, host: str) -> None:
        refusal = LOOPBACK.refuse_origin(origin, host)
        assert refusal is not None
        assert refusal.status == 403
        assert "allowed_origins" in refusal.text
        assert "allowed_hosts" in refusal.text

    @pytest.mark.parametrize("origin", ["null", "", "http://a/<script>", "http://a http://b"])
    def test_unreadable(self, origin: str) -> None:
        refusal = LOOPBACK.refuse_origin(origin, "localhost:9500")
        assert refusal is not None
        assert refusal.status == 403
        assert "allowed_origins" in refusal.text
        assert refusal.text == (
            "WebSocket refused: the page has no origin that can be checked. If it is yours, add "
            'its Origin (often "null") to the setting allowed_origins.'
        )
        assert refusal.detail == f"Origin: {origin!r}"

    def test_of_a_long_one_the_log_is_told_the_beginning(self) -> None:
        refusal = LOOPBACK.refuse_origin("a" * 201, "localhost:9500")
        assert refusal is not None
        assert refusal.detail == f"Origin: {'a' * 200!r}"

    def test_settings(self) -> None:
        policy = AccessPolicy(
            allowed_origins=("https://a.example", "null", "tauri://localhost"),
            allowed_hosts=("ui.example.org", "b.example:8443"),
        )
        for origin in (
            "https://a.example",
            "https://a.example:443",
            "null",
            "tauri://localhost",
            "http://ui.example.org",
            "https://ui.example.org",
            "https://ui.example.org:8443",
            "https://b.example:8443",
        ):
            assert policy.refuse_origin(origin, "127.0.0.1:9500") is None, origin
        for origin in ("http://a.example", "https://b.example", "ftp://ui.example.org"):
            assert policy.refuse_origin(origin, "127.0.0.1:9500") is not None, origin
        every = AccessPolicy(allowed_origins=("*",))
        assert every.refuse_origin("http://evil.example", "localhost") is None


class TestForwarded:
    POLICY = AccessPolicy(
        trusted_proxies=("127.0.0.1", "10.0.0.0/8"), allowed_hosts=("ui.example.org",)
    )
    HEADERS = (
        ("x-forwarded-for", "6.6.6.6, 203.0.113.7, 10.1.1.1"),
        ("x-forwarded-host", "evil.example, ui.example.org"),
        ("x-forwarded-proto", "https"),
    )

    def test_trusted(self) -> None:
        visitor = self.POLICY.visitor("127.0.0.1", "localhost:9500", "http", self.HEADERS)
        assert visitor == ("203.0.113.7", "ui.example.org", "https", True, True)

    @pytest.mark.parametrize("peer", [None, "203.0.113.9", "not an address"])
    def test_not_trusted(self, peer: str | None) -> None:
        visitor = self.POLICY.visitor(peer, "localhost:9500", "http", self.HEADERS)
        assert visitor == (peer, "localhost:9500", "http", False, False)

    def test_nothing_forwarded(self) -> None:
        visitor = self.POLICY.visitor("127.0.0.1", "h", "https", (("x-forwarded-proto", "gopher"),))
        assert visitor == ("127.0.0.1", "h", "https", False, True)
        assert self.POLICY.visitor("127.0.0.1", "h", "https", ()).is_direct

    @pytest.mark.parametrize(
        "name", ["forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-anything"]
    )
    def test_what_a_proxy_writes_is_of_nobody_who_is_direct(self, name: str) -> None:
        for peer in ("203.0.113.9", "127.0.0.1"):
            assert not self.POLICY.visitor(peer, "h", "http", ((name, "unknown"),)).is_direct

    def test_what_browsers_write_is_of_somebody_who_is_direct(self) -> None:
        headers = (("x-requested-with", "me"), ("accept", "*/*"), ("origin", "http://h"))
        assert self.POLICY.visitor("203.0.113.9", "h", "http", headers).is_direct

    def test_a_network_may_be_named_by_any_address_in_it(self) -> None:
        policy = AccessPolicy(trusted_proxies=("10.1.2.3/8",))
        assert policy.is_trusted("10.200.0.1")
        assert not policy.is_trusted("11.1.2.3")

    def test_unreadable_address_ends_the_chain(self) -> None:
        headers = (("x-forwarded-for", "203.0.113.7, unknown"), ("x-forwarded-proto", "WS"))
        assert self.POLICY.visitor("::ffff:10.0.0.1", "h", "https", headers) == (
            "::ffff:10.0.0.1",
            "h",
            "http",
            False,
            True,
        )

    @pytest.mark.parametrize("hop", ["[" * 10_000 + "::1" + "]" * 10_000, "[[::1]]", "[]", "[::1"])
    def test_brackets_around_an_address_stand_once(self, hop: str) -> None:
        headers = (("x-forwarded-for", f"{hop}, 10.1.1.1"),)
        assert self.POLICY.visitor("127.0.0.1", "h", "http", headers).peer == "10.1.1.1"
        one = (("x-forwarded-for", "[2001:db8::1]:4711"),)
        assert self.POLICY.visitor("127.0.0.1", "h", "http", one).peer == "2001:db8::1"

    def test_through_a_connection(self) -> None:
        wire = Wire(policy=self.POLICY)
        wire.feed(
            request("/", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Host: ui.example.org",
                    "X-Forwarded-Proto: https", host="127.0.0.1:9500")
        )  # fmt: skip
        assert (wire.requests[0].peer, wire.requests[0].scheme) == ("203.0.113.7", "https")
        assert wire.requests[0].host == "ui.example.org"

    def test_forwarded_host_is_checked(self) -> None:
        wire = Wire(policy=self.POLICY)
        assert wire.feed(request("/", "X-Forwarded-Host: evil.example")).startswith(b"HTTP/1.1 403")


def make_request(**changes: object) -> HttpRequest:
    headers = {
        "host": "localhost:9500",
        "upgrade": "WebSocket",
        "connection": "keep-alive, UPGRADE",
        "sec-websocket-version": "13",
        "sec-websocket-key": KEY,
    }
    fields: dict[str, object] = {
        "method": "GET", "target": "/", "path": "/", "query": "", "host": "localhost:9500",
        "scheme": "http", "peer": None,
    }  # fmt: skip
    extra: tuple[tuple[str, str], ...] = ()
    for name, value in changes.items():
        if name in fields:
            fields[name] = value
        elif isinstance(value, str):
            headers[name.replace("_", "-")] = value
        elif value is None:
            del headers[name.replace("_", "-")]
        else:
            extra = tuple((name.replace("_", "-"), str(each)) for each in value)  # type: ignore[attr-defined]
            headers.pop(name.replace("_", "-"), None)
    return HttpRequest(headers=(*headers.items(), *extra), **fields)  # type: ignore[arg-type]


class TestUpgrade:
    def test_accepted(self) -> None:
        assert check_upgrade(make_request(), http_version=b"1.1", policy=LOOPBACK) == (
            ("upgrade", "websocket"),
            ("connection", "Upgrade"),
            ("sec-websocket-accept", ACCEPT.decode()),
        )

    @pytest.mark.parametrize(
        ("changes", "status", "word"),
        [
            ({"method": "POST"}, 405, "GET"),
            ({"host": None}, 400, "Host"),
            ({"connection": "keep-alive"}, 400, "Connection"),
            ({"connection": None}, 400, "Connection"),
            ({"sec_websocket_version": "8"}, 426, "13"),
            ({"sec_websocket_version": None}, 426, "13"),
            ({"sec_websocket_version": ["13", "13"]}, 426, "13"),
            ({"sec_websocket_key": None}, 400, "Sec-WebSocket-Key"),
            ({"sec_websocket_key": ""}, 400, "Sec-WebSocket-Key"),
            ({"sec_websocket_key": "AAAA"}, 400, "Sec-WebSocket-Key"),
            ({"sec_websocket_key": KEY[:-2]}, 400, "Sec-WebSocket-Key"),
            ({"sec_websocket_key": "é" * 24}, 400, "Sec-WebSocket-Key"),
            ({"sec_websocket_key": [KEY, KEY]}, 400, "Sec-WebSocket-Key"),
            ({"origin": ["http://a", "http://b"]}, 400, "Origin"),
            ({"origin": "http://evil.example"}, 403, "allowed_origins"),
        ],
    )
    def test_refused(self, changes: dict[str, object], status: int, word: str) -> None:
        answer = check_upgrade(make_request(**changes), http_version=b"1.1", policy=LOOPBACK)
        assert isinstance(answer, Refusal)
        assert answer.status == status
        assert word in answer.text

    def test_http_1_0(self) -> None:
        answer = check_upgrade(make_request(), http_version=b"1.0", policy=LOOPBACK)
        assert isinstance(answer, Refusal)
        assert answer.status == 400

    def test_other_version_is_told_ours(self) -> None:
        wire = Wire()
        out = wire.feed(upgrade().replace(b"Version: 13", b"Version: 8")).lower()
        assert out.startswith(b"http/1.1 426 ")
        assert b"\r\nsec-websocket-version: 13\r\n" in out
        assert b"\r\nupgrade: websocket\r\n" in out
        assert b"\r\nconnection: close\r\n" in out
        assert b"\r\nconnection: upgrade\r\n" in out
        assert wire.conn.state is State.LINGERING

    def test_the_channel_may_be_refused(self) -> None:
        wire = Wire(refuse_channel=Refusal(status=404, text="No WebSocket here."))
        assert wire.feed(upgrade()).startswith(b"HTTP/1.1 404 ")
        assert wire.refused == [404]
        assert wire.conn.channel is None
