"""Requests that some server has taken apart: the same checks as where we do so ourselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import make_hub
from pgwidgets_proto.errors import CloseCode, LocalProtocolError
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.stream import (
    AccessPolicy,
    HttpRequest,
    Refusal,
    check_origin,
    check_request,
    path_below,
    whole_headers,
)
from pgwidgets_proto.views.channel import Browser


def request_with(path: str = "/", **headers: str) -> HttpRequest:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpRequest(
        method="GET",
        target=path,
        path=path,
        query="",
        headers=named,
        host=headers.get("host"),
        scheme="http",
        peer="127.0.0.1",
    )


def status_of(answer: HttpRequest | Refusal | None) -> int:
    return answer.status if isinstance(answer, Refusal) else 200


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "localhost", 200),
        ("", "localhost", 200),
        ("/", "evil.example", 403),
        ("/", "a b", 400),
        ("/a\nb", "localhost", 400),
        ("/a\x00", "localhost", 400),
    ],
)
def test_a_request_is_checked(path: str, host: str, status: int) -> None:
    assert status_of(check_request(request_with(path, host=host), AccessPolicy())) == status


def test_only_one_host_is_meant() -> None:
    twice = request_with(host="localhost")
    twice = HttpRequest(
        **{name: getattr(twice, name) for name in twice.__struct_fields__ if name != "headers"},
        headers=(("host", "localhost"), ("host", "evil.example")),
    )
    assert status_of(check_request(twice, AccessPolicy())) == 400


def test_the_word_of_a_trusted_proxy_counts() -> None:
    asked = request_with(
        host="inner",
        x_forwarded_for="192.0.2.1",
        x_forwarded_host="ui.test",
        x_forwarded_proto="https",
    )
    policy = AccessPolicy(trusted_proxies=("127.0.0.1",), allowed_hosts=("ui.test",))
    found = check_request(asked, policy)
    assert isinstance(found, HttpRequest)
    assert (found.peer, found.host, found.scheme) == ("192.0.2.1", "ui.test", "https")


def test_origins() -> None:
    policy = AccessPolicy(own_ports=frozenset({80}))
    assert status_of(check_origin(request_with(host="localhost"), policy)) == 200
    own = request_with(host="localhost", origin="http://localhost")
    assert status_of(check_origin(own, policy)) == 200
    foreign = request_with(host="localhost", origin="http://evil.example")
    assert status_of(check_origin(foreign, policy)) == 403
    assert status_of(check_origin(request_with(), policy)) == 400


@pytest.mark.parametrize(
    ("path", "base", "rest"),
    [
        ("/ui/x", "/ui", "/x"),
        ("/ui", "/ui", ""),
        ("/ui/", "/ui", "/"),
        ("/uix", "/ui", None),
        ("/x", "/ui", None),
        ("/x", "", "/x"),
        ("/a/b/c", "/a/b", "/c"),
    ],
)
def test_paths_below_others(path: str, base: str, rest: str | None) -> None:
    assert path_below(path, base) == rest


@given(st.text(), st.sampled_from(["", "/a", "/a/b", "/µ"]))
def test_what_is_below_is_the_rest(path: str, base: str) -> None:
    rest = path_below(path, base)
    if rest is not None:
        assert base + rest == path
        assert rest == "" or rest[0] == "/"


def test_headers_of_whole_answers() -> None:
    defaults = (("X-Safe", "yes"), ("Allow", "nobody"))
    assert whole_headers(405, (("Allow", "GET"),), b"12", defaults) == [
        (b"allow", b"GET"),
        (b"x-safe", b"yes"),
        (b"content-length", b"2"),
    ]
    assert whole_headers(304, (), b"", ()) == []
    with pytest.raises(LocalProtocolError, match="headers of the answer"):
        whole_headers(200, (("bad\nname", ""),), b"", ())


@pytest.mark.parametrize("message", ["x" * 11, "ä" * 6, b"x" * 11, "\ud800" * 4])
def test_a_message_that_is_too_big_where_a_server_does_the_framing(message: str | bytes) -> None:
    hub = make_hub(limits=Limits(message_bytes=10))
    channel = hub.open_channel(Browser(), 0)
    channel.receive(message, 1.0)
    assert channel.close == (CloseCode.MESSAGE_TOO_BIG, "message too big")
