"""The files of the page: the application's own, ours, and those of pgwidgets-js below them.

Knows: files, their types, entity tags.
Must not know: sockets, sessions, widgets, or what keeps a page safe (_policy.py).
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote

from pgwidgets_proto import HttpRequest
from pgwidgets_transports.seam import Response

from ._packing import Packer, codings, is_packable, tag_of_packed
from ._page import OWN, Page
from ._policy import CSP, with_script
from ._ranges import part_of
from ._styles import read_sheet

OUR_FILES = Path(__file__).with_name("web")
BUNDLE = Path(__file__).with_name("web_bundle")
"""Files of the page as few and small ones, in an installed package (scripts/make_bundle.py)."""
_PACKED = ".br"
"""What a file's name ends with that is one of the bundle's in Brotli."""
_EARLY = "early.js"
"""The one script of the page that is no module."""
_VERSIONED = f"{OWN}static/"
"""Files of the page under the version that they all had when the page was loaded."""

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
    ".ico": "image/x-icon",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


class StaticFiles:
    """Answers requests for files.

    Parameters:
        page: what the application adds.
        roots: folders, the first that has a file wins.
        bundle: one before them, with all scripts as one, that of an installed package if none is
            given; it is left out where it was made for another version of pgwidgets-js, or was not
            made at all.
        policy: the Content-Security-Policy of all answers; that of the page lets its early script
            run besides.
        wanted: paths of further scripts that the page will need, beside those that all pages do.
    """

    def __init__(
        self,
        page: Page,
        roots: tuple[Path, ...] | None = None,
        bundle: Path | None = None,
        policy: str = "",
        wanted: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        if roots is None:
            import pgwidgets_js  # late: it imports much, which importing us need not wait for

            roots = (OUR_FILES, Path(pgwidgets_js.get_static_path()))
        self._page = page
        self._policy = policy
        self._wanted = wanted
        bundle = bundle or BUNDLE
        self._bundle = bundle if _is_made_for_what_is_installed(bundle) else None
        self._template = roots[0] / "index.html"
        self._roots = roots if self._bundle is None else (bundle, *roots)
        # An installed package is exchanged as a whole: one file of each part tells of it. In a
        # checkout any file may be another at the next load.
        witnesses = (self._template, bundle / "made-for", roots[-1] / "Widgets.js")
        self._witnesses = () if self._bundle is None else witnesses
        self._seen: list[tuple[int, int]] = []
        self._cache: dict[Path, tuple[tuple[int, int], str, bytes]] = {}
        self._version = ""
        self._packer = Packer()

    @property
    def are_at_hand(self) -> bool:
        """Whether an answer is had in memory, but for a few looks at when files were changed.

        So it is of an installed package, once the page was asked for.
        """
        return self._bundle is not None and bool(self._version)

    def respond(self, request: HttpRequest, path: str) -> Response:
        """Answer a request.

        Parameters:
            request: any request that is no WebSocket.
            path: its path without the prefix that the application is mounted at.

        Returns:
            200, 206 for a part of it (RFC 9110 section 14), 304 and 412 (section 13), 404, 416, 307
            for the prefix itself without the slash that makes it a folder, or 405 for other methods
            than GET and HEAD.
        """
        if request.method not in ("GET", "HEAD"):
            return plain(405, "Only GET and HEAD are answered here.", ("allow", "GET, HEAD"))
        if not path:
            return to_folder(request)
        asset = self._page.assets.get(path.lstrip("/"))
        is_lasting, inner = self._without_version(path)
        file: Path | None = None
        own: tuple[tuple[str, str], ...] = ()
        if asset is not None:
            own = () if asset.policy is None else ((CSP, asset.policy),)
            body, kind, etag = asset.body, content_type(Path(asset.name)), _etag_of(asset.body)
            is_lasting = True  # its content names it
        elif (file := self.find(inner)) is not None:
            etag, body = self._read(file)
            kind = content_type(file)
            if file.name == "index.html" and self._policy:
                own = ((CSP, with_script(self._policy, self._early())),)
        else:
            return plain(404, "There is no such page here.")
        # What may change is asked for again at each load, and answered with 304: the page is never
        # older than the server. It names the version of all else, which need not be asked for.
        caching = "public, max-age=31536000, immutable" if is_lasting else "no-cache"
        # A part is one of what stands in the file, so a part of it is never packed.
        is_part = request.method == "GET" and bool(request.header_values("range"))
        coding, packed = None, None
        if not is_part and is_packable(kind, body):
            taken = codings(request.header_values("accept-encoding"))
            packed = self._in_brotli(file) if "br" in taken else None
            coding = "br" if packed is not None else "gzip" if "gzip" in taken else None
        if coding is not None:
            etag = tag_of_packed(etag, coding)
        headers: tuple[tuple[str, str], ...] = (
            ("etag", etag),
            ("cache-control", caching),
            ("vary", "accept-encoding"),
            *own,
        )
        wanted = request.header_values("if-match")
        if wanted and not _etags(wanted, is_strong=True) & {etag, "*"}:
            return plain(412, "The file is another by now.")
        known = _etags(request.header_values("if-none-match"))
        if etag in known or "*" in known:
            return Response(304, headers)
        headers = (("content-type", kind), ("accept-ranges", "bytes"), *headers)
        if is_part and _is_still(request.header_values("if-range"), etag):
            return part_of(body, request.header_values("range"), headers)
        if coding is not None:
            headers = (*headers, ("content-encoding", coding))
            body = packed if packed is not None else self._packer.pack(etag, body)
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

    def export(self, folder: Path) -> None:
        """Copy everything that the page needs into a folder, for another HTTP server.

        Parameters:
            folder: where to; it is there already.
        """
        import shutil  # late: few need it, and importing us is to be quick

        for root in reversed(self._roots):
            shutil.copytree(root, folder, dirs_exist_ok=True)
        (folder / "remote.html").write_bytes(self._index())
        (folder / "index.html").write_bytes(self._index())
        sheets = {sheet: read_sheet(sheet) for sheet in folder.rglob("*.css")}
        for sheet, text in sheets.items():  # when all are read, since one may import another
            sheet.write_bytes(text)
        for path, asset in self._page.assets.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(asset.body)

    def _read(self, file: Path) -> tuple[str, bytes]:
        if file.name == "index.html":
            self._look_for_changes()
            body = self._index(f"{_VERSIONED}{self._version}/", self._early())
            return _etag_of(body), body
        version = _stamp(file)
        cached = self._cache.get(file)
        if cached is None or cached[0] != version:
            is_sheet = file.suffix == ".css" and not self._is_made(file)
            body = read_sheet(file, self._roots) if is_sheet else file.read_bytes()
            cached = self._cache[file] = (version, _etag_of(body), body)
        return cached[1], cached[2]

    def _is_made(self, file: Path) -> bool:
        """Whether a file is one of the bundle's, which are as browsers want them."""
        return self._bundle is not None and file.is_relative_to(self._bundle)

    def _in_brotli(self, file: Path | None) -> bytes | None:
        """A file in Brotli; None if nobody has packed it."""
        if file is None or not self._is_made(file):
            return None
        packed = file.with_name(file.name + _PACKED)
        return self._read(packed)[1] if packed.is_file() else None

    def _early(self) -> str:
        """The script that runs first, as it may stand in the page."""
        file = self.find(f"/pgwidgets/{_EARLY}")
        text = "" if file is None else self._read(file)[1].decode().strip()
        return "" if "</" in text else text

    def _without_version(self, path: str) -> tuple[bool, str]:
        """Whether a path names the version of now, so that it may be kept; and the file's path."""
        if not path.startswith(f"/{_VERSIONED}"):
            return False, path
        version, _, inner = path.removeprefix(f"/{_VERSIONED}").partition("/")
        return version == self._version, f"/{inner}" if inner else path

    def _look_for_changes(self) -> None:
        seen = [_stamp(file) for file in self._witnesses if file.is_file()]
        if self._version and seen and seen == self._seen:
            return
        before, self._version, self._seen = self._version, self._version_of_all(), seen
        if self._version != before:
            self._cache.clear()  # of sheets that import what has changed, too
            self._packer.forget()

    def _version_of_all(self) -> str:
        files = [file for root in self._roots for file in sorted(root.rglob("*")) if file.is_file()]
        stamps = [(file, *_stamp(file)) for file in files]
        return hashlib.sha256(repr(stamps).encode()).hexdigest()[:16]

    def _index(self, base: str = "", early: str = "") -> bytes:
        template = self._template.read_text("utf-8")
        module = "pgwidgets/page.js" if self._bundle is None else "pgwidgets/bundle.js"
        imports = [module, *self._wanted()] if base else [module]
        if self._bundle is None:
            imports = ["Widgets.js", *self._files("modules"), *self._files("pgwidgets")]
        return self._page.assemble(template, module, imports, base, early).encode()

    def _files(self, folder: str) -> list[str]:
        """The paths of all modules in one folder of the roots, and below it."""
        return sorted(
            file.relative_to(root).as_posix()
            for root in self._roots
            for file in (root / folder).rglob("*.js")
            if file.name != _EARLY
        )


def _stamp(file: Path) -> tuple[int, int]:
    """What is another one when the file is: its time, and its size in bytes."""
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


def _is_made_for_what_is_installed(bundle: Path) -> bool:
    made_for = bundle / "made-for"
    if not made_for.is_file():
        return False
    from importlib.metadata import version  # late: a checkout needs it not

    return made_for.read_text("utf-8") == version("pgwidgets-js")


def content_type(file: Path) -> str:
    """The media type of a file, by its name's ending."""
    known = _TYPES.get(file.suffix.lower())
    if known:
        return known
    import mimetypes  # late: our own files are all known

    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def plain(status: int, text: str, *headers: tuple[str, str]) -> Response:
    """A short answer in plain text."""
    return Response(
        status, (("content-type", "text/plain; charset=utf-8"), *headers), f"{text}\n".encode()
    )


def to_folder(request: HttpRequest) -> Response:
    """Send a browser from ``/ui`` to ``/ui/``, which the page's relative links count from.

    The way is told relative to what was asked for, since only the browser knows the whole of it:
    a proxy may have rewritten the path. It is not for good (308), since a prefix may change.
    """
    name = request.target.partition("?")[0].rpartition("/")[2]
    query = f"?{request.query}" if request.query else ""
    location = quote(f"./{name}/{query}", safe="/?&=%:;,@!$'()*+~")
    return plain(307, "The page is one slash further.", ("location", location))


def _etag_of(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _is_still(values: list[str], etag: str) -> bool:
    """Whether a part is wanted of what is there now; of a date nobody can say (If-Range)."""
    return not values or values == [etag]


def _etags(values: list[str], *, is_strong: bool = False) -> set[str]:
    # The weak comparison of RFC 9110 section 8.8.3.2; "*" is any version of what is there.
    tags = {tag.strip() for value in values for tag in value.split(",")}
    return tags if is_strong else {tag.removeprefix("W/") for tag in tags}
