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

    def result(self, type_: str, *, is_local: bool) -> str:
        """The type of what a call gives back.

        Parameters:
            type_: the type of the result.
            is_local: Python knows the result itself, so that it is given as it is.
        """
        if is_local or not self.waits or type_ == "Never":
            return type_
        return f"Completion[{type_}]"

    @property
    def imports(self) -> str:
        """What the stubs need besides what both have."""
        return "from .completion import Completion\n" if self.waits else ""


ASYNC = Api("async_", "async", waits=True)
SYNC = Api("sync", "sync", waits=False)
APIS = (ASYNC, SYNC)
