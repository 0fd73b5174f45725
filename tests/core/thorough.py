"""How hard the tests look at what must hold for whatever a program does.

Knows: the profile of Hypothesis that is loaded (tests/conftest.py); this is more of it.
"""

from hypothesis import settings

_MOST = 10_000

THOROUGHLY = settings(max_examples=min(_MOST, settings().max_examples * 5 // 2))
"""For the models of content, and for what a rebuild shows."""
