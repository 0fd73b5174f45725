"""``pgwidgets inspect``: opens an inspector's page.

Knows: what such an address looks like, browsers, windows of the desktop. Must not know: what the
page shows.
"""

import argparse
import webbrowser
from urllib.error import URLError
from urllib.parse import parse_qs, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from .errors import CommandError
from .native import pywebview

SUMMARY = "open the page of an inspector (pgwidgets run --inspect)"

_PATIENCE = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("url", metavar="URL", help="its whole address, with the token; in quotes")
    parser.add_argument(
        "--native",
        action="store_true",
        help='show it in a window of its own, without a browser (extra "native")',
    )


def run(arguments: argparse.Namespace) -> int:
    """Open it.

    Raises:
        CommandError: it is no such address, nobody serves there, or no browser is here.
    """
    url: str = arguments.url
    _check(url)
    if arguments.native:
        webview = pywebview()
        webview.create_window("Inspector", url)
        webview.start()
    elif not webbrowser.open(url):
        raise CommandError("no browser could be opened here; open the address yourself")
    return 0


def _check(url: str) -> None:
    """Raise CommandError where there is nothing to be opened."""
    parts = urlsplit(url)
    said = parse_qs(parts.fragment)
    if parts.scheme not in ("http", "https") or not {"session", "token"} <= said.keys():
        raise CommandError(
            f"{url!r} is no inspector's address; it is http://…/#session=…&token=…, as it was "
            f"printed, and in quotes, since a shell would end it at the &",
            2,
        )
    page = Request(url.partition("#")[0], method="HEAD")
    try:
        with build_opener(ProxyHandler({})).open(page, timeout=_PATIENCE):
            pass
    except (OSError, URLError) as exc:
        raise CommandError(f"{page.full_url} can't be reached: {exc}") from None
