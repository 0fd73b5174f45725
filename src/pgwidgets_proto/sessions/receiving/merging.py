"""Reports of which only the newest counts while the program is busy.

Knows: which report overrides the one right before it, and what of that it takes over. Must not
know: where reports wait, or what they change.
"""

from collections.abc import Mapping
from typing import Any

from ...models.conversions import is_number
from ...widgets.widget import Node
from ...wire.messages import Callback, Geometry

_TURNS = ("delta_x", "delta_y", "delta_z")
"""What a report of the wheel tells as the distance of one turn, so that several turns add up."""


def replaces(new: Callback | Geometry, old: Callback | Geometry, nodes: Mapping[int, Node]) -> bool:
    """Whether a report overrides the one right before it; ``nodes``: the session's."""
    if not (
        isinstance(new, Callback)
        and isinstance(old, Callback)
        and new.wid == old.wid
        and new.action == old.action
        and new.by_itself == old.by_itself  # of what users do handlers hear
    ):
        return False
    node = nodes.get(new.wid)
    action = None if node is None else node.cls.actions.get(new.action)
    return action is not None and action.is_merged


def add_turns(new: Callback | Geometry, old: Callback | Geometry) -> None:
    """Add how far the wheel was turned by what is replaced, if it was the wheel."""
    match new, old:
        case (
            Callback(action="scroll", args=[dict() as now, *_]),
            Callback(args=[dict() as before, *_]),
        ) if now.get("delta_mode") == before.get("delta_mode"):
            for key in _TURNS:
                earlier: Any = before.get(key)
                later: Any = now.get(key)
                if is_number(earlier) and is_number(later) and is_number(earlier + later):
                    now[key] = earlier + later
