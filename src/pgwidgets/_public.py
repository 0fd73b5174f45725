"""The names of public objects: one of them is ours, and all others are the program's.

Knows: the rule, and how a property keeps to it. Must not know: what any object does.

Programs derive classes from `Application`, from the widget classes and from `Callbacks`, and keep
what they like under any name: a `lock`, a `url`, a `log`, a `state`. So an object that a program
may derive from holds **nothing of ours but what begins with `_pgwidgets`**:

* an instance has `_pgwidgets`: its engine, which has all state and does all work. Public methods
  say in their docstrings what they do, and hand the work to it.
* a class has `_pgwidgets_engine`, `_pgwidgets_spec` and the like.

An engine never asks its public object for anything: a derived class may have put something else
in that place. It knows the object only to hand it to the program's handlers.

Properties are made with :class:`shown`, so that a derived class may have an attribute of that name.
"""

from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

__all__ = ["is_ours", "placed", "shown", "spoken_as"]

_OWN = "pgwidgets"
"""The package whose classes keep their properties."""


def placed(cls: type[Any], module: str) -> None:
    """Have a class that a function has made say where programs find it, and its methods, too.

    Parameters:
        cls: the class.
        module: where programs find it.
    """
    cls.__module__, cls.__qualname__ = module, cls.__name__
    for name, found in vars(cls).items():
        if isinstance(found, FunctionType):
            found.__qualname__ = f"{cls.__name__}.{name}"


def spoken_as[C: type[Any]](name: str) -> Callable[[C], C]:
    """Have the methods of a class that programs do not see named by the class that they see.

    Python's own errors name a method so: of a wrong argument, for instance.

    Parameters:
        name: the class that has them in the end, as ``"Session"``.
    """

    def named(cls: C) -> C:
        for attribute, found in vars(cls).items():
            while isinstance(found, FunctionType):
                found.__qualname__ = f"{name}.{attribute}"
                found = getattr(found, "__wrapped__", None)
        return cls

    return named


def is_ours(cls: type[Any]) -> bool:
    """Whether a class is the library's, not one that a program has derived from it."""
    return cls.__module__.partition(".")[0] == _OWN


if TYPE_CHECKING:
    from builtins import property as shown  # what it is in a class of ours
else:

    class shown(property):
        """A property that can't be set, except where a derived class wants the name for itself."""

        _is_taken = False  # until an object does; looking into its __dict__ costs memory

        def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
            if self._is_taken and instance is not None:
                name = self.fget.__name__
                if name in instance.__dict__:
                    return instance.__dict__[name]
            return super().__get__(instance, owner)

        def __set__(self, instance: Any, value: Any) -> None:
            if is_ours(type(instance)):
                super().__set__(instance, value)  # which says that it can't be set
            else:
                self._is_taken = True
                instance.__dict__[self.fget.__name__] = value

        def __delete__(self, instance: Any) -> None:
            if instance.__dict__.pop(self.fget.__name__, self) is self:
                super().__delete__(instance)
