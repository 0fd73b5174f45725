"""What differs between the stubs of the APIs.

Knows: where each API's stubs stand, and what its calls give back.
Must not know: the catalogue.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Api:
    """One API.

    Attributes:
        package: its name inside ``pgwidgets``.
        title: what it is called in a sentence.
        waits: calls give something to wait with; else they give the result itself.
    """

    package: str
    title: str
    waits: bool

    def result(self, type_: str, *, is_local: bool, may_be_awaited: bool = False) -> str:
        """The type of what a call gives back.

        Parameters:
            type_: the type of the result.
            is_local: Python knows the result itself, so that it is given as it is.
            may_be_awaited: what is given so may be awaited in an API that waits.
        """
        if not self.waits or type_ == "Never":
            return type_
        if is_local:
            return _ready(type_) if may_be_awaited else type_
        return f"Completion[{type_}]"

    @property
    def imports(self) -> str:
        """What the stubs need besides what both have."""
        ready = ", ".join(_READY.values())
        text = f"from .completion import Completion\nfrom .ready import {ready}\n"
        return text if self.waits else ""


_READY = {
    "dict": "ReadyDict",
    "float": "ReadyFloat",
    "int": "ReadyInt",
    "list": "ReadyList",
    "str": "ReadyStr",
    "tuple": "ReadyTuple",
}


def _ready(type_: str) -> str:
    """A type with its outermost built-in type as one that may be awaited."""
    name, bracket, rest = type_.partition("[")
    if bracket:
        return f"{_READY.get(name, name)}[{rest}"
    return " | ".join(_READY.get(part, part) for part in type_.split(" | "))


ASYNC = Api("async_", "async", waits=True)
SYNC = Api("sync", "sync", waits=False)
APIS = (ASYNC, SYNC)
