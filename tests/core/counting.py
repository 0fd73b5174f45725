"""How much work something is, as the lines of our code that are run for it.

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
    count = 0
    monitoring = sys.monitoring

    def heed(code: CodeType, line: int) -> object:
        nonlocal count
        if not any(part in code.co_filename for part in _OURS):
            return monitoring.DISABLE
        count += 1
        return None

    monitoring.use_tool_id(_TOOL, "lines of work")
    try:
        monitoring.register_callback(_TOOL, monitoring.events.LINE, heed)
        monitoring.set_events(_TOOL, monitoring.events.LINE)
        function(*args)
    finally:
        monitoring.set_events(_TOOL, 0)
        monitoring.register_callback(_TOOL, monitoring.events.LINE, None)
        monitoring.free_tool_id(_TOOL)
    return count
