"""Who a visitor is, as the framework around us knows: Starlette, FastAPI, Django."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

from asgi.harness import AsgiApp, Call, calling, connected, get, on_both_loops, scope, serving
from patience import PATIENCE
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application, current_browser

type Told = list[Any]


def naming(**settings: Any) -> tuple[Application, Told]:
    """A program whose button tells who pressed it."""
    app = Application(max_sessions=None, **settings)
    told: Told = []

    @app.on_connect
    def build(session: Any) -> None:
        button = session.get_widgets().Button("who")

        def pressed() -> None:
            browser = current_browser()
            assert browser is not None
            told.append(browser.user)

        button.on("activated", pressed)

    return app, told


async def press(call: Call, told: Told) -> Any:
    """Press the button; gives the user that its handler was told of."""
    await call.until(lambda: any(m["type"] == "listen" for m in call.messages), "the button")
    wid = next(m["wid"] for m in call.messages if m["type"] == "create")
    count = len(told)
    call.say({"type": "callback", "wid": wid, "action": "activated", "args": [], "seen": 0})
    with anyio.fail_after(PATIENCE):
        while len(told) == count:
            await anyio.lowlevel.checkpoint()
    return told[-1]


async def denied(app: AsgiApp, **more: Any) -> list[dict[str, Any]]:
    """What a browser is told whose WebSocket is not taken."""
    async with calling(app, scope("websocket", **more)) as call:
        call.tell("websocket.connect")
        await call.over()
    return call.sent


class User:
    """As frameworks have them."""

    def __init__(self, name: str, is_authenticated: bool = True) -> None:
        self.name = name
        self.is_authenticated = is_authenticated


@on_both_loops
async def test_the_scopes_user_is_the_browsers() -> None:
    app, told = naming()
    web = asgi_app(app)
    ada = User("ada")
    async with serving(web):
        for user, seen in ((ada, ada), (User("", False), None), (None, None)):
            async with connected(web, user=user) as call:
                assert await press(call, told) is seen
        assert (await get(web, user=User("", False)))[0] == 200


@on_both_loops
async def test_a_function_of_the_scope_decides_who_comes_in() -> None:
    app, told = naming()

    async def who(asked: dict[str, Any]) -> str | None:
        return dict(asked["headers"]).get(b"x-who", b"").decode() or None

    web = asgi_app(app, identify=who)
    async with serving(web):
        status, _, body = await get(web)
        assert (status, body) == (401, b"Nobody is signed in here.\n")
        assert await denied(web) == [{"type": "websocket.close"}]
        answer = await denied(web, extensions={"websocket.http.response": {}})
        assert answer[0]["status"] == 401
        assert app.sessions == {}
        assert (await get(web, headers={"x-who": "ada"}))[0] == 200
        async with connected(web, headers={"x-who": "ada"}) as call:
            assert await press(call, told) == "ada"


@on_both_loops
async def test_the_applications_own_way_is_asked_whomever_the_server_knows() -> None:
    app, told = naming(identify=lambda request: request.header("x-who"))
    web = asgi_app(app)
    async with serving(web):
        assert (await get(web))[0] == 401
        assert await denied(web) == [{"type": "websocket.close"}]
        assert (await get(web, user="eve"))[0] == 401
        assert await denied(web, user="eve") == [{"type": "websocket.close"}]
        ada = {"headers": {"x-who": "ada"}}
        for more in (ada, {**ada, "user": "eve"}):
            assert (await get(web, **more))[0] == 200
            async with connected(web, **more) as call:
                assert await press(call, told) == "ada"


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(TypeError, match="identify is 5; it must be a function of the ASGI scope"):
        asgi_app(Application(), identify=5)  # type: ignore[arg-type]


# --- frameworks


def test_fastapis_login() -> None:
    """A session that a route of FastAPI has begun lets a browser in, and nothing else does."""
    app, told = naming()
    web = FastAPI(middleware=[Middleware(SessionMiddleware, secret_key="not for use")])

    @web.get("/login/{name}")
    async def login(name: str, request: Request) -> str:
        request.session["user"] = name
        return "welcome"

    web.mount("/ui", asgi_app(app, identify=lambda asked: asked["session"].get("user")))

    async def main() -> None:
        await lets_in_by_cookie(web, app, told)

    asyncio.run(main())


async def lets_in_by_cookie(web: AsgiApp, app: Application, told: Told) -> None:
    """Log in as ada; with the cookie that this gives, and with no other, the program is there."""
    status, headers, _ = await get(web, "/login/ada")
    assert status == 200
    given = {name.lower(): value for name, value in headers.items()}
    cookie = given["set-cookie"].partition(";")[0]
    assert (await get(web, "/ui/"))[0] == 401
    assert await denied(web, path="/ui/") == [{"type": "websocket.close"}]
    forged = {"headers": {"cookie": f"{cookie[:-4]}xxxx"}}
    assert (await get(web, "/ui/", **forged))[0] == 401
    assert await denied(web, path="/ui/", **forged) == [{"type": "websocket.close"}]
    assert app.sessions == {}
    own = {"headers": {"cookie": cookie}}
    assert (await get(web, "/ui/", **own))[0] == 200
    async with connected(web, "/ui/", **own) as call:
        assert str(await press(call, told)) == "ada"
    await app.close()


def test_djangos_auth(tmp_path: Path) -> None:
    """In a process of its own, since Django is set up once in each."""
    script = Path(__file__).with_name("django_login.py")
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "users.sqlite")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "ada was let in\n"), done.stderr
