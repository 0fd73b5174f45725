"""The effect that gives a table a source: rows that are elsewhere, of which browsers see windows.

Knows: that the content becomes another. Must not know: when rows are read.
"""

from typing import Any

from ...models.source_table import Bounds, SourceModel
from ...widgets.nodes import call_name
from ...widgets.widget import Method, Node, Operations
from .models import note_attached, send_steps


def set_source(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Give a table a source, or take it away."""
    feed = args[0] if args else None
    before = node.content
    if feed is None:
        if not isinstance(before, SourceModel):
            return
        node.content, steps = before.leave()
    else:
        limits = ops.limits
        try:
            model = SourceModel(
                feed,
                before,
                bounds=Bounds(limits.window_rows, limits.window_edits, limits.window_picks),
                is_editable=lambda: bool(node.value("editable", False)),
                wake=lambda: ops.read_soon(node),
            )
        except ValueError as exc:
            raise ValueError(f"{call_name(node, method)}: {exc}") from exc
        steps = model.take_over(before)
        node.content = model
    note_attached(node)
    send_steps(ops, node, steps)
    ops.read_soon(node)
