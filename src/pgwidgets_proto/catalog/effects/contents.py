"""Effects of methods that the widget's content carries out in Python: editors and references.

Knows: which kinds of arguments such methods have, and that wrong ones are refused by name. Must not
know: what the content is.
"""

from typing import Any, override

from ...widgets.nodes import call_name
from ...widgets.params import Param
from ...widgets.widget import Effect, Method, Node, Operations
from ...wire.binary import Buffer
from ..names.types import REF

_NEEDED = {"int": "an int", "str": "a str", "Mapping": "a mapping", "Sequence": "a sequence"}
"""What may be neither None nor a buffer, which pass for any type (widgets/checks.py)."""


class ContentCall(Effect):
    """Calls a method of the content.

    Parameters:
        name: of the content's method; None: that of the widget's.
    """

    name: str | None = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        given = list(args)
        while given and given[-1] is None:
            given.pop()  # the content's own default
        if len(given) < len(args) and len(given) < _required(method):
            given = list(args)
        checked = [
            _checked(node, method, param, value)
            for param, value in zip(method.params, given, strict=False)
        ]
        try:
            return getattr(node.content, self.name or method.name)(*checked)
        except (TypeError, ValueError) as exc:
            kind = ValueError if isinstance(exc, ValueError) else TypeError
            raise kind(f"{call_name(node, method)}: {exc}") from exc


class ContentGetter(ContentCall):
    """Calls a method of the content that gives a value which Python knows."""

    is_local = True


def _required(method: Method) -> int:
    return sum(param.default is None for param in method.params)


def _checked(node: Node, method: Method, param: Param, value: Any) -> Any:
    """An argument as the content takes it; the error of a wrong one names it."""
    what = f"{call_name(node, method)}: {param.name}"
    if value is None and param.default is not None:
        return None
    if param.type == REF:
        return node.content.mark_of(value, what)
    if value is None or isinstance(value, Buffer):
        needed = _NEEDED.get(param.type.partition("[")[0])
        if needed is not None:
            raise TypeError(f"{what} must be {needed}, not {value!r}")
    return value
