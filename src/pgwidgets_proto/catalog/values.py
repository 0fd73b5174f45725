"""Effects on values that are more than one argument kept as it is.

Knows: values that fill in what is left out, that have limits, or that flip.
Must not know: any widget class by name, links, or time.
"""

import math
import numbers
import reprlib
from collections.abc import Callable
from typing import Any, override

from ..conversions import LARGEST, as_number
from ..widgets.entry import Entry
from ..widgets.widget import Effect, Method, Node, Operations, call_name
from .effects import Announces, Query, Set


class SetParts(Set):
    """Sets several parts at once; None (or NaN) for one of them leaves it as it was.

    So the parts that were set before are filled in: a rebuild, or a merge with an unsent call,
    must not lose them.
    """

    __slots__ = ()

    @override
    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Fill in the parts that are left out."""
        entry = node.entries.get(self.key)
        before = entry.args if entry is not None else ()
        count = max(len(args), len(before))
        padded = args + (None,) * (count - len(args))
        return tuple(
            (before[index] if index < len(before) else None) if is_left_out(part) else part
            for index, part in enumerate(padded)
        )


class SetAnew(Set):
    """Sets a value; the browser forgets another one with it, which is told again.

    Parameters:
        forgets: the key of the other one.
    """

    __slots__ = ("forgets",)

    def __init__(self, key: str, forgets: str, *, cast: Any = None) -> None:
        super().__init__(key, cast=cast, depends=(forgets,))
        self.forgets = forgets

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        lost = node.entries.get(self.forgets)
        if lost is not None:
            setter = node.cls.methods[lost.method]
            setter.effect.apply(ops, node, setter, lost.args)


class SetNamed(Set):
    """Makes something known by a name, the first argument.

    Where the name is in use already, the browser must be told of that again to see what it means.

    Parameters:
        key: the key, which the name is part of.
        used_by: the key of the value that is such a name.
    """

    __slots__ = ("used_by",)

    def __init__(self, key: str, *, used_by: str) -> None:
        super().__init__(key, by=1, depends=(used_by,))
        self.used_by = used_by

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        for param, value in zip(method.params[:2], args, strict=False):
            if value is None:
                raise ValueError(f"{call_name(node, method)}: {param.name!r} is None; it is needed")
        super().apply(ops, node, method, args)
        use = node.entries.get(self.used_by)
        if use is not None and use.value == args[0]:
            setter = node.cls.methods[use.method]
            setter.effect.apply(ops, node, setter, use.args)


class Number(Set):
    """Sets a number that the browser keeps within limits.

    Parameters:
        low, high: the limits at first; the constructor's ``min`` and ``max`` go before them.
        clamps: the browser brings the number within the limits.
        snaps: the browser takes the nearest whole step from the lower limit.
        typed: the constructor's ``dtype`` says whether the number is whole, which it is at first.
    """

    __slots__ = ("clamps", "high", "low", "snaps", "typed")

    def __init__(
        self,
        key: str = "value",
        *,
        low: float = 0,
        high: float = 1,
        clamps: bool = True,
        snaps: bool = False,
        typed: bool = False,
        depends: tuple[str, ...] = (),
        rank: int = 0,
        late: bool = False,
    ) -> None:
        super().__init__(key, depends=depends, rank=rank, late=late)
        self.low = low
        self.high = high
        self.clamps = clamps
        self.snaps = snaps
        self.typed = typed

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
        if self.clamps:
            number = self.within(node, number)
        if self.typed and node.value("dtype", "int") == "int":
            return math.floor(number + 0.5)
        return number

    def _call(self, node: Node) -> str:
        return f"{node.cls.name}.set_{self.key}()"

    def within(self, node: Node, value: float) -> float:
        """The number, brought within the limits."""
        low, high = self.limits(node)
        value = min(high, max(low, value))
        if self.snaps:
            limits = node.value("limits") or (None, None, None)
            step = as_number(limits[2]) or as_number(node.value("step", 1)) or 0
            if step > 0:
                steps = math.floor((value - low) / step + 0.5)
                while steps and low + steps * step > high:
                    steps -= 1
                value = low + steps * step
                if not float(value).is_integer():
                    value = round(value, 10)
        return value

    def limits(self, node: Node) -> tuple[float, float]:
        """The limits as they are now."""
        limits = node.value("limits")
        if limits is not None:
            return limits[0], limits[1]
        return node.value("min", self.low), node.value("max", self.high)


def is_left_out(value: Any) -> bool:
    """Whether a part is not given: None, and what is null on the wire."""
    number = as_number(value)
    return value is None or (isinstance(number, float) and not math.isfinite(number))


class SetLimits(Set):
    """Sets the limits of a number; the browser brings the number within them.

    Parameters:
        are_apart: they can't be the same, since the browser divides by what is between them.
    """

    __slots__ = ("are_apart",)

    def __init__(self, *, are_apart: bool = False) -> None:
        super().__init__("limits", depends=("value",))
        self.are_apart = are_apart

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        for name, limit in zip(("minval", "maxval"), args, strict=False):
            if as_number(limit) is None:
                raise TypeError(
                    f"{call_name(node, method)}: {name!r} must be a number, not {limit!r}"
                )
            if is_left_out(limit):  # NaN and infinities, which the browser would see as null
                raise ValueError(
                    f"{call_name(node, method)}: {name!r} is {limit!r}; it must be finite"
                )
        if args[0] > args[1]:
            raise ValueError(
                f"{call_name(node, method)}: minval {args[0]} is over maxval {args[1]}"
            )
        if self.are_apart and args[0] == args[1]:
            raise ValueError(
                f"{call_name(node, method)}: minval and maxval are both {args[0]}; they must differ"
            )
        super().apply(ops, node, method, args)
        setter = node.cls.methods["set_value"].effect
        entry = node.entries.get("value")
        if entry is not None and isinstance(setter, Number):
            value = setter.within(node, entry.value)
            if value != entry.value:
                node.set_entry("value", Entry(value, entry.method, (value,), rank=entry.rank))

    @override
    def complete(self, node: Node, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """A step of None means as before, but the browser would take null as the step."""
        if len(args) < 3 or is_left_out(args[2]):
            before = node.value("limits")
            step = before[2] if before is not None else None
            return args[:2] if step is None else (*args[:2], step)
        return args


def check_limits(node: Node) -> None:
    """Refuse a constructor's number or limits that are none; they bring no content of their own.

    Raises:
        TypeError, ValueError: one is no finite number, the lower limit is over the upper, or there
            are more decimal places than any number is shown with.
    """
    for name in ("min", "max", "value", "step"):
        given = node.arguments.get(name)
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
    limits = node.cls.methods["set_limits"].effect
    if low == high and isinstance(limits, SetLimits) and limits.are_apart:
        raise ValueError(f"{node.cls.name}(): 'min' and 'max' are both {low!r}; they must differ")
    reason = few_decimals("'decimals'")(node, node.arguments.get("decimals"))
    if reason is not None:
        raise ValueError(f"{node.cls.name}(): {reason}")


_MOST_DECIMALS = 100
"""ECMAScript 2025, section 21.1.3.3: ``Number.prototype.toFixed`` throws for more."""


def few_decimals(name: str) -> Callable[[Node, Any], str | None]:
    """A refusal of more decimal places than a browser writes, or less than none."""

    def refuse(node: Node, value: Any) -> str | None:
        if value is None or 0 <= value <= _MOST_DECIMALS:
            return None
        return f"{name} is {reprlib.repr(value)}; it must be from 0 to {_MOST_DECIMALS}, or None"

    return refuse


class NumberNow(Query):
    """Reads a number that is within its limits from the start.

    Parameters:
        default: what the browser has before anything is known; None: the lower limit.
    """

    __slots__ = ("default",)

    def __init__(self, default: float | None = None) -> None:
        super().__init__(self._read)
        self.default = default

    def _read(self, ops: Operations, node: Node, args: tuple[Any, ...]) -> Any:
        setter = node.cls.methods["set_value"].effect
        assert isinstance(setter, Number), node.cls.name
        default = setter.limits(node)[0] if self.default is None else self.default
        return setter.normalise(node, node.value("value", default))


class Toggle(Effect):
    """Flips a value, by telling what it becomes: so all browsers agree.

    Parameters:
        key: the key.
        setter: the method that sets it.
        on, off: the two values; what is not ``on`` becomes it.
        initial: the constructor's argument that is the value at first.
        default: what it is without that.
    """

    __slots__ = ("default", "initial", "key", "off", "on", "setter")

    def __init__(
        self,
        key: str,
        setter: str,
        on: Any,
        off: Any,
        *,
        initial: str | None = None,
        default: Any = None,
    ) -> None:
        self.key = key
        self.setter = setter
        self.on = on
        self.off = off
        self.initial = initial
        self.default = default

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        default = node.value(self.initial, self.default) if self.initial else self.default
        value = self.off if node.value(self.key, default) == self.on else self.on
        setter = node.cls.methods[self.setter]
        setter.effect.apply(ops, node, setter, (value,))

    @override
    def replayed_method(self) -> str | None:
        return self.setter


class SetChecked(Set):
    """Sets a value of which some are refused in Python, since the browser would fail halfway.

    Parameters:
        refuse: gives the reason why a value can't be taken, or None; it gets widget and value.
    """

    __slots__ = ("refuse",)

    def __init__(
        self,
        key: str,
        refuse: Callable[[Node, Any], str | None],
        *,
        cast: Any = None,
        rank: int = 0,
        late: bool = False,
        announces: Announces | None = None,
    ) -> None:
        super().__init__(key, cast=cast, rank=rank, late=late, announces=announces)
        self.refuse = refuse

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        reason = self.refuse(node, args[0])
        if reason is not None:
            raise ValueError(f"{call_name(node, method)}: {reason}")
        super().apply(ops, node, method, args)


def one_of(name: str, *allowed: Any) -> Callable[[Node, Any], str | None]:
    """A refusal of every value but these."""

    def refuse(node: Node, value: Any) -> str | None:
        # 0 and 1 are as good as False and True here, but not to the browser.
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if value in allowed and not is_number:
            return None
        return f"{name} is {value!r}; it must be one of {', '.join(map(repr, allowed))}"

    return refuse


_LARGEST_INT = 2**31 - 1
"""Of larger ones a browser takes the last 32 bits, for what it counts with."""


def at_least(name: str, low: int) -> Callable[[Node, Any], str | None]:
    """A refusal of every value that is no whole number from this one on."""

    def refuse(node: Node, value: Any) -> str | None:
        if not isinstance(value, numbers.Integral) or int(value) < low:
            return f"{name} is {value!r}; it must be a whole number from {low} on"
        if int(value) > _LARGEST_INT:
            return f"{name} is {reprlib.repr(value)}; it must be at most {_LARGEST_INT}"
        return None

    return refuse


def as_tuple(value: Any) -> Any:
    """What a browser answers as a list, as a tuple; anything else as it is."""
    return tuple(value) if isinstance(value, list) else value


def pair_within(low: float, high: float) -> Callable[[Any], Any]:
    """A cast that brings both numbers of a pair within limits."""

    def cast(pair: Any) -> tuple[Any, ...]:
        numbers_ = (as_number(value) for value in pair)
        return tuple(None if n is None else min(high, max(low, n)) for n in numbers_)

    return cast
