"""Draw the states of the core's machines into sessions.md, from their transition tables.

Knows: the tables, and Mermaid's state diagrams. A test holds the page against what this would draw.

usage: draw_states.py [--check]

With --check nothing is written; the exit status is 1 if the page is not what it would be.
"""

import re
import sys
from pathlib import Path
from typing import Any

from pgwidgets_proto.stream import states
from pgwidgets_proto.transitions import Transitions
from pgwidgets_proto.views import channel, link_state

PAGE = Path(__file__).resolve().parent.parent / "docs/explanation/sessions.md"

_BLOCK = re.compile(r"(<!-- begin states (\w+) -->\n).*?(<!-- end states \2 -->)", re.DOTALL)


TABLES: dict[str, Transitions[Any, Any]] = {
    "link": link_state.TRANSITIONS,
    "channel": channel.TRANSITIONS,
    "connection": states.TRANSITIONS,
}


def draw(machine: str) -> str:
    """A machine as a Mermaid diagram; what leads the same way stands on one arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    initial = None
    for state, ways in TABLES[machine].items():
        initial = initial or state.name
        for cause, to in ways.items():
            if to is not state:  # what leads nowhere is no way
                arrows.setdefault((state.name, to.name), []).append(
                    cause.name.replace("_", " ").lower()
                )
    final = {to for _, to in arrows} - {start for start, _ in arrows}
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {initial}"]
    lines += [f"    {a} --> {b}: {', '.join(causes)}" for (a, b), causes in arrows.items()]
    lines += [f"    {state} --> [*]" for state in sorted(final)]
    return "\n".join([*lines, "```", ""])


def drawn(text: str) -> str:
    """A page with its diagrams as they are now."""
    return _BLOCK.sub(lambda found: found[1] + draw(found[2]) + found[3], text)


def main() -> int:
    text = PAGE.read_text(encoding="utf-8")
    new = drawn(text)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(new, encoding="utf-8")
    elif new != text:
        print(f"{PAGE.name} is not what scripts/draw_states.py draws")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
