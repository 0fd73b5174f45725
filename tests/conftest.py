"""How hard tests look (PGWIDGETS_HYPOTHESIS: `ci`, `few` or `deep`), and what is measured.

The profile of Hypothesis, and whether tests that are marked `deep` are run. The coverage of the
core is that of its own tests, whatever else is run beside them. Has pytest explain the assertions
of the suite that we ship, as those of a test.

Knows nothing of what is tested; fixtures stand beside the tests that use them.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

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

_profile = os.environ.get("PGWIDGETS_HYPOTHESIS", "ci")
if _profile not in ("ci", "few", "deep"):
    raise ValueError(f"PGWIDGETS_HYPOTHESIS is {_profile!r}; it may be 'ci', 'few' or 'deep'")
settings.load_profile(_profile)
if _profile == "deep":
    os.environ.setdefault("PYTEST_TIMEOUT", "3600")  # seconds a test; goes before pyproject.toml's


_OF_THE_CORE = [Path(__file__).parent / name for name in ("core", "test_walls.py")]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Measure what the core's own tests cover; leave out what takes minutes or more programs."""
    for item in items:
        if not any(item.path.is_relative_to(path) for path in _OF_THE_CORE):
            item.add_marker("no_cover")
    asked = config.option.markexpr + (" deep" if _profile == "deep" else "")
    unasked = [
        marker for marker in ("deep", "engines", "foreign", "notebook") if marker not in asked
    ]
    left_out = [item for item in items if any(map(item.get_closest_marker, unasked))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
