"""Parts of files over HTTP: a player of media asks for them, to go to a place in a video."""

from typing import Any

import pytest

from pgwidgets._page import Asset, Page
from pgwidgets._static import StaticFiles
from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Response

BODY = bytes(range(100))


def request(**headers: str) -> HttpRequest:
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpRequest(
        method="GET", target="/x", path="/x", query="", headers=fields, peer=None, **_MORE
    )


_MORE: dict[str, Any] = {
    name: value
    for name, value in (("host", "localhost"), ("scheme", "http"), ("http_version", "1.1"))
    if name in HttpRequest.__struct_fields__
}


@pytest.fixture
def files() -> StaticFiles:
    page = Page("title")
    page.assets["x"] = Asset("video.webm", BODY)
    return StaticFiles(page)


def header(response: Response, name: str) -> str | None:
    return dict(response.headers).get(name)


@pytest.mark.parametrize(
    ("wanted", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=90-", 90, 100),
        ("bytes=90-1000", 90, 100),
        ("bytes=-5", 95, 100),
        ("bytes=-500", 0, 100),
        ("bytes = 1 - 2", 1, 3),
    ],
)
def test_a_part(files: StaticFiles, wanted: str, start: int, stop: int) -> None:
    response = files.respond(request(range=wanted, accept_encoding="gzip"), "/x")
    assert (response.status, response.body) == (206, BODY[start:stop])
    assert header(response, "content-range") == f"bytes {start}-{stop - 1}/100"
    assert header(response, "content-type") == "video/webm"
    assert header(response, "content-encoding") is None


@pytest.mark.parametrize("wanted", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_part_that_is_not_there(files: StaticFiles, wanted: str) -> None:
    response = files.respond(request(range=wanted), "/x")
    assert (response.status, response.body) == (416, b"")
    assert header(response, "content-range") == "bytes */100"


@pytest.mark.parametrize(
    "wanted",
    ["bytes=5-4", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=x-", "bytes=" + "9" * 30],
)
def test_what_is_no_range_of_ours_brings_all(files: StaticFiles, wanted: str) -> None:
    response = files.respond(request(range=wanted), "/x")
    assert (response.status, response.body) == (200, BODY)
    assert header(response, "accept-ranges") == "bytes"


def test_a_part_of_what_is_there_now(files: StaticFiles) -> None:
    tag = header(files.respond(request(), "/x"), "etag")
    assert tag is not None
    same = files.respond(request(range="bytes=0-1", if_range=tag), "/x")
    assert (same.status, same.body) == (206, BODY[:2])
    for other in ('"another"', f"W/{tag}", "Sun, 06 Nov 1994 08:49:37 GMT"):
        assert files.respond(request(range="bytes=0-1", if_range=other), "/x").body == BODY


def test_what_must_be_there(files: StaticFiles) -> None:
    tag = header(files.respond(request(), "/x"), "etag")
    for good in (tag, "*", f'"other", {tag}'):
        assert files.respond(request(if_match=str(good)), "/x").status == 200
    for bad in ('"other"', f"W/{tag}"):
        assert files.respond(request(if_match=bad), "/x").status == 412
