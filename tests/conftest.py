"""How hard tests look (PGWIDGETS_HYPOTHESIS: `ci`, `few` or `deep`), and what is measured.

The profile of Hypothesis, and whether tests that are marked `deep` are run. The coverage of the
core is that of its own tests, whatever else is run beside them. A test that hangs beyond its
timeout ends the run. Has pytest explain the assertions of the suite that we ship, as those of a
test.

Knows nothing of what is tested; fixtures stand beside the tests that use them.
"""

import contextlib
import faulthandler
import gc
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from patience import PATIENCE

# Each worker, and each program that a test starts, would compile all files anew: 8 s a worker.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A shell has what it starts in the background ignore Ctrl-C, and all that this starts inherits it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Before anything imports it, whichever folder is collected first.
pytest.register_assert_rewrite("pgwidgets.testing.conformance")

# Both start from Hypothesis' own defaults, which it replaces where it sees that CI is set: examples
# are to be new in every run, and what failed is printed so that it can be replayed.
_plain = settings.get_profile("default")
settings.register_profile(
    "ci", _plain, max_examples=40, deadline=None, derandomize=False, print_blob=True
)
# For runs with other versions of what we depend on, which are no search for faults of our own.
settings.register_profile("few", settings.get_profile("ci"), max_examples=8)
settings.register_profile("deep", settings.get_profile("ci"), max_examples=10_000)

if _milliseconds := os.environ.get("PGWIDGETS_SLOW_PROGRAMS"):
    importlib.import_module("slow_programs").slow_down(float(_milliseconds) / 1000)

_profile = os.environ.get("PGWIDGETS_HYPOTHESIS", "ci")
if _profile not in ("ci", "few", "deep"):
    raise ValueError(f"PGWIDGETS_HYPOTHESIS is {_profile!r}; it may be 'ci', 'few' or 'deep'")
settings.load_profile(_profile)
if _profile == "deep":
    os.environ.setdefault("PYTEST_TIMEOUT", "3600")  # seconds a test; goes before pyproject.toml's


_OF_THE_CORE = f"{Path(__file__).parent / 'core'}{os.sep}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes or more programs."""
    asked = config.option.markexpr + (" deep" if _profile == "deep" else "")
    unasked = [
        marker for marker in ("deep", "engines", "foreign", "notebook") if marker not in asked
    ]
    left_out = {item for item in items if any(map(item.get_closest_marker, unasked))}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


# ------------------------------------------------------------ tests that hang

_MORE = 5 * PATIENCE
"""Seconds beyond its timeout, or behind its failure, after which a test is taken to hang.

The timeout raises what a test may catch, as Hypothesis does to run it once more with fewer steps;
and what is raised may wait for ever in a `finally`. Then the stacks are told, and the run ends.
"""

_stderr = pytest.StashKey[int]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the stream of errors: that of a test is captured, and lost with it."""
    config.stash[_stderr] = os.dup(2)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of it."""
    os.close(config.stash[_stderr])


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> None:
    """End the run if this test is not over by then."""
    _end_in(settings.timeout + _MORE, item)


@pytest.hookimpl(trylast=True)
def pytest_exception_interact(node: pytest.Item | pytest.Collector) -> None:
    """Do so too if it hangs in the end of a fixture; pytest has taken the time back."""
    if isinstance(node, pytest.Item):
        _end_in(_MORE, node)


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_cancel_timer() -> None:
    """It is over."""
    faulthandler.cancel_dump_traceback_later()


def _end_in(seconds: float, item: pytest.Item) -> None:
    faulthandler.dump_traceback_later(seconds, exit=True, file=item.config.stash[_stderr])


# ------------------------------------------------------------------- coverage

_coverage = pytest.StashKey[Any]()
"""What measures this run, or None; it measures while a test of the core is run, and only then."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Import the core while that is measured, and then the tests while nothing is.

    Measuring makes all Python slower, three times where it does little else than call.
    """
    measures = sys.modules.get("coverage")  # pytest-cov has imported it, if --cov is given
    coverage = session.config.stash[_coverage] = measures and measures.Coverage.current()
    if coverage is not None:
        core = importlib.import_module("pgwidgets_proto")
        for module in pkgutil.walk_packages(core.__path__, "pgwidgets_proto."):
            importlib.import_module(module.name)
        coverage.stop()


def pytest_collection_finish() -> None:
    """Have the garbage collector look at what tests leave, and no more at what was imported."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Measure a test of the core: its own code, and not pytest's around it."""
    with _measured(item):
        return (yield)


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_fixture_setup(request: pytest.FixtureRequest) -> Generator[None, Any, Any]:
    """Measure its fixtures, too."""
    with _measured(request.node):
        return (yield)


@contextlib.contextmanager
def _measured(item: pytest.Item) -> Iterator[None]:
    coverage = item.config.stash[_coverage]
    if coverage is None or not str(item.path).startswith(_OF_THE_CORE):
        yield
        return
    coverage.start()
    try:
        yield
    finally:
        coverage.stop()
