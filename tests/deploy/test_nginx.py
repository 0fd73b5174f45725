"""Behind a real nginx: TLS, sub-paths with and without rewriting, and Flask beside us."""

import asyncio
import contextlib
import re
import runpy
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from async_api.peer import Peer, in_loop, serving, soon
from deploy.nginx import CERTIFICATE, Nginx
from transports.counting import build, counts_up

EXAMPLES = Path(__file__).parents[2] / "examples"
TRUST = ssl.create_default_context(cafile=str(CERTIFICATE))

type Start = Callable[[str, Mapping[str, str]], Nginx]


@contextlib.asynccontextmanager
async def two_instruments(start: Start, **settings: Any) -> AsyncIterator[tuple[Nginx, Any, Any]]:
    """The set-up of examples/nginx/pgwidgets.conf, on free ports."""
    settings = {"allowed_hosts": ["ui.example.org"], "trusted_proxies": ["127.0.0.1"], **settings}
    async with (
        serving(base_path="/instruments/cam1", **settings) as camera,
        serving(**settings) as lab,
    ):
        for app in (camera, lab):
            app.on_connect(build)
        nginx = start(
            "pgwidgets.conf",
            {
                "127.0.0.1:8443": "127.0.0.1:{port}",
                "127.0.0.1:9501": f"127.0.0.1:{camera.http_port}",
                "127.0.0.1:9601": f"127.0.0.1:{lab.http_port}",
                "/etc/ssl/certs/ui.pem": str(CERTIFICATE),
                "/etc/ssl/private/ui.pem": str(CERTIFICATE),
            },
        )
        yield nginx, camera, lab


@in_loop
async def test_tls_and_two_paths(nginx: Start) -> None:
    async with (
        two_instruments(nginx) as (proxy, camera, lab),
        httpx.AsyncClient(verify=TRUST, trust_env=False) as client,
    ):
        root = f"https://localhost:{proxy.port}"
        for app, path in ((camera, "/instruments/cam1"), (lab, "/lab")):
            page = await client.get(f"{root}{path}", follow_redirects=True)
            assert (page.status_code, str(page.url)) == (200, f"{root}{path}/")
            for name in re.findall(r'(?:href|src)="([^"]+)"', page.text):
                assert (await client.get(page.url.join(name))).status_code == 200, name
            async with Peer.visiting(f"{root}{path}/", tls=TRUST) as peer:
                await peer.until_page_has(1, "Button")
                await counts_up(peer)
                (link,) = app.sessions[1].connections
                assert link.browser.address == "127.0.0.1"  # as nginx tells it
        assert (await client.get(f"{root}/instruments/cam10/")).status_code == 404


async def knock(port: int, origin: str, path: str = "/lab/") -> None:
    """Open a WebSocket as a page of some origin does, that asks nginx for ui.example.org."""
    lenient = ssl.create_default_context(cafile=str(CERTIFICATE))
    lenient.check_hostname = False
    async with connect(
        f"wss://ui.example.org:{port}{path}",
        host="127.0.0.1",
        port=port,
        ssl=lenient,
        additional_headers={"origin": origin},
    ) as ws:
        await soon(ws.recv())


@in_loop
async def test_the_name_that_visitors_use_is_a_setting(nginx: Start) -> None:
    async with two_instruments(nginx) as (proxy, _, _):
        for path in ("/lab/", "/instruments/cam1/"):
            await knock(proxy.port, f"https://ui.example.org:{proxy.port}", path)
            with pytest.raises(InvalidStatus) as refused:
                await knock(proxy.port, "https://evil.example", path)
            assert refused.value.response.status_code == 403


@in_loop
async def test_without_the_setting_the_refusal_names_it(nginx: Start) -> None:
    async with two_instruments(nginx, allowed_hosts=[]) as (proxy, _, _):
        with pytest.raises(InvalidStatus) as refused:
            await knock(proxy.port, f"https://ui.example.org:{proxy.port}")
        assert refused.value.response.status_code == 403
        assert b"allowed_hosts" in refused.value.response.body


@in_loop
async def test_flask_beside(nginx: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    example = runpy.run_path(str(EXAMPLES / "flask_beside.py"))
    started: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()
    said: list[str] = []

    def hear(line: str, **_: Any) -> None:
        said.append(line.rsplit(" ", 1)[1])
        if len(said) == 2:
            started.set_result((said[0], said[1]))

    monkeypatch.setattr("builtins.print", hear)
    running = asyncio.create_task(example["main"](wsgi_port=0, ui_port=0))
    flask, ui = await soon(started)
    proxy = nginx(
        "beside_flask.conf",
        {
            "127.0.0.1:8080": "127.0.0.1:{port}",
            "127.0.0.1:9501": httpx.URL(ui).netloc.decode(),
            "127.0.0.1:5000": httpx.URL(flask).netloc.decode(),
        },
    )
    root = f"http://127.0.0.1:{proxy.port}/"
    async with httpx.AsyncClient(base_url=root, trust_env=False) as client:
        assert "A page of Flask's" in (await client.get("/")).text
        assert (await client.get("/ui")).headers["location"] == "./ui/"
        async with Peer.visiting(f"{root}ui/") as peer:
            await peer.until_text("Nothing has been said.")
            await client.post("/say", data={"text": "a word"})
            await peer.until_text("a word")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await soon(running)
