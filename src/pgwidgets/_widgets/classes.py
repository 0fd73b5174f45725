"""The type of widget classes, and the classes of one session.

Knows: how a class is bound to a session, and what it takes. Must not know: which classes there
are, what a widget does.
"""

import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from pgwidgets_proto.widgets import GATHERING, Param, default_value

from .engine import node_of


class WidgetType(type):
    """The type of widget classes, whose constructors take the session first."""

    if not TYPE_CHECKING:  # to a type checker a class is called as its constructor says

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            widget = super().__call__(*args, **kwargs)
            if node_of(widget) is None:
                name = cls.__name__
                raise TypeError(f"{name}.__init__() must call super().__init__(session, ...)")
            cls._pgwidgets_made(widget)
            return widget

    @property
    def __signature__(cls) -> inspect.Signature:
        """What a call of the class takes."""
        own = None
        for base in cls.__mro__:
            own = base.__dict__.get("_pgwidgets_signature")
            if own is None and "__init__" in base.__dict__:
                own = inspect.signature(base.__dict__["__init__"])
                own = own.replace(parameters=list(own.parameters.values())[1:])
            if own is not None:
                break
        assert isinstance(own, inspect.Signature)  # object has an __init__
        return own


class _BoundClass:
    # A widget class with the session that its instances belong to. (Its docstring is the class's.)
    #
    # Button(session, "x") and W.Button("x") make the same widget; a class derived from either takes
    # the session as its first argument. It stands for the class wherever Python asks, and is no
    # class itself: each of those takes 2.3 KB, and a session would have some of its own.

    __slots__ = ("_cls", "_session")

    def __init__(self, cls: Any, session: Any) -> None:
        self._cls = cls
        self._session = session

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._cls(self._session, *args, **kwargs)

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        doc: str | None = self._cls.__doc__
        return doc

    @property
    def __bases__(self) -> tuple[Any, ...]:  # issubclass() goes by these
        return (self._cls,)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return (self._cls,)

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._cls)

    def __subclasscheck__(self, cls: Any) -> bool:
        return issubclass(cls, self._cls)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cls, name)

    @property
    def __signature__(self) -> inspect.Signature:
        own = inspect.signature(self._cls)
        return own.replace(parameters=list(own.parameters.values())[1:])

    def __or__(self, other: Any) -> Any:
        return self._cls | other

    def __ror__(self, other: Any) -> Any:
        return other | self._cls

    def __dir__(self) -> list[str]:
        return dir(self._cls)

    def __repr__(self) -> str:
        return f"<{self._cls.__name__} of {self._session!r}>"


class ClassFinder(Protocol):
    """Knows the classes of one session.

    Attributes:
        public: the session that the program has.
    """

    public: Any

    def find_class(self, name: str) -> type[Any]:
        """The unbound class of a name; raises AttributeError."""
        ...

    def class_names(self) -> Iterator[str]:
        """All names, for completion."""
        ...


class BoundClasses:
    """The widget classes of one session: ``W.Button("x")`` makes a button there.

    Parameters:
        finder: knows the classes, and the session that instances belong to.
    """

    def __init__(self, finder: ClassFinder) -> None:
        self._finder = finder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        bound = _BoundClass(self._finder.find_class(name), self._finder.public)
        return self.__dict__.setdefault(name, bound)  # another thread may just have made it too

    def __dir__(self) -> list[str]:
        # One may have been registered in place of ours.
        return [*dict.fromkeys(self._finder.class_names())]

    def __repr__(self) -> str:
        return f"<widget classes of {self._finder.public!r}>"


def signature(params: tuple[Param, ...], *, leading: str) -> inspect.Signature:
    """The signature of a method, for editors and help()."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found = [inspect.Parameter(leading, kind)]
    may_skip = False
    for param in params:
        may_skip = may_skip or param.default is not None
        default = default_value(param) if may_skip else inspect.Parameter.empty
        found.append(inspect.Parameter(param.name, kind, default=default, annotation=param.type))
    if params and params[-1].name in GATHERING:
        found.append(inspect.Parameter("keywords", inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(found)
