"""Effects on numbers that the browser keeps within limits.

Knows: limits, steps, and how a browser rounds.
"""

import reprlib
from collections.abc import Callable
from typing import Any, override

from ...models.conversions import LARGEST, as_number
from ...models.range_input import nearest_step
from ...models.rounding import nearest_whole
from ...widgets.entry import Entry
from ...widgets.nodes import call_name
from ...widgets.widget import Method, Node, Operations
from ...wire.outgoing import Outgoing
from .base import Complete, Getter, Set
from .values import is_left_out

_MOST_DECIMALS = 100
"""ECMAScript 2025, section 21.1.3.3: ``Number.prototype.toFixed`` throws for more."""


class Number(Set):
    """Sets a number that the browser keeps within limits.

    Parameters:
        low, high: the limits at first; the constructor's ``min`` and ``max`` go before them.
        default: what the browser has before anything is said; None: the lower limit.
        clamps: the browser brings the number within the limits.
        snaps: the browser takes the nearest whole step from the lower limit.
        typed: the constructor's ``dtype`` says whether the number is whole, which it is at first.
    """

    key: str = "value"
    low: float = 0
    high: float = 1
    default: float | None = 0
    clamps: bool = True
    snaps: bool = False
    typed: bool = False

    @override
    def normalise(self, node: Node, value: Any) -> Any:
        """The number as the browser's getter gives it."""
        number = as_number(value)
        if number is None:
            raise TypeError(f"{self._call(node)}: {self.key!r} is {value!r}; it must be a number")
        if not -LARGEST <= number <= LARGEST:
            raise ValueError(
                f"{self._call(node)}: {self.key!r} is {reprlib.repr(value)}; it must be a number "
                f"of at most {LARGEST}"
            )
        number = self._bounded(node, number)
        return self.rounded(node, number)

    def rounded(self, node: Node, number: float) -> Any:
        """What the browser makes of a number that it is given, whether within limits or not."""
        if self.typed and node.value("dtype", "int") == "int":
            return nearest_whole(number)
        return number

    @override
    def entry(
        self, node: Node, value: Any, method: str, args: tuple[Any, ...], outgoing: Outgoing | None
    ) -> Entry:
        # Where limits can change, a rebuild says it within others than those that it was said in.
        kept = (self._bounded(node, args[0]),) if self.depends else args
        return super().entry(node, value, method, kept, outgoing)

    def kept(self, node: Node) -> Any:
        """The number as the browser keeps it, which need not be whole where its getter's is.

        Until one is set it is that of the constructor, within the constructor's limits; limits that
        are set say what they make of it.
        """
        entry = node.entry(self.key)
        if entry is not None:
            return entry.args[0]
        low, high = self._first_limits(node)
        given = as_number(node.argument(self.key, self.default))
        given = low if given is None else given
        return self._snapped(given, low, high, node.argument("step")) if self.snaps else given

    def _bounded(self, node: Node, value: Any) -> Any:
        return self.within(node, value) if self.clamps else value

    def _call(self, node: Node) -> str:
        return f"{node.cls.name}.set_{self.key}()"

    def within(self, node: Node, value: float) -> float:
        """The number, brought within the limits."""
        low, high = self.limits(node)
        if not self.snaps:
            return min(high, max(low, value))
        limits = node.value("limits", ())
        step = limits[2] if len(limits) > 2 else None
        return self._snapped(value, low, high, node.value("step") if step is None else step)

    def limits(self, node: Node) -> tuple[float, float]:
        """The limits as they are now."""
        limits = node.value("limits")
        return self._first_limits(node) if limits is None else (limits[0], limits[1])

    def _first_limits(self, node: Node) -> tuple[float, float]:
        return node.value("min", self.low), node.value("max", self.high)

    def _snapped(self, value: float, low: float, high: float, step: float | None) -> float:
        return nearest_step(value, low, high, 1 if step is None else step)


def _with_step(node: Node, key: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Replace a step of None by the one before: the browser would take null as the step."""
    if len(args) < 3 or is_left_out(args[2]):
        before = node.value(key)
        step = before[2] if before is not None else None
        return args[:2] if step is None else (*args[:2], step)
    return args


class SetLimits(Set, kw_only=True):
    """Sets the limits of a number; the browser brings the number within them.

    Parameters:
        are_apart: they can't be the same, since the browser divides by what is between them.
    """

    key: str = "limits"
    depends: tuple[str, ...] = ("value",)
    complete: Complete | None = _with_step
    are_apart: bool = False

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        where = call_name(node, method)
        for name, limit in zip(("minval", "maxval", "incrval"), args, strict=False):
            if name == "incrval" and is_left_out(limit):
                continue  # the one before stays
            if as_number(limit) is None:
                raise TypeError(f"{where}: {name!r} must be a number, not {limit!r}")
            if not -LARGEST <= limit <= LARGEST:  # NaN and infinities are null on the wire
                shown = reprlib.repr(limit)
                raise ValueError(f"{where}: {name!r} is {shown}; it must be at most {LARGEST}")
        if args[0] > args[1]:
            raise ValueError(f"{where}: minval {args[0]} is over maxval {args[1]}")
        if self.are_apart and args[0] == args[1]:
            raise ValueError(f"{where}: minval and maxval are both {args[0]}; they must differ")
        setter = node.cls.methods["set_value"].effect
        assert isinstance(setter, Number), node.cls.name
        before = setter.rounded(node, setter.kept(node))
        super().apply(ops, node, method, args)
        value = setter.within(node, before)
        if value != before:
            # Said, since some browsers' numbers are rounded when given, but not when cut.
            setter.apply(ops, node, node.cls.methods["set_value"], (value,))

    @override
    def merging(self) -> None:
        # Each leaves its mark on the number, even if other limits follow at once.
        return None


class NumberNow(Getter):
    """Reads a number, brought within its limits even before it is set."""

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Any:
        setter = node.cls.methods["set_value"].effect
        assert isinstance(setter, Number), node.cls.name
        return setter.normalise(node, setter.kept(node))


def check_limits(node: Node) -> None:
    """Refuse a constructor's number or limits that the browser can't count with; gives no content.

    Raises:
        TypeError, ValueError: one is no finite number, the lower limit is over the upper, or there
            are more decimal places than any number is shown with.
    """
    for name in ("min", "max", "value", "step"):
        given = node.argument(name)
        number = as_number(given)
        if given is not None and (number is None or not -LARGEST <= number <= LARGEST):
            kind = TypeError if number is None else ValueError
            shown = reprlib.repr(given)
            raise kind(f"{node.cls.name}(): {name!r} is {shown}; it must be a finite number")
    setter = node.cls.methods["set_value"].effect
    assert isinstance(setter, Number), node.cls.name
    low, high = setter.limits(node)
    if low > high:
        raise ValueError(f"{node.cls.name}(): 'min' is {low!r}, and over 'max', which is {high!r}")
    if setter.clamps and not setter.snaps:
        # The browser would show it as it is until another is set.
        first = setter.kept(node)
        found = setter.normalise(node, first)
        if found != first:
            node.give("value", found)
    limits = node.cls.methods["set_limits"].effect
    if low == high and isinstance(limits, SetLimits) and limits.are_apart:
        raise ValueError(f"{node.cls.name}(): 'min' and 'max' are both {low!r}; they must differ")
    reason = few_decimals("'decimals'")(node, node.argument("decimals"))
    if reason is not None:
        raise ValueError(f"{node.cls.name}(): {reason}")


def few_decimals(name: str) -> Callable[[Node, Any], str | None]:
    """A refusal of numbers of decimal places that a browser can't write."""

    def refuse(node: Node, value: Any) -> str | None:
        if value is None or 0 <= value <= _MOST_DECIMALS:
            return None
        return f"{name} is {reprlib.repr(value)}; it must be from 0 to {_MOST_DECIMALS}, or None"

    return refuse
