"""Who is let in behind a real nginx: with a stand-in for oauth2-proxy, and with passwords."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from async_api.peer import Peer, in_loop, serving, soon
from deploy.nginx import CERTIFICATE, Nginx
from pgwidgets.access import ProxyLogin
from pgwidgets.access.passwords import hashed, write_users
from pgwidgets.async_ import current_browser

TRUST = ssl.create_default_context(cafile=str(CERTIFICATE))

type Start = Callable[[str, Mapping[str, str]], Nginx]


class _StandIn(http.server.BaseHTTPRequestHandler):
    """As oauth2-proxy answers nginx: a cookie names who is signed in."""

    def do_GET(self) -> None:
        user = SimpleCookie(self.headers.get("Cookie", "")).get("_oauth2_proxy")
        if self.path != "/oauth2/auth":
            self._answer(403, b"Sign in, please.")
        elif user is None:
            self._answer(401)
        else:
            self._answer(202, X_Auth_Request_User=user.value)

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stand_in() -> Iterator[int]:
    """The port of a stand-in for oauth2-proxy."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _StandIn) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def naming(told: list[Any]) -> Callable[[Any], None]:
    """A program whose button tells who pressed it."""

    def build(session: Any) -> None:
        W = session.get_widgets()
        label, button = W.Label("nobody"), W.Button("who")

        def pressed() -> None:
            browser = current_browser()
            assert browser is not None
            told.append(browser.user)
            label.set_text(f"pressed by {browser.user}")

        button.on("activated", pressed)

    return build


@in_loop
async def test_who_oauth2_proxy_knows_is_let_in_and_nobody_else(
    nginx: Start, stand_in: int
) -> None:
    told: list[Any] = []
    settings = {"allowed_hosts": ["ui.example.org"], "trusted_proxies": ["127.0.0.1"]}
    async with (
        serving(identify=ProxyLogin(), **settings) as app,
        httpx.AsyncClient(verify=TRUST, trust_env=False) as client,
    ):
        app.on_connect(naming(told))
        proxy = nginx(
            "oauth2_proxy.conf",
            {
                "127.0.0.1:8443": "127.0.0.1:{port}",
                "127.0.0.1:9501": f"127.0.0.1:{app.http_port}",
                "127.0.0.1:4180": f"127.0.0.1:{stand_in}",
                "/etc/ssl/certs/ui.pem": str(CERTIFICATE),
                "/etc/ssl/private/ui.pem": str(CERTIFICATE),
            },
        )
        root, socket = f"https://localhost:{proxy.port}/", f"wss://localhost:{proxy.port}/"
        forged = {"X-Forwarded-User": "root"}
        for headers in ({}, forged):
            page = await client.get(root, headers=headers)
            assert (page.status_code, page.text) == (403, "Sign in, please.")
            with pytest.raises(InvalidStatus, match="403"):
                await soon(connect(socket, additional_headers=headers, ssl=TRUST, proxy=None))
        assert app.sessions == {}
        signed_in = {"Cookie": "_oauth2_proxy=ada", **forged}
        page = await client.get(root, headers=signed_in)
        assert (page.status_code, "Widgets.js" in page.text) == (200, True)
        async with Peer.visiting(root, tls=TRUST, headers=signed_in) as peer:
            await peer.until(lambda: any(b.listeners for b in peer.widgets("Button")))
            await peer.click(peer.the("Button"))
            await peer.until_text("pressed by ada")
        assert told == ["ada"]


@in_loop
async def test_a_password_lets_in_and_only_its_cookie_opens_the_socket(tmp_path: Path) -> None:
    told: list[Any] = []
    users = tmp_path / "users"
    write_users(users, {"ada": hashed("secret")})
    async with (
        serving(users=users) as app,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        app.on_connect(naming(told))
        assert app.url is not None
        socket = app.url.replace("http", "ws", 1)
        page = await client.get(app.url)
        assert (page.status_code, page.headers["www-authenticate"][:5]) == (401, "Basic")
        assert "Widgets" not in page.text
        basic = httpx.BasicAuth("ada", "secret")
        page = await client.get(app.url, auth=basic)
        assert (page.status_code, "Widgets.js" in page.text) == (200, True)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        assert (await client.get(f"{app.url}Widgets.js")).status_code == 200
        for headers in ({}, {"Authorization": page.request.headers["authorization"]}):
            with pytest.raises(InvalidStatus, match="401"):
                await soon(connect(socket, additional_headers=headers, proxy=None))
        assert app.sessions == {}
        async with Peer.visiting(app.url, headers={"Cookie": cookie}) as peer:
            await peer.until(lambda: any(b.listeners for b in peer.widgets("Button")))
            await peer.click(peer.the("Button"))
            await peer.until_text("pressed by ada")
            app.log_out("ada")
            assert await peer.closed() == 4006
        assert told == ["ada"]
        with pytest.raises(InvalidStatus, match="401"):
            await soon(connect(socket, additional_headers={"Cookie": cookie}, proxy=None))
