"""Two servers behind HAProxy: what their user sees when one is killed.

Knows: the example of several servers, and what its page shows. Must not know: how sessions move.
"""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from playwright.sync_api import Page, expect

from browser.gestures import errors
from deploy.fleet.routers import EXAMPLES
from patience import PATIENCE
from programs import Program

EXCUSED = ("WebSocket connection to", "Failed to load resource")
# Who is at the keys, and where in the text: as the page itself would say it.
CARET = "() => [document.activeElement.value, document.activeElement.selectionStart]"


class Cluster:
    """The example with two servers, as `make demo-cluster` runs it.

    Attributes:
        url: of the page.
    """

    def __init__(self) -> None:
        command = [sys.executable, str(EXAMPLES / "demo.py"), "2"]
        self._program = Program(command, name="demo")
        try:
            self.url = self._program.wait_for_line(r"^open (\S+)$")[1]
        except BaseException:
            self.end()
            raise

    def send(self, port: str, how: signal.Signals) -> None:
        """Kill, freeze or thaw a server."""
        told = self._program.wait_for_line(rf"server on {port}: process (\d+)$")
        os.kill(int(told[1]), how)

    def until_stored(self, text: bytes) -> None:
        """Wait until a text stands in what is kept."""
        url, end = self._program.wait_for_line(r"^store (\S+)$")[1], time.monotonic() + PATIENCE
        with redis.Redis.from_url(url) as store:
            while not any(
                text in field for key in store.keys("*:fields:*") for field in store.hvals(key)
            ):
                assert time.monotonic() < end, f"{text!r} is not stored"
                time.sleep(0.05)

    def end(self) -> None:
        """Press Ctrl-C."""
        assert self._program.interrupt() == 0, self._program.output


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    started = Cluster()
    yield started
    started.end()


def complaints(page: Page) -> list[str]:
    return [text for text in errors(page) if not text.startswith(EXCUSED)]


def test_a_page_goes_on_when_its_server_is_killed(
    cluster: Cluster, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto(cluster.url)
    title, take = page.get_by_text("The night, by").first, page.get_by_text("Take", exact=True)
    field = page.get_by_role("textbox").first
    field.fill("M 31")
    take.click()
    expect(page.get_by_text("1 taken")).to_be_visible()
    cluster.until_stored(b"M 31")  # a server that is killed saves nothing more
    field.fill("")
    field.press_sequentially("M 51 and")
    before, owner = page.url, (title.text_content() or "").rpartition(" ")[2]

    cluster.send(owner, signal.SIGKILL)
    page.keyboard.type(" M 101")  # as if nothing had happened
    take.dispatch_event("click")  # the focus stays where it is
    expect(title).not_to_contain_text(owner)
    # Once, and by the other one. A click that the dead server may have handled is only told of.
    taken, lost = page.get_by_text("2 taken"), page.get_by_text("Actions that may be lost: 1.")
    expect(taken.or_(lost).first).to_be_visible()
    if not taken.is_visible():
        take.dispatch_event("click")
        expect(taken).to_be_visible()
    assert page.evaluate(CARET) == ["M 51 and M 101", 14]
    assert page.url == before
    expect(page.get_by_role("status").first).to_have_text("")

    page.reload()  # what Python holds is the same
    expect(page.get_by_text("2 taken")).to_be_visible()
    expect(field).to_have_value("M 51 and M 101")
    rows = page.get_by_role("grid").first.inner_text()
    assert re.findall("M 31|M 51 and M 101", rows) == ["M 31", "M 51 and M 101"]
    assert complaints(page) == []
