"""The demo in Chromium behind a real nginx: TLS, a path of its own, clicks, a reload, a cut line.

Knows: what the demo shows, and the example's configuration of nginx. Must not know: the wire.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.demo_process import Demo
from browser.gestures import errors

_PATHS = {"passed on": ("/instruments/cam1", "/instruments/cam1"), "taken off": ("", "/lab")}


@pytest.mark.parametrize("way", _PATHS)
def test_the_demo_behind_nginx(way: str, open_page: Callable[..., Page], tmp_path: Path) -> None:
    from deploy.nginx import CERTIFICATE, Nginx

    base, path = _PATHS[way]
    demo = Demo(base_path=base, allowed_hosts=["ui.example.org"], trusted_proxies=["127.0.0.1"])
    nginx = Nginx(
        tmp_path,
        "pgwidgets.conf",
        {
            "127.0.0.1:8443": "127.0.0.1:{port}",
            "127.0.0.1:9501": f"127.0.0.1:{demo.port}",
            "127.0.0.1:9601": f"127.0.0.1:{demo.port}",
            "/etc/ssl/certs/ui.pem": str(CERTIFICATE),
            "/etc/ssl/private/ui.pem": str(CERTIFICATE),
        },
    )
    try:
        page = open_page()
        url = f"https://localhost:{nginx.port}{path}"
        page.goto(url)
        status = page.locator(".label-widget")
        expect(status).to_have_text("Click a button!")
        assert page.url.startswith(f"{url}/#")
        page.get_by_text("Hello", exact=True).click()
        expect(status).to_have_text("Hello!")
        page.reload()
        expect(status).to_have_text("Hello!")
        entry = page.locator("input.textentry-widget")
        entry.fill("over TLS")
        entry.press("Enter")
        expect(status).to_have_text("Entered: over TLS")
        assert errors(page) == []

        nginx.restart()  # all connections are cut
        entry.fill("after the cut")
        entry.press("Enter")
        expect(status).to_have_text("Entered: after the cut")
        assert demo.press_ctrl_c() == 0
    finally:
        nginx.stop()
        demo.kill()
