"""Where an application is: `url`, `host` and `http_port`, before, while and after it serves."""

import socket
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets._own_addresses import own_addresses
from pgwidgets.asgi import asgi_app


@pytest.mark.parametrize("api", [async_, sync])
@pytest.mark.parametrize(
    ("settings", "url", "host", "port"),
    [
        ({}, "http://127.0.0.1:9501/", "127.0.0.1", 9501),
        (
            {"ws_port": 9000, "http_port": None, "host": "::1"},
            "http://[::1]:9000/",
            "::1",
            9000,
        ),
        (
            {"ws_port": 0, "http_port": 8080, "host": "0.0.0.0"},
            "http://127.0.0.1:8080/",
            "0.0.0.0",
            8080,
        ),
        ({"http_port": 0}, None, "127.0.0.1", None),
        ({"http_server": False}, None, "127.0.0.1", None),
        ({"ws_port": 0, "http_port": None}, None, "127.0.0.1", None),
        (
            {"http_port": 9500, "base_path": "/a b"},
            "http://127.0.0.1:9500/a%20b/",
            "127.0.0.1",
            9500,
        ),
    ],
)
def test_the_address_is_known_before_the_start(
    api: object, settings: dict[str, object], url: str | None, host: str, port: int | None
) -> None:
    app = api.Application(**settings)  # type: ignore[attr-defined]
    assert (app.url, app.host, app.http_port) == (url, host, port)
    assert (app._host, app._http_port) == (host, port)  # as programs for pgwidgets-python ask
    session = app.create_session("x", "secret")
    assert session.get_url() == (url and f"{url}#session=x&token=secret")


def test_a_free_port_is_known_while_it_serves() -> None:
    app = sync.Application(0, 0)
    for _ in range(2):
        assert (app.url, app.http_port) == (None, None)
        with app:
            assert app.http_port
            assert app.url == f"http://{app.host}:{app.http_port}/"
    assert (app.url, app.http_port) == (None, None)


def test_the_port_of_a_socket_is_known_until_it_is_closed() -> None:
    own = socket.create_server(("127.0.0.1", 0))
    port = own.getsockname()[1]
    app = sync.Application(http_port=None, host="localhost", ws_sock=own)
    for _ in range(2):
        assert (app.host, app.http_port) == ("127.0.0.1", port)
        app.start()
    app.close()
    assert (app.host, app.http_port, app.url) == ("localhost", None, None)


def test_where_the_server_is_somebody_elses_there_is_no_address() -> None:
    app = async_.Application()
    asgi_app(app)
    assert (app.url, app.http_port, app.create_session().get_url()) == (None, None, None)


# --- other machines


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::"])
def test_all_addresses_of_the_machine_are_its_own(host: str) -> None:
    for address in own_addresses(host):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as probe:
            probe.bind((address, 0))  # as no address of another machine can be
        assert not address.startswith("127.")


def test_a_host_of_its_own_is_reached_by_that_alone() -> None:
    assert own_addresses("127.0.0.1") == own_addresses("192.0.2.7") == []


@pytest.mark.parametrize("what", ["if_nameindex", "socket"])
def test_where_a_program_may_not_look_it_serves_all_the_same(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any) -> None:
        raise PermissionError(13, "Permission denied")

    known = own_addresses("0.0.0.0")
    monkeypatch.setattr(socket, what, refused)
    assert {*own_addresses("0.0.0.0")} <= {*known}


@pytest.mark.parametrize("api", [async_, sync])
def test_who_serves_everywhere_is_told_where_others_find_the_page(
    api: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"0.0.0.0": ["192.0.2.7", "2001:db8::7"]}
    monkeypatch.setattr("pgwidgets._doors.own_addresses", lambda host: found.get(host, []))
    for host, lines in (
        ("0.0.0.0", ["192.0.2.7", "[2001:db8::7]"]),
        ("127.0.0.1", []),
    ):
        app = api.Application(host=host, http_port=8080)
        app._pgwidgets.announce()
        first, *rest = capsys.readouterr().out.splitlines()
        assert first == "pgwidgets: open http://127.0.0.1:8080/"
        assert rest == [f"  on other machines: http://{line}:8080/" for line in lines]
    app = api.Application(host="0.0.0.0", http_port=8080, base_url="https://tower.example/")
    app._pgwidgets.announce()
    assert capsys.readouterr().out == "pgwidgets: open https://tower.example/\n"
