"""The type of widget classes, and the classes of one session.

Knows: how a class is bound to a session, and what it takes. Must not know: which classes there
are, what a widget does.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pgwidgets_proto.widgets import GATHERING, Param, default_value

from .engine import node_of


class WidgetType(type):
    """The type of widget classes: one that is bound to a session supplies it to instances.

    ``Button(session, "x")`` and ``W.Button("x")`` make the same widget; a class derived from
    either takes the session as its first argument.
    """

    if not TYPE_CHECKING:  # to a type checker a class is called as its constructor says

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            session = cls.__dict__.get("_pgwidgets_session")
            if session is not None:
                args = (session, *args)
            widget = super().__call__(*args, **kwargs)
            if node_of(widget) is None:
                name = cls.__name__
                raise TypeError(f"{name}.__init__() must call super().__init__(session, ...)")
            cls._pgwidgets_made(widget)
            return widget

    @property
    def __signature__(cls) -> inspect.Signature:
        """What a call of the class takes: not the session, where that is supplied."""
        own = None
        for base in cls.__mro__:
            own = base.__dict__.get("_pgwidgets_signature")
            if own is None and "__init__" in base.__dict__:
                own = inspect.signature(base.__dict__["__init__"])
                own = own.replace(parameters=list(own.parameters.values())[1:])
            if own is not None:
                break
        assert isinstance(own, inspect.Signature)  # object has an __init__
        if "_pgwidgets_session" in cls.__dict__:
            return own.replace(parameters=list(own.parameters.values())[1:])
        return own


class BoundClasses:
    """The widget classes of one session: ``W.Button("x")`` makes a button there.

    Parameters:
        session: what instances belong to.
        find: gives the unbound class of a name, or raises AttributeError.
        names: all names, for completion.
    """

    def __init__(
        self, session: Any, find: Callable[[str], type[Any]], names: Callable[[], Iterator[str]]
    ) -> None:
        self._session = session
        self._find = find
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = self._find(name)
        bound = WidgetType(
            found.__name__,
            (found,),
            {
                "_pgwidgets_session": self._session,
                "__slots__": (),
                "__module__": found.__module__,
                "__doc__": found.__doc__,
            },
        )
        return self.__dict__.setdefault(name, bound)  # another thread may just have made it too

    def __dir__(self) -> list[str]:
        return [*dict.fromkeys(self._names())]  # one may have been registered in place of ours

    def __repr__(self) -> str:
        return f"<widget classes of {self._session!r}>"


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
