"""How hard the tests look at what must hold for whatever a program does: hundreds of examples.

Knows: the profile of Hypothesis that is loaded (tests/conftest.py); a deeper one counts.
"""

from hypothesis import settings

THOROUGHLY = settings(max_examples=max(300, settings().max_examples))
"""For the models of content, and for what a rebuild shows."""
