"""What importing the package brings with it: no more than it must.

Without a clock: an import that is not made costs nothing.
"""

import subprocess
import sys

import pytest

LATE = {
    "pgwidgets_proto.catalog.tables": "what the methods of widgets do",
    "pgwidgets_js": "the browser's half, which brings much of the standard library",
    "trio": "the other event loop",
    "numpy": "arrays, which not every program has",
    "playwright": "tests",
    "pgwidgets.testing": "tests",
    "importlib.metadata": "versions of packages",
    "email": "nothing of ours",
    "html": "the page, when it is asked for",
    "pgwidgets.stores": "what keeps sessions, which few programs have do so",
    "difflib": "names that are wrong",
    "mimetypes": "files of programs",
    "json": "texts that JavaScript cut in the middle of a character",
}
"""What must not be imported, and what it is for."""


def imported_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("api", ["async_", "sync"])
def test_importing_an_api_imports_no_more_than_it_must(api: str) -> None:
    found = imported_by(f"import pgwidgets.{api}")
    assert f"pgwidgets.{api}.application" in found
    assert LATE.keys() & found == set()


def test_importing_the_core_imports_no_more_than_the_apis_do() -> None:
    found = imported_by("import pgwidgets_proto")
    assert "pgwidgets_proto.sessions.hub.hub" in found
    assert LATE.keys() & found == set()
    for api in ("async_", "sync"):
        others = found - imported_by(f"import pgwidgets.{api}")
        assert {name for name in others if name.startswith("pgwidgets")} == set()


def test_the_sync_api_needs_no_event_loop() -> None:
    assert {"asyncio", "anyio"} & imported_by("import pgwidgets.sync") == set()


def test_the_async_api_imports_tls_when_it_is_used() -> None:
    assert "ssl" not in imported_by("import pgwidgets.async_")


def test_a_class_is_made_when_it_is_asked_for() -> None:
    code = (
        "from pgwidgets.async_ import Widgets\n"
        "from pgwidgets.async_.session import library\n"
        "assert 'Button' not in library.made\n"
        "Widgets.Button\n"
        "assert 'Button' in library.made and 'Label' not in library.made\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("api", ["async_", "sync"])
def test_what_widgets_are_made_from_is_imported_before_the_first_visitor(api: str) -> None:
    tables = "pgwidgets_proto.catalog.tables"
    code = (
        f"import sys\nfrom pgwidgets.{api} import Application\n"
        f"app = Application(ws_port=0)\nassert {tables!r} not in sys.modules\n"
        f"app._pgwidgets._bind()\nassert {tables!r} in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
