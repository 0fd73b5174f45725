"""Effects on values for which more is done than keeping one argument as it is.

Knows: values that fill in what is left out, that are refused, or that flip.
"""

import math
import numbers
import reprlib
from collections.abc import Callable
from typing import Any, override

from ...models.conversions import as_number
from ...widgets.nodes import call_name, run_method
from ...widgets.widget import Method, Node, Operations
from .base import Keyed, Set


def is_left_out(value: Any) -> bool:
    """Whether a part is not given: None, and floats that are null on the wire."""
    if value is None or isinstance(value, (str, int)):  # mostly so; other numbers are dear to ask
        return value is None
    number = as_number(value)
    return isinstance(number, float) and not math.isfinite(number)


def filled_in(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Fill in the parts of a value that are left out: None (or NaN) leaves one as it was.

    A rebuild, or a merge with an unsent call, must not lose those that were set before.
    """
    entry = node.entry(key)
    before = entry.args if entry is not None else ()
    if len(before) <= len(args):
        for part in args:
            if type(part) is not str and is_left_out(part):
                break
        else:
            return args
    count = max(len(args), len(before))
    padded = args + (None,) * (count - len(args))
    return tuple(
        (before[index] if index < len(before) else None) if is_left_out(part) else part
        for index, part in enumerate(padded)
    )


class SetAnew(Set):
    """Sets a value at which the browser forgets another one, so that one is told again.

    Parameters:
        forgets: the key of the other one.
    """

    forgets: str

    @override
    def merging(self) -> tuple[str, ...]:
        return (self.forgets,)

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        lost = node.entry(self.forgets)
        if lost is not None:
            run_method(ops, node, lost.how.method, lost.args)


class SetNamed(Set, kw_only=True):
    """Defines something by its name, the first argument.

    Where the name is in use already, the browser must be told of that again to see what it means.

    Parameters:
        used_by: the key of the value that is such a name.
    """

    used_by: str
    by: int = 1

    @override
    def merging(self) -> tuple[str, ...]:
        return (self.used_by,)

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        for param, value in zip(method.params[:2], args, strict=False):
            if value is None:
                raise ValueError(f"{call_name(node, method)}: {param.name!r} is None; it is needed")
        super().apply(ops, node, method, args)
        use = node.entry(self.used_by)
        if use is not None and use.value == args[0]:
            run_method(ops, node, use.how.method, use.args)


class Toggle(Keyed):
    """Flips a value. Browsers are told the new value, so that all of them agree.

    Parameters:
        setter: the method that sets it.
        on, off: the two values; what is not ``on`` becomes it.
        initial: the constructor's argument that is the value at first.
        default: what it is without that.
    """

    setter: str
    on: Any
    off: Any
    initial: str | None = None
    default: Any = None

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        default = node.value(self.initial, self.default) if self.initial else self.default
        value = self.off if node.value(self.key, default) == self.on else self.on
        run_method(ops, node, self.setter, (value,))


def one_of(name: str, *allowed: Any) -> Callable[[Node, Any], str | None]:
    """A refusal of all values except these."""

    def refuse(node: Node, value: Any) -> str | None:
        # 0 and 1 are as good as False and True here, but not to the browser.
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value in allowed and not is_number:
            return None
        return f"{name} is {value!r}; it must be one of {', '.join(map(repr, allowed))}"

    return refuse


_LARGEST_INT = 2**31 - 1
"""The largest whole number of which a browser keeps all bits where it counts with 32."""


def at_least(name: str, low: int) -> Callable[[Node, Any], str | None]:
    """A refusal of all values except whole numbers from this one on."""

    def refuse(node: Node, value: Any) -> str | None:
        if not isinstance(value, numbers.Integral) or int(value) < low:
            return f"{name} is {value!r}; it must be a whole number from {low} on"
        if int(value) > _LARGEST_INT:
            return f"{name} is {reprlib.repr(value)}; it must be at most {_LARGEST_INT}"
        return None

    return refuse


def as_tuple(value: Any) -> Any:
    """A browser's list as a tuple; any other value as it is."""
    return tuple(value) if isinstance(value, list) else value


def pair_within(low: float, high: float) -> Callable[[Any], Any]:
    """A cast that brings both numbers of a pair within limits."""

    def cast(pair: Any) -> tuple[Any, ...]:
        numbers_ = (as_number(value) for value in pair)
        return tuple(None if n is None else min(high, max(low, n)) for n in numbers_)

    return cast
