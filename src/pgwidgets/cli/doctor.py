"""``pgwidgets doctor``: whether what is installed here can serve, and what is missing.

Knows: versions, extras, ports, limits of the system. Must not know: any program.
"""

import argparse
import importlib.metadata
import importlib.util
import platform
import sys
import webbrowser
from collections.abc import Iterator
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from .. import sync
from ..__about__ import DISTRIBUTION, __version__, find_other
from .._listen import bind
from .ports import DEFAULT

SUMMARY = "see whether all that it takes is here"

_EXTRAS = {
    "trio": "trio",
    "frames": "narwhals",
    "pictures": "PIL",
    "plots": "numpy",
    "matplotlib": "matplotlib",
    "anywidget": "anywidget",
    "metrics": "prometheus_client",
    "otel": "opentelemetry",
    "native": "webview",
    "notebook": "jupyter_server_proxy",
    "redis": "redis",
    "testing": "pytest",
    "testing-browser": "playwright",
    "conformance": "websockets",
}
"""A module that each extra brings."""

_FEW_FILES = 1024


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        mark: "ok"; "note", for what is as well as it is; "fault", for what stands in the way.
        text: what was found, and what to do.
    """

    mark: str
    text: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes: nothing."""


def run(arguments: argparse.Namespace) -> int:
    """Look at everything; the exit status is 1 where something stands in the way."""
    findings = []
    for finding in look():
        print(f"{finding.mark:>5}  {finding.text}", flush=True)
        findings.append(finding)
    return 1 if any(finding.mark == "fault" for finding in findings) else 0


def look() -> Iterator[Finding]:
    """Look at one thing after the other."""
    system = f"{platform.system()} {platform.machine()}"
    yield Finding("ok", f"pgwidgets {__version__}, Python {platform.python_version()}, {system}")
    yield from _libraries()
    other = find_other()
    if other is not None:
        yield Finding("fault", f"pgwidgets-python is installed as well ({other}): uninstall both")
    yield _page()
    yield from _extras()
    yield from _ports()
    yield _browser()
    yield from _files()


def _libraries() -> Iterator[Finding]:
    for name in ("h11", "wsproto", "msgspec", "anyio", "pgwidgets-js"):
        try:
            yield Finding("ok", f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding("fault", f"{name} is not installed: pip install --upgrade {DISTRIBUTION}")


def _page() -> Finding:
    """Serve the page, and fetch it as a browser would."""
    app = sync.Application(0, 0)
    try:
        app.start()
        assert app.url is not None  # it has an HTTP server
        with build_opener(ProxyHandler({})).open(app.url, timeout=10) as answer:
            size = len(answer.read())
    except (OSError, RuntimeError, URLError) as exc:
        return Finding("fault", f"the page can't be served here: {exc}")
    finally:
        app.close()
    return Finding("ok", f"the page is served ({size} bytes)")


def _extras() -> Iterator[Finding]:
    there = [name for name, module in _EXTRAS.items() if importlib.util.find_spec(module)]
    if there:
        yield Finding("ok", f"extras that are here: {', '.join(there)}")
    away = [name for name in _EXTRAS if name not in there]
    if away:
        yield Finding("note", f"extras that are not: {', '.join(away)}")


def _ports() -> Iterator[Finding]:
    for port in (DEFAULT - 1, DEFAULT):
        try:
            bind("127.0.0.1", port).close()
        except OSError:
            text = f"port {port} is taken; programs that name no other can't serve meanwhile"
            yield Finding("note", text)
        else:
            yield Finding("ok", f"port {port} is free")


def _browser() -> Finding:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Finding("note", "no browser is known here: --open opens none")
    return Finding("ok", "--open finds a browser")


def _files() -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < _FEW_FILES:
        yield Finding("note", f"only {soft} files may be open: as many browsers, less a few")
