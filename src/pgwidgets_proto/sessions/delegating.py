"""Methods that a whole has from its parts, for wholes that are asked much that parts answer.

Knows: where a part stands in a whole. Must not know: any part.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Concatenate


class PartMethod(property):
    """What :func:`of_part` makes.

    Attributes:
        method: the method, as the part's class has it.
    """

    def __init__(self, part: str, method: Callable[..., Any]) -> None:
        super().__init__(attrgetter(f"{part}.{method.__name__}"), doc=method.__doc__)
        self.method = method


def of_part[**P, R](
    part: str, method: Callable[Concatenate[Any, P], R]
) -> Callable[Concatenate[Any, P], R]:
    """A method of a part, called as if it were the whole's own.

    The part is asked for it at each call, without a function in between: what somebody has put in
    the method's place at that part is called, too.

    Parameters:
        part: the attribute of the whole in which the part stands.
        method: the method, as the part's class has it.

    Returns:
        What is the whole's method, for type checkers as for callers.
    """
    made: Any = PartMethod(part, method)
    return made  # type: ignore[no-any-return]
