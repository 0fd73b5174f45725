"""Inside frameworks, each as its users mount things: pages, the slash, a WebSocket."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
import django
import fastapi
import hypercorn.middleware
import pytest
import quart
import starlette.applications
import starlette.middleware
import starlette.middleware.gzip
import starlette.routing
from django.conf import settings as django_settings
from django.core.asgi import get_asgi_application

from asgi.harness import connected, get
from pgwidgets.asgi import asgi_app
from pgwidgets.async_ import Application
from transports.counting import build


def in_starlette(ui: Any) -> Any:
    return starlette.applications.Starlette(
        routes=[starlette.routing.Mount("/ui", ui)],
        middleware=[starlette.middleware.Middleware(starlette.middleware.gzip.GZipMiddleware)],
    )


def in_fastapi(ui: Any) -> Any:
    web = fastapi.FastAPI()
    web.mount("/ui", ui)
    return web


def in_fastapi_below_another(ui: Any) -> Any:
    inner, web = fastapi.FastAPI(), fastapi.FastAPI()
    inner.mount("/ui", ui)
    web.mount("/inner", inner)
    return lambda scope, *more: web({**scope, "path": f"/inner{scope['path']}"}, *more)


def beside_quart(ui: Any) -> Any:
    web = quart.Quart(__name__)
    return hypercorn.middleware.DispatcherMiddleware({"/ui": ui, "": web})


def beside_django(ui: Any) -> Any:
    if not django_settings.configured:
        django_settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"])
        django.setup()
    web = get_asgi_application()

    async def both(scope: Any, receive: Any, send: Any) -> None:
        is_ours = scope["path"].startswith("/ui")
        await (ui if is_ours else web)(scope, receive, send)

    return both


urlpatterns: list[Any] = []
"""Django's: none of its own."""

FRAMEWORKS: list[Callable[[Any], Any]] = [
    in_starlette,
    in_fastapi,
    in_fastapi_below_another,
    beside_quart,
    beside_django,
]


@contextlib.asynccontextmanager
async def mounted(mount: Callable[[Any], Any]) -> AsyncIterator[tuple[Any, Application]]:
    app = Application(max_sessions=None)
    app.on_connect(build)
    yield mount(asgi_app(app, "/ui")), app
    await app.close()


@pytest.mark.parametrize("mount", FRAMEWORKS, ids=lambda mount: mount.__name__)
def test_wherever_it_is_mounted(mount: Callable[[Any], Any]) -> None:
    async def main() -> None:
        async with mounted(mount) as (web, app):
            status, headers, body = await get(web, "/ui/")
            assert (status, b"<title>pgwidgets</title>" in body) == (200, True)
            assert "content-security-policy" in headers
            assert (await get(web, "/ui/pgwidgets/page.js"))[0] == 200
            status, headers, _ = await get(web, "/ui")
            assert status == 307
            assert headers["location"].endswith("ui/")
            async with connected(web, "/ui/") as call:
                await call.until(lambda: any(m.get("class") == "Button" for m in call.messages))
                button = next(m for m in call.messages if m.get("class") == "Button")
                click = {"type": "callback", "action": "activated", "args": []}
                call.say({**click, "wid": button["wid"]})
                await call.until(
                    lambda: [m["args"] for m in call.messages if m.get("method") == "set_text"]
                )
            assert len(app.sessions) == 1

    anyio.run(main, backend_options={"debug": True})
