"""How much work something is, as the lines of our code that are run for it, or calls of it.

That is the same on any machine and at any load. What one line does in C (to copy a text, to sort)
is not seen here.
"""

import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

_OURS = ("/pgwidgets_proto/", "/pgwidgets/", "/pgwidgets_transports/")
_TOOL = 4  # none of those that debuggers, profilers and coverage take


def lines_of(function: Callable[..., Any], *args: Any) -> int:
    """Call something, and count the lines of our code that are run meanwhile on any thread."""
    return _count(sys.monitoring.events.LINE, function, *args)


def calls_of(function: Callable[..., Any], *args: Any) -> int:
    """Call something, and count the calls of our functions, each turn of a generator too."""
    events = sys.monitoring.events
    return _count(events.PY_START | events.PY_RESUME, function, *args)


def _count(events: int, function: Callable[..., Any], *args: Any) -> int:
    count = 0
    monitoring = sys.monitoring

    def heed(code: CodeType, where: int) -> object:
        nonlocal count
        if not any(part in code.co_filename for part in _OURS):
            return monitoring.DISABLE
        count += 1
        return None

    kinds = [1 << bit for bit in range(events.bit_length()) if events >> bit & 1]
    monitoring.use_tool_id(_TOOL, "work")
    try:
        for kind in kinds:
            monitoring.register_callback(_TOOL, kind, heed)
        monitoring.set_events(_TOOL, events)
        function(*args)
    finally:
        monitoring.set_events(_TOOL, 0)
        for kind in kinds:
            monitoring.register_callback(_TOOL, kind, None)
        monitoring.free_tool_id(_TOOL)
    return count
