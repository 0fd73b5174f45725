"""HTTP as a client sees it that is not ours: types, tags, methods, and what is not served."""

import asyncio
import base64
import contextlib
import gzip
import hashlib
import re
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pgwidgets_js
import pytest

from async_api.peer import complaints_of_asyncio, in_loop, serving, soon
from pgwidgets._page import Asset, Page
from pgwidgets._policy import safety_headers
from pgwidgets._static import OUR_FILES, StaticFiles
from pgwidgets._styles import read_sheet
from pgwidgets_proto import HttpRequest

PLAIN = {"accept-encoding": "identity"}
STOCK = Path(pgwidgets_js.get_static_path())


@contextlib.asynccontextmanager
async def visiting(**settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        serving(**settings) as app,
        httpx.AsyncClient(base_url=app.url or "", headers=PLAIN, trust_env=False) as client,
    ):
        yield client


async def raw(url: httpx.URL, *requests: bytes) -> bytes:
    """What the server says to bytes that no HTTP client would send."""
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(b"".join(requests))
    writer.write_eof()
    answer = await soon(reader.read())
    writer.close()
    await writer.wait_closed()
    return answer


def request_for(path: str) -> HttpRequest:
    return HttpRequest(
        method="GET",
        target=path,
        path=path,
        query="",
        headers=(),
        host="localhost",
        scheme="http",
        peer=None,
    )


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/pgwidgets/page.js", "text/javascript; charset=utf-8"),
        ("/Widgets.js", "text/javascript; charset=utf-8"),
        ("/Widgets.css", "text/css; charset=utf-8"),
        ("/pgwidgets/page.css", "text/css; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
    ],
)
@in_loop
async def test_types(path: str, media_type: str) -> None:
    async with visiting() as client:
        answer = await client.get(path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == media_type
        assert int(answer.headers["content-length"]) == len(answer.content) > 0


@in_loop
async def test_a_file_that_is_known_is_not_sent_again() -> None:
    async with visiting() as client:
        first = await client.get("/Widgets.js")
        tag = first.headers["etag"]
        for known in (
            tag,
            f"W/{tag}",
            f'"other", {tag}',
            f'"other" ,W/{tag} , "third"',
            "*",
            f'"a,b", {tag}',
        ):
            again = await client.get("/Widgets.js", headers={"if-none-match": known})
            assert (again.status_code, again.content) == (304, b""), known
            assert again.headers["etag"] == tag
            assert "content-length" not in again.headers
        two_lines = await client.get(
            "/Widgets.js", headers=[("if-none-match", '"x"'), ("if-none-match", tag)]
        )
        assert two_lines.status_code == 304
        for unknown in ('"other"', tag.strip('"'), '""', tag[:-2] + '"', ""):
            again = await client.get("/Widgets.js", headers={"if-none-match": unknown})
            assert (again.status_code, again.content) == (200, first.content), unknown


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, GZIP ; q=0.5", True),
        ("x-gzip", True),
        ("*", True),
        ("identity;q=0, *;q=0.001", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("br", False),
        ("", False),
        ("gzip;q=2, gzip;q=x", False),
        ("gzipped", False),
    ],
)
@in_loop
async def test_gzip_for_those_who_take_it(accepted: str, is_packed: bool) -> None:
    async with visiting() as client:
        plain = await client.get("/Widgets.js")
        answer = await client.get("/Widgets.js", headers={"accept-encoding": accepted})
        assert answer.content == plain.content  # httpx unpacks it
        assert ("content-encoding" in answer.headers) is is_packed
        assert (int(answer.headers["content-length"]) < len(plain.content) / 2) is is_packed
        assert (answer.headers["etag"] != plain.headers["etag"]) is is_packed
        assert {answer.headers["vary"], plain.headers["vary"]} == {"accept-encoding"}


@in_loop
async def test_a_packed_file_has_a_tag_of_its_own() -> None:
    packed = {"accept-encoding": "gzip"}
    async with visiting() as client:
        plain, other = await client.get("/"), await client.get("/", headers=packed)
        for headers, tag in ((PLAIN, plain.headers["etag"]), (packed, other.headers["etag"])):
            again = await client.get("/", headers={**headers, "if-none-match": tag})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert again.headers["vary"] == "accept-encoding"
            assert "content-encoding" not in again.headers
        wrong = await client.get("/", headers={**packed, "if-none-match": plain.headers["etag"]})
        assert wrong.status_code == 200
        head = await client.head("/", headers=packed)
        assert lasting(head) == lasting(other)


def test_what_gzip_does_not_make_smaller_goes_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(bytes(5000))
    (tmp_path / "b.js").write_text("short")
    files = StaticFiles(Page("title"), (tmp_path,))
    for path in ("/a.png", "/b.js"):
        asked = msgspec.structs.replace(request_for(path), headers=(("accept-encoding", "gzip"),))
        assert "content-encoding" not in dict(files.respond(asked, path).headers)


def test_the_page_of_an_installed_package_looks_at_few_files_for_each_visitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, library, bundle = tmp_path / "ours", tmp_path / "library", tmp_path / "bundle"
    for folder in (ours, library, bundle):
        folder.mkdir()
    (ours / "index.html").write_bytes((OUR_FILES / "index.html").read_bytes())
    (library / "Widgets.js").write_text("1;")
    (bundle / "made-for").write_text(version("pgwidgets-js"))
    files = StaticFiles(Page("title"), (ours, library), bundle)
    looks: list[Path] = []
    rglob = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda at, what: looks.append(at) or rglob(at, what))
    first, again = (files.respond(request_for("/"), "/").body for _ in range(2))
    assert (first, len(looks)) == (again, 3)
    (library / "Widgets.js").write_text("1; 2;")  # the package was exchanged
    assert files.respond(request_for("/"), "/").body != first


def test_a_file_that_has_changed_is_packed_anew(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((OUR_FILES / "index.html").read_bytes())
    script = tmp_path / "a.js"
    files = StaticFiles(Page("title"), (tmp_path,))
    asked = msgspec.structs.replace(request_for("/a.js"), headers=(("accept-encoding", "gzip"),))
    tags = set()
    for text in ("one " * 1000, "three " * 1000):
        script.write_text(text)
        answer = files.respond(asked, "/a.js")
        assert gzip.decompress(answer.body).decode() == text
        tags.add(dict(answer.headers)["etag"])
    assert len(tags) == 2


def lasting(response: httpx.Response) -> dict[str, str]:
    """The headers of an answer but for the time of day."""
    return {name: value for name, value in response.headers.items() if name != "date"}


@in_loop
async def test_head_is_get_without_the_body() -> None:
    async with visiting() as client:
        for path in ("/", "/Widgets.css", "/none"):
            get, head = await client.get(path), await client.head(path)
            assert head.content == b""
            assert head.status_code == get.status_code
            assert lasting(head) == lasting(get)
        tag = (await client.get("/")).headers["etag"]
        head = await client.head("/", headers={"if-none-match": tag})
        assert (head.status_code, head.content) == (304, b"")


@in_loop
async def test_one_connection_takes_many_requests() -> None:
    async with serving() as app:
        url = httpx.URL(app.url or "")
        lines = b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
        get = b"GET /favicon.svg" + lines
        head = b"HEAD /favicon.svg" + lines
        answer = await raw(url, get * 20, head, b"GET /none" + lines)
        heads = re.findall(rb"HTTP/1\.1 (\d+)", answer)
        assert heads == [b"200"] * 21 + [b"404"]
        assert answer.count(b"</svg>") == 20
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1)
        async with httpx.AsyncClient(limits=limits, base_url=url, trust_env=False) as client:
            streams = set()
            for path in ["/", "/none", "/Widgets.css", "/"] * 5:
                async with client.stream("GET", path) as got:
                    await got.aread()
                    stream = got.extensions["network_stream"]
                    streams.add(stream.get_extra_info("client_addr"))
            assert len(streams) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
@in_loop
async def test_other_methods_are_refused(method: str) -> None:
    async with visiting() as client:
        answer = await client.send(httpx.Request(method, client.base_url))
        if method == "get":  # httpx writes all methods in capitals
            text = await raw(client.base_url, b"get / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert text.startswith(b"HTTP/1.1 405 ")
            return
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
        assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "target",
    [
        "/../pyproject.toml",
        "/%2e%2e/_static.py",
        "/..%2f_static.py",
        "/%2E%2E%2F_static.py",
        "/pgwidgets/../../_static.py",
        "/pgwidgets/%2e%2e/index.html",
        "/..\\_static.py",
        "/%5c..%5c_static.py",
        "/pgwidgets%5cpage.js",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/%2Fetc/passwd",
        "/etc/passwd",
        "/C:/Windows/win.ini",
        "/.git/config",
        "/.env",
        "/pgwidgets/.hidden",
        "/pgwidgets",
        "/pgwidgets/",
        "/icons",
        "/icons/",
        "/index.html/",
        "/Widgets.js/",
        "/Widgets.js/x",
        "/" + "x" * 5000,
        "/%ED%95%9C",
    ],
)
@in_loop
async def test_nothing_outside_of_the_roots(target: str) -> None:
    async with visiting() as client:
        answer = await raw(
            client.base_url, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        assert answer.startswith(b"HTTP/1.1 404 "), answer[:200]


@pytest.mark.parametrize(
    "target", ["/%00", "/index.html%00.js", "/%0d%0aset-cookie:x", "/%", "/%zz", "/%ff", "x", "/#a"]
)
@in_loop
async def test_targets_that_are_no_paths(target: str) -> None:
    async with visiting() as client:
        answer = await raw(
            client.base_url, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
        assert b"set-cookie" not in answer.lower()


@pytest.mark.parametrize(
    "target",
    [
        "/remote.html",
        "//remote.html",
        "/remote.html?ws=ws://evil.example/",
        "/%72emote.html",
        "///remote.html",
        "/remote.html/",
        "/./remote.html",
        "/REMOTE.HTML",
    ],
)
@in_loop
async def test_the_stock_page_is_not_served(target: str) -> None:
    stock = (STOCK / "remote.html").read_bytes()
    async with visiting() as client:
        answer = await raw(
            client.base_url, f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        )
        body = answer.partition(b"\r\n\r\n")[2]
        ours = (await client.get("/")).content
        assert body != stock
        assert b"?ws=" not in body
        assert answer.startswith(b"HTTP/1.1 404 ") or body == ours


def test_files_that_are_there_are_not_all_served(tmp_path: Path) -> None:
    for name in (".env", ".git/config", "sub/.hidden", "sub/.x/a.js", "..data", "sub/a\\b.js"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("secret")
    (tmp_path / "sub" / "plain.js").write_text("plain")
    files = StaticFiles(Page("title"), (tmp_path,))
    for path in (
        "/.env",
        "//.env",
        "/.git/config",
        "/sub/.hidden",
        "/sub/.x/a.js",
        "/..data",
        "/sub/a\\b.js",
        "/sub/./plain.js",
        "/sub/../sub/plain.js",
        "/sub/plain.js/",
    ):
        assert files.respond(request_for(path), path).status == 404, path
    assert files.respond(request_for("/"), "/sub/plain.js").body == b"plain"


@pytest.mark.parametrize("name", ["remote.html", "REMOTE.HTML", "Remote.Html"])
def test_the_stock_page_is_not_served_however_its_file_is_named(tmp_path: Path, name: str) -> None:
    """As on a file system that does not tell capitals from small letters."""
    (tmp_path / name).write_text("stock")
    (tmp_path / "index.html").write_text("ours")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / name).write_text("another")
    files = StaticFiles(Page("title"), (tmp_path,))
    assert files.find(f"/{name}") == files.find(f"//{name}") == tmp_path / "index.html"
    assert files.find(f"/sub/{name}") == tmp_path / "sub" / name


def test_a_link_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "sub").mkdir(parents=True)
    (root / "in.txt").write_text("in")
    (tmp_path / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "up").symlink_to(tmp_path, target_is_directory=True)
    (root / "loop").symlink_to(root / "loop")
    (root / "inside.txt").symlink_to(root / "in.txt")
    files = StaticFiles(Page("title"), (root,))
    for path in (
        "/out.txt",
        "/up/secret.txt",
        "/loop",
        "/loop/x",
        "/sub",
        "/sub/",
        "/\0",
        "/in.txt\0",
    ):
        assert files.respond(request_for(path), path).status == 404, path
    for path in ("/in.txt", "/inside.txt"):
        assert files.respond(request_for(path), path).body == b"in"


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("1")
    files = StaticFiles(Page("title"), (tmp_path,))
    first = files.respond(request_for("/a.js"), "/a.js")
    file.write_text("22")
    second = files.respond(request_for("/a.js"), "/a.js")
    assert (first.body, second.body) == (b"1", b"22")
    assert dict(first.headers)["etag"] != dict(second.headers)["etag"]


@in_loop
async def test_every_answer_has_the_safety_headers() -> None:
    async with visiting() as client:
        url = client.base_url
        tag = (await client.get("/")).headers["etag"]
        answers = [
            await raw(url, text.encode())
            for text in (
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                f"GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n\r\n",
                "GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                "GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\x16\x03\x01 garbage\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y" * 100_000 + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                "Connection: upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n\r\n",
            )
        ]
        statuses = [int(answer[9:12]) for answer in answers]
        assert statuses == [200, 200, 304, 404, 405, 413, 400, 403, 400, 400, 431, 400, 400]
        policy = dict(safety_headers({}))["content-security-policy"].encode()
        for answer in answers:
            head = answer.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")
            [named] = [line for line in head if line.startswith(b"content-security-policy: ")]
            assert re.sub(rb"(script-src 'self') 'sha256-[\w+/=]+'", rb"\1", named).endswith(policy)
            assert b"x-content-type-options: nosniff" in head
            assert b"referrer-policy: no-referrer" in head
            assert not any(line.startswith(b"server:") for line in head)


def test_the_policy_lets_no_foreign_script_run() -> None:
    policy = dict(safety_headers({}))["content-security-policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == directives["script-src"] == "'self'"
    assert directives["connect-src"] == directives["form-action"] == "'self'"
    assert directives["frame-ancestors"] == "'self'"  # no foreign page may show ours in a frame
    assert directives["object-src"] == directives["base-uri"] == directives["frame-src"] == "'none'"
    assert "unsafe-eval" not in policy


@in_loop
async def test_the_policy_of_the_page_lets_its_own_early_script_run_and_no_other() -> None:
    async with visiting() as client:
        answers = [await client.get("/")]
        known = {"if-none-match": answers[0].headers["etag"]}
        answers.append(await client.get("/", headers=known))  # what a browser takes the place by
        [script] = re.findall("<script>(.*?)</script>", answers[0].text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for answer, status in zip(answers, (200, 304), strict=True):
            policy = answer.headers["content-security-policy"]
            assert (answer.status_code, f"script-src 'self' 'sha256-{digest}';" in policy) == (
                status,
                True,
            )
    async with visiting(csp={"script-src": "'unsafe-inline'"}) as client:
        # A browser that finds a hash lets no script run for being in the page.
        policy = (await client.get("/")).headers["content-security-policy"]
        assert "script-src 'self' 'unsafe-inline';" in policy


def test_what_the_package_has_in_brotli_goes_so_to_those_who_take_it(tmp_path: Path) -> None:
    ours, bundle = tmp_path / "ours", tmp_path / "bundle"
    for folder in (ours, bundle / "pgwidgets"):
        folder.mkdir(parents=True)
    (bundle / "made-for").write_text(version("pgwidgets-js"))
    text = "one " * 1000
    (bundle / "pgwidgets" / "bundle.js").write_text(text)
    (bundle / "pgwidgets" / "bundle.js.br").write_bytes(b"as Node has packed it")
    (ours / "a.js").write_text(text)
    (ours / "a.js.br").write_bytes(b"somebody else's")
    files = StaticFiles(Page("title"), (ours,), bundle)
    tags = set()
    for takes, path, coding in (
        ("gzip, br", "/pgwidgets/bundle.js", "br"),
        ("*", "/pgwidgets/bundle.js", "br"),
        ("gzip, br;q=0", "/pgwidgets/bundle.js", "gzip"),
        ("identity", "/pgwidgets/bundle.js", None),
        ("br", "/a.js", None),
        ("br, gzip", "/a.js", "gzip"),
    ):
        asked = msgspec.structs.replace(request_for(path), headers=(("accept-encoding", takes),))
        answer = files.respond(asked, path)
        headers = dict(answer.headers)
        tags.add((headers["etag"], coding))
        assert headers.get("content-encoding") == coding, takes
        assert headers["vary"] == "accept-encoding"
        if coding == "br":
            assert answer.body == b"as Node has packed it"
        else:
            body = gzip.decompress(answer.body) if coding else answer.body
            assert body.decode() == text
    assert len({etag for etag, _ in tags}) == 3  # both files have the same content


def test_files_of_the_application_are_packed_for_those_who_take_brotli_too() -> None:
    page = Page("title")
    path = page.add("file", Asset("a.js", b"one " * 1000))
    headers = (("accept-encoding", "gzip, deflate, br, zstd"),)
    asked = msgspec.structs.replace(request_for(f"/{path}"), headers=headers)
    answer = StaticFiles(page, (OUR_FILES,)).respond(asked, f"/{path}")
    assert (answer.status, dict(answer.headers)["content-encoding"]) == (200, "gzip")
    assert gzip.decompress(answer.body) == b"one " * 1000


@in_loop
async def test_sources_are_added_to_the_policy() -> None:
    csp = {
        "frame-src": "https://maps.example.org",
        "connect-src": "wss://a.example wss://b.example",
    }
    async with visiting(csp=csp) as client:
        policy = (await client.get("/none")).headers["content-security-policy"]
        assert "frame-src https://maps.example.org;" in policy
        assert "connect-src 'self' wss://a.example wss://b.example;" in policy
        assert "object-src 'none';" in policy


@in_loop
async def test_the_title_is_escaped() -> None:
    async with visiting(title="</title><script>alert(1)</script> & \\1 é") as client:
        text = (await client.get("/")).text
        assert (
            "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\1 é</title>" in text
        )
        assert "<script>alert" not in text


@in_loop
async def test_a_page_load_in_parallel() -> None:
    paths = ["/"]
    for root in (STOCK, Path(pgwidgets_js.__file__).parents[0] / "static"):
        paths += [f"/{file.relative_to(root).as_posix()}" for file in root.rglob("*.*")]
    paths = sorted({path for path in paths if path != "/remote.html" and "/." not in path})
    assert len(paths) > 20
    async with visiting() as client:
        answers = await soon(asyncio.gather(*(client.get(path) for path in paths)))
        for path, answer in zip(paths, answers, strict=True):
            if (STOCK / path[1:]).is_file():
                file = STOCK / path[1:]
                content = read_sheet(file) if file.suffix == ".css" else file.read_bytes()
                assert answer.content == content, path
            assert answer.status_code == 200, path


@in_loop
async def test_a_peer_that_leaves_in_the_middle_harms_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with visiting() as client:
        host, port = client.base_url.host, client.base_url.port
        for text in (b"", b"GET /Wid", b"GET /Widgets.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 30):
            _, writer = await asyncio.open_connection(host, port)
            writer.write(text)
            writer.transport.abort()
        assert (await client.get("/")).status_code == 200
    assert complaints_of_asyncio(caplog.records) == []


@in_loop
async def test_a_peer_that_does_not_read_gets_no_more_than_the_buffers_hold() -> None:
    async with visiting() as client:
        reader, writer = await asyncio.open_connection(
            client.base_url.host, client.base_url.port, limit=1
        )
        get = b"GET /Widgets.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
        writer.write(get * 200)
        one = (await client.get("/Widgets.js")).content  # others are served meanwhile
        writer.write_eof()
        answer = await soon(reader.read())
        assert answer.count(b"HTTP/1.1 200 OK\r\n") == 200
        assert answer.endswith(one)
        writer.close()
        await writer.wait_closed()


@in_loop
async def test_what_the_page_is_made_of_is_asked_for_once() -> None:
    """Its files stand under a version that changes with any of them, so a reload needs none."""
    async with visiting() as client:
        page = (await client.get("/")).text
        [folder] = set(re.findall(r'(?:href|src)="(_pgwidgets/static/[0-9a-f]+/)', page))
        for name in ("Widgets.js", "Widgets.css", "modules/Label.js", "pgwidgets/page.js"):
            answer = await client.get(f"/{folder}{name}")
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            assert answer.content == (await client.get(f"/{name}")).content
        another = await client.get("/_pgwidgets/static/0123456789abcdef/Widgets.js")
        assert another.headers["cache-control"] == "no-cache"
        assert (await client.get(f"/{folder}")).status_code == 404
        assert (await client.get(f"/{folder}none.js")).status_code == 404
        assert (await client.get("/")).headers["cache-control"] == "no-cache"


def test_the_page_names_every_script_that_will_be_imported() -> None:
    """One that it does not name is asked for when another one that imports it has come."""
    files = StaticFiles(Page("title"), (OUR_FILES,))
    named = re.findall(
        rb'<link rel="modulepreload" href="([^"]+)">', files.respond(request_for("/"), "/").body
    )
    scripts = {file.relative_to(OUR_FILES).as_posix() for file in OUR_FILES.rglob("*.js")}
    assert {"pgwidgets/page.js", "pgwidgets/line/outbox.js"} <= scripts
    scripts.remove("pgwidgets/early.js")  # nothing imports it: the page has it run at once
    assert scripts <= {path.decode().partition("/static/")[2].partition("/")[2] for path in named}


def test_a_file_that_changes_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((OUR_FILES / "index.html").read_bytes())
    (tmp_path / "Widgets.js").write_text("1")
    files = StaticFiles(Page("title"), (tmp_path,))
    first = files.respond(request_for("/"), "/").body
    assert files.respond(request_for("/"), "/").body == first
    (tmp_path / "Widgets.js").write_text("22")
    assert files.respond(request_for("/"), "/").body != first


def test_a_sheet_comes_with_what_it_imports_as_that_is_now(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes((OUR_FILES / "index.html").read_bytes())
    (tmp_path / "all.css").write_text('@import "part.css";')
    (tmp_path / "part.css").write_text("a {}")
    files = StaticFiles(Page("title"), (tmp_path,))
    for text in ("a {}", "a { color: red }"):
        (tmp_path / "part.css").write_text(text)
        files.respond(request_for("/"), "/")
        assert files.respond(request_for("/all.css"), "/all.css").body == text.encode()
