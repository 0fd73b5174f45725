"""Sessions and applications as notebooks show them, by IPython's own machinery.

Knows: what a cell is given. Must not know: how a page is served. JupyterLab itself shows them in
test_jupyterlab.py.
"""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell

from async_api.peer import in_loop
from pgwidgets import async_, sync
from pgwidgets.notebooks import Frame
from pgwidgets.notebooks.address import Address, address_of

LAB = {"frame-ancestors": "http://localhost:8888"}
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "notebooks.md"
PIECES = re.compile(r"```python\n(.*?)```", re.DOTALL)
OWN = "http://127.0.0.1:9501/#session=1&token=abc"


def html_of(shown: object) -> str:
    found, _ = DisplayFormatter().format(shown)
    text: str = found["text/html"]
    return text


@pytest.mark.parametrize(
    ("given", "public", "environment", "expected"),
    [
        (None, None, {}, Address(OWN, False)),
        (
            "/proxy/{port}",
            "https://ui.example/",
            {},
            Address("/proxy/9501/#session=1&token=abc", True),
        ),
        (
            None,
            "https://ui.example/cam/",
            {},
            Address("https://ui.example/cam/#session=1&token=abc", False),
        ),
        (
            None,
            None,
            {"JUPYTERHUB_SERVICE_PREFIX": "/user/ann/"},
            Address("/user/ann/proxy/9501/#session=1&token=abc", True),
        ),
    ],
)
def test_addresses(
    given: str | None, public: str | None, environment: dict[str, str], expected: Address
) -> None:
    assert address_of(OWN, given, public, environment) == expected


@pytest.mark.parametrize("wrong", ["proxy/9501", "//evil.example/", "javascript:alert(1)", "/a#b"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must be a path"):
        address_of(OWN, wrong, None, {})


CELL = """
from pgwidgets.async_ import Application
app = Application(0, None, csp={"frame-ancestors": "http://localhost:8888"}, max_sessions=None)
await app.start()
session = app.create_session()
W = session.get_widgets()
top = await W.TopLevel(title="Made in a cell")
await top.show()
session.display(height=300)
"""


@in_loop
async def test_a_cell_on_the_loop_that_runs() -> None:
    shell: Any = InteractiveShell()
    try:
        cell = shell.transform_cell(CELL)
        ran = await shell.run_cell_async(CELL, transformed_cell=cell)
        ran.raise_error()
        frame, app = ran.result, shell.user_ns["app"]
        assert isinstance(frame, Frame)
        text = html_of(frame)
        address = re.search(r'src="(http://127\.0\.0\.1:\d+/)#session=1&amp;token=', text)
        assert address is not None
        assert 'height="300"' in text
        async with httpx.AsyncClient(trust_env=False) as client:
            page = await client.get(address[1])
        ancestors = page.headers["content-security-policy"].rpartition("frame-ancestors ")[2]
        assert ancestors == "'self' http://localhost:8888"
        assert session_token(app) not in repr(frame)
        assert frame._mime_() == ("text/html", text)  # for marimo
    finally:
        await shell.user_ns["app"].close()
        shell.history_manager.end_session()


def session_token(app: Any) -> str:
    [session] = app.sessions.values()
    token: str = session.token
    return token


def test_with_threads() -> None:
    app = sync.Application(0, None, csp=LAB)
    session = app.create_session()
    with pytest.raises(RuntimeError, match="call its start"):
        session.display()
    app.start()
    try:
        assert html_of(session.display()).startswith(f'<iframe src="{app.url}#session=1')
        assert app.display().url == app.url
        assert app.display(base_url="/proxy/{port}/").url == f"/proxy/{app.http_port}/"
    finally:
        app.close()


@in_loop
async def test_what_can_not_be_shown_says_so() -> None:
    app = async_.Application(0, None)
    async with app:
        with pytest.raises(ValueError, match=r"frame-ancestors.*localhost:8888.*/proxy/"):
            app.display()
        assert app._pgwidgets.settings.compression
        assert app.display(base_url="/proxy/{port}/").height == 420
        assert not app._pgwidgets.settings.compression  # which that proxy has wrong
        for height in (0, 10_001):
            with pytest.raises(ValueError, match="pixels"):
                app.display(height=height)
        for wrong in ("300", 30.5, True):
            with pytest.raises(TypeError, match="pixels"):
                app.display(height=wrong)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="base_url"):
            app.display(base_url=3)  # type: ignore[arg-type]
    headless = async_.Application(0, http_server=False, csp=LAB)
    async with headless:
        with pytest.raises(RuntimeError, match="no page"):
            headless.display()


@in_loop
async def test_the_pieces_of_the_page_on_notebooks() -> None:
    async_piece, sync_piece, setting, proxied = PIECES.findall(PAGE.read_text(encoding="utf-8"))
    shell: Any = InteractiveShell()
    names = shell.user_ns
    try:
        ran = await shell.run_cell_async(async_piece, transformed_cell=async_piece)
        ran.raise_error()
        assert isinstance(ran.result, Frame)
        async_app = names["app"]
        (await shell.run_cell_async(proxied, transformed_cell=proxied)).raise_error()
        names.update(app=None)
        await async_app.close()
        ran = await shell.run_cell_async(sync_piece, transformed_cell=sync_piece)
        ran.raise_error()
        assert ran.result.height == 160
        eval(compile(setting, "setting", "eval"), {"Application": async_.Application})
    finally:
        if names.get("app") is not None:
            names["app"].close()
        shell.history_manager.end_session()
