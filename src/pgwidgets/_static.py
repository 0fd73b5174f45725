"""The files of the page: ours, laid over those of pgwidgets-js.

Knows: files, their types, entity tags, and the headers that keep a page safe.
Must not know: sockets, sessions, widgets.
"""

import hashlib
import html
import mimetypes
from collections.abc import Mapping
from pathlib import Path

import pgwidgets_js

from pgwidgets_proto.request import HttpRequest
from pgwidgets_transports.seam import Response

OUR_FILES = Path(__file__).with_name("web")

_TYPES = {
    # Named here, since the machine's own table may lack or bend them, and nosniff makes the
    # browser believe what it is told.
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}

_POLICY = {
    # Widgets put label text into innerHTML: markup that a user typed must not run as script.
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: https:",
    "media-src": "'self' data: blob: https:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'self'",
}


def safety_headers(extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers of every response.

    Parameters:
        extra: sources to add to the Content-Security-Policy, by directive:
            ``{"frame-src": "https://maps.example.org"}``.

    Raises:
        TypeError: no mapping of texts to texts.
        ValueError: a directive that we do not use, or a source that would end it.
    """
    if not isinstance(extra, Mapping):
        raise TypeError(f"csp is {extra!r}; it must be a mapping of directives to sources")
    policy = dict(_POLICY)
    for directive, sources in extra.items():
        if directive not in policy:
            raise ValueError(
                f"csp names the directive {directive!r}; it must be one of {', '.join(policy)}"
            )
        if not isinstance(sources, str):
            raise TypeError(f"csp[{directive!r}] is {sources!r}; sources are one text")
        if not (sources.isascii() and sources.isprintable()) or any(
            mark in sources for mark in ";,"
        ):
            raise ValueError(
                f"csp[{directive!r}] is {sources!r}; sources are ASCII, and parted by spaces"
            )
        kept = "" if policy[directive] == "'none'" else policy[directive] + " "
        policy[directive] = kept + sources
    return (
        ("content-security-policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    )


class StaticFiles:
    """Answers requests for files.

    Parameters:
        title: the page's title.
        roots: folders, the first that has a file wins.
    """

    def __init__(self, title: str, roots: tuple[Path, ...] | None = None) -> None:
        self._title = title
        self._roots = roots or (OUR_FILES, Path(pgwidgets_js.get_static_path()))
        self._cache: dict[Path, tuple[tuple[int, int], str, bytes]] = {}

    def respond(self, request: HttpRequest, path: str) -> Response:
        """Answer a request.

        Parameters:
            request: any request that is no WebSocket.
            path: its path without the prefix that the application is mounted at.

        Returns:
            200, 304 (RFC 9110 section 13.1.2), 404, or 405 for other methods than GET and HEAD.
        """
        if request.method not in ("GET", "HEAD"):
            return plain(405, "Only GET and HEAD are answered here.", ("allow", "GET, HEAD"))
        file = self.find(path)
        if file is None:
            return plain(404, "There is no such page here.")
        etag, body = self._read(file)
        headers = (
            ("content-type", content_type(file)),
            ("etag", etag),
            # A reload asks again, and gets 304: the page is never older than the server.
            ("cache-control", "no-cache"),
        )
        known = _etags(request.header_values("if-none-match"))
        if etag in known or "*" in known:
            return Response(304, headers[1:])
        return Response(200, headers, body)

    def find(self, path: str) -> Path | None:
        """The file of a path; None if there is none, or it would lie outside the roots."""
        parts = [part for part in path.split("/") if part]
        if any(part in (".", "..") or part.startswith(".") or "\\" in part for part in parts):
            return None
        if parts and path.endswith("/"):
            return None
        if not parts or "/".join(parts).lower() == "remote.html":
            # The stock remote.html takes any server from ?ws=, so it is not served here, however
            # its name is written: not every file system tells capitals from small letters.
            parts = ["index.html"]
        for root in self._roots:
            file = root.joinpath(*parts)
            try:
                if file.is_file() and file.resolve().is_relative_to(root.resolve()):
                    return file
            except (OSError, ValueError):  # a name too long for the file system, or with a NUL
                return None
        return None

    def _read(self, file: Path) -> tuple[str, bytes]:
        stat = file.stat()
        version = (stat.st_mtime_ns, stat.st_size)
        cached = self._cache.get(file)
        if cached is None or cached[0] != version:
            body = file.read_bytes()
            if file.name == "index.html":
                title = html.escape(self._title)
                body = body.replace(b"<title>pgwidgets</title>", f"<title>{title}</title>".encode())
            etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
            cached = self._cache[file] = (version, etag, body)
        return cached[1], cached[2]


def content_type(file: Path) -> str:
    """The media type of a file, by its name's ending."""
    known = _TYPES.get(file.suffix.lower())
    return known or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def plain(status: int, text: str, *headers: tuple[str, str]) -> Response:
    """A short answer in plain text."""
    return Response(
        status, (("content-type", "text/plain; charset=utf-8"), *headers), f"{text}\n".encode()
    )


def _etags(values: list[str]) -> set[str]:
    # The weak comparison of RFC 9110 section 8.8.3.2; "*" is any version of what is there.
    return {tag.strip().removeprefix("W/") for value in values for tag in value.split(",")}
