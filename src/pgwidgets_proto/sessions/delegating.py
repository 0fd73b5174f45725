"""Methods that a whole has from its parts, for wholes that are asked much that parts answer.

Knows: where a part stands in a whole. Must not know: any part.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Concatenate


class PartMethod[**P, R](property):
    """A method of a part, called as if it were the whole's own.

    The part is asked for it at each call, without a function in between: what somebody has put in
    the method's place at that part is called, too.

    Parameters:
        part: the attribute of the whole in which the part stands.
        method: the method, as the part's class has it.

    Attributes:
        method: the same.
    """

    def __init__(self, part: str, method: Callable[Concatenate[Any, P], R]) -> None:
        super().__init__(attrgetter(f"{part}.{method.__name__}"), doc=method.__doc__)
        self.method = method

    if TYPE_CHECKING:

        def __get__(self, whole: Any, owner: type | None = None, /) -> Callable[P, R]: ...
