"""Has pytest explain the assertions of the suite that we ship, as those of a test."""

import pytest

pytest.register_assert_rewrite("pgwidgets.testing.conformance")
