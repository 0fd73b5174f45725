"""What every widget has, in both APIs.

Knows: how a widget is made, and the methods that are no entries of the catalogue. Must not know:
async or sync, sockets, event loops, any widget class by name.

An API has its own base class; all that differs is what a call gives back, which its session says.
"""

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pgwidgets_proto import Session as CoreSession
from pgwidgets_proto.widgets import WidgetClass, argument_names

from .._color_words import doubt_colors
from .._files import (
    LocalFiles,
    local_files_as_data,
    setters_files_as_data,
    to_data_uri,
)
from .._handlers import Handler, also_by_name
from .._public import is_ours, shown, spoken_as
from .._sources import connect, feed_of, may_have_source
from .._warn import warn_of
from .classes import WidgetType
from .engine import WidgetEngine, make, node_of
from .guarded import Guarded
from .kept import KeepsWidget, give_name
from .other_names import method_meant

if TYPE_CHECKING:
    from ..asking.binding import Binding
    from ..asking.busy import Busy
    from ..asking.shortcuts import Scope


@functools.lru_cache(maxsize=1024)  # programs ask with hasattr(), for one name again and again
def _meant(cls: Any, name: str) -> str | None:
    """What somebody means by a name that a class of widgets has not; None: nothing comes near."""
    known = [one for one in dir(cls) if one[0] != "_"]
    return method_meant(name, known, cls._pgwidgets_spec.actions)


def _explained(
    exc: TypeError, spec: WidgetClass, args: tuple[Any, ...], keywords: Mapping[str, Any]
) -> str | None:
    """An error of a constructor with what only this side knows of it; None: nothing more."""
    from ..asking.validating import CLASSES  # late: few programs check what users type

    known = argument_names(spec)
    adds = next((one for one in ("append_text", "add_name") if one in spec.methods), None)
    listed = "items" in keywords or (args and isinstance(args[0], (list, tuple)))
    hint = "" if adds is None or not listed else f"; {adds}() adds texts, one at a time"
    unknown = [name for name in keywords if name not in known]
    if not unknown:
        return f"{exc}{hint}" if hint else None
    also = ("name", "validator") if spec.name in CLASSES else ("name",)
    known += [one for one in also if one not in known]
    return f"{spec.name}() has no argument {unknown[0]!r}; it takes {', '.join(known)}{hint}"


@spoken_as("Widget")
class BaseWidget[S, R](Guarded[R], KeepsWidget[R], metaclass=WidgetType):
    """What the widgets of both APIs have in common.

    ``S`` is the API's session, and ``R`` what a call gives back that gives no value.

    Parameters:
        session: where it lives; classes of ``session.get_widgets()`` supply it.
        args, kwargs: the class's arguments, then its options by position or name; any other
            keyword ``k`` is ``set_k(value)``, but for ``name``, by which a later run of the program
            knows the widget again (where the class has no ``name`` of its own).

    Raises:
        TypeError, ValueError: arguments that the class does not take.
    """

    # A class with no slots lays out thirty attributes in each of its objects. What programs set of
    # an object goes into its __dict__, which is made then.
    __slots__ = ("__dict__", "__weakref__", "_pgwidgets")

    _pgwidgets: WidgetEngine
    _pgwidgets_spec: ClassVar[WidgetClass]
    _pgwidgets_takes_files: ClassVar[bool]

    def __init__(self, session: S, *args: Any, **kwargs: Any) -> None:
        name = type(self).__name__
        engine: Any = getattr(session, "_pgwidgets", None)
        if not isinstance(getattr(engine, "core", None), CoreSession):
            raise TypeError(f"{name}(): session is {session!r}; it must be a Session")
        try:
            spec = type(self)._pgwidgets_spec
        except AttributeError:
            raise TypeError(f"{name}() makes no widget: it is what all have in common") from None
        validator = None
        if "validator" in kwargs and all(one.name != "validator" for one in spec.options):
            validator = kwargs.pop("validator")
        if kwargs:
            doubt_colors(f"{spec.name}()", (), (), kwargs)
        has_files = type(self)._pgwidgets_takes_files
        if kwargs or has_files:
            files = LocalFiles(spec.name, f"{spec.name}()", engine.app.settings.file_roots)
            if has_files:
                args, kwargs = local_files_as_data(files, (*spec.args, *spec.options), args, kwargs)
            kwargs = setters_files_as_data(files, spec, kwargs)
        own_name = None
        if "name" in kwargs and all(one.name != "name" for one in (*spec.args, *spec.options)):
            own_name = kwargs.pop("name")
        feed = None
        if kwargs and may_have_source(spec, kwargs):
            feed = feed_of(kwargs["source"], kwargs.get("columns"))
            kwargs = {**kwargs, "source": feed}
        try:
            engine.act(make, self, engine, spec, args, kwargs)
        except TypeError as exc:
            explained = _explained(exc, spec, args, kwargs)
            if explained is None:
                raise
            raise TypeError(explained) from None
        if feed is not None:
            connect(feed, engine, self._pgwidgets.node)
        if own_name is not None:
            give_name(self._pgwidgets, own_name)
        if validator is not None:
            BaseWidget.set_validator(self, validator)

    if not TYPE_CHECKING:  # what is not there is for type checkers to say

        def __getattr__(self, name: str) -> Any:
            cls = type(self)
            if hasattr(cls, name):  # a property of a subclass has failed: that is to be told
                return object.__getattribute__(self, name)
            fault = f"{cls.__name__!r} object has no attribute {name!r}"
            if name.startswith("_"):
                raise AttributeError(fault, name=name, obj=self)
            meant = _meant(cls, name)
            raise AttributeError(fault if meant is None else f"{fault}; did you mean {meant}?")

        def __setattr__(self, name: str, value: Any) -> None:
            object.__setattr__(self, name, value)
            # A class of the program's may have attributes of any name; one of ours is taken at
            # its word.
            cls = type(self)
            if name[0] != "_" and is_ours(cls) and f"set_{name}" in cls._pgwidgets_spec.methods:
                warn_of(
                    [
                        f"{cls.__name__}.{name} = … changes nothing that is shown; did you mean "
                        f"set_{name}()?"
                    ]
                )

    def _pgwidgets_made(self) -> None:
        """The constructor of the very class has returned; each API says what happens then."""

    # --- what every widget has

    @shown
    def wid(self) -> int:
        """The widget's id, unique in its session."""
        return self._pgwidgets.node.wid

    @shown
    def session(self) -> S:
        """The session that it lives in."""
        session: S = self._pgwidgets.session.public
        return session

    @shown
    def is_destroyed(self) -> bool:
        """Whether it has ended: by its ``destroy()``, with what it was in, or with its session.

        Its methods do nothing then, and its getters give the last value.
        """
        return self._pgwidgets.node.destroyed

    @also_by_name
    def on(self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any) -> R:
        """Have a handler called when something happens to the widget.

        An action that the class does not have is never told: a warning
        (:class:`~pgwidgets.PgwidgetsCompatWarning`) lists those that it has.

        Parameters:
            action: what happens, as ``"activated"``; ``-`` and ``_`` are the same in it.
            handler: gets what goes with the action, then ``extra`` and ``keywords``. Both may be
                given by name.

        Raises:
            TypeError: the handler can't be called, or the action is no text.
        """
        listener = Handler(handler, extra, keywords, gets_widget=False)
        done: R = self._pgwidgets.add(self, action, listener)
        return done

    @also_by_name
    def add_callback(
        self, action: str, handler: Callable[..., object], /, *extra: Any, **keywords: Any
    ) -> R:
        """As :meth:`on`, but the handler gets the widget first."""
        listener = Handler(handler, extra, keywords, gets_widget=True)
        done: R = self._pgwidgets.add(self, action, listener)
        return done

    def remove_callback(self, action: str, handler: Callable[..., object]) -> R:
        """Have a handler called no more; one that is not there is ignored."""
        done: R = self._pgwidgets.remove(self, action, handler)
        return done

    def busy(
        self, text: str = "", *, total: float | None = None, cancel: bool | str = False
    ) -> "Busy":
        """A block in which it is covered, so that nothing in it can be used.

        Parameters:
            text: what it says meanwhile; no markup.
            total: how much there is to do, which :meth:`Busy.step` counts; None: nobody knows.
            cancel: whether a button ends it, or what that says.
        """
        from ..asking.busy import busy  # late: few programs use it

        engine = self._pgwidgets
        return busy(engine.session, engine.node.wid, text, total, cancel)

    def add_shortcut(
        self,
        keys: str,
        handler: Callable[[], Any] | None = None,
        *,
        label: str = "",
        scope: "Scope | None" = None,
    ) -> Any:
        """Have something done when keys are pressed.

        Parameters:
            keys: such as ``"Ctrl+S"``, ``"F5"`` or ``"?"``; on a Mac ``Ctrl`` is the Command key.
            handler: gets nothing; None: it is as if the widget were clicked, as a button or an
                entry of a menu, which shows the keys.
            label: what it does, for the list of all shortcuts, which ``?`` opens; by default what
                stands on the widget.
            scope: where the focus must be: in this ``"widget"``, in its ``"window"``, or anywhere
                in the ``"page"``. None: in the widget, or anywhere where there is no handler.

        Returns:
            A :class:`~pgwidgets.asking.shortcuts.Shortcut`, to remove it.

        Raises:
            ValueError: no such key; or one that browsers keep for themselves, as ``Ctrl+W``; or one
                that does something there already.
        """
        from ..asking.shortcuts import add_shortcut

        session, where = self._pgwidgets.session, f"{type(self).__name__}.add_shortcut()"
        made = add_shortcut(session, where, keys, handler, label, scope, self)
        return session.complete(made)

    def bind(
        self,
        name: str,
        model: object,
        field: str,
        *,
        format: str | Callable[[Any], Any] | None = None,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have a value of the widget be that of a model, whichever of them changes.

        Parameters:
            name: of the value: ``"color"`` is what ``set_color()`` sets.
            model: an object whose class is :func:`~pgwidgets.asking.observable.observable`, or
                derived from :class:`~pgwidgets.asking.observable.Observable`.
            field: the model's attribute.
            format: how the value is written, as ``"{:.1f} °C"`` or ``".1f"``, or a function of it;
                None: as it is.
            parse: gives the model's value of what a user has chosen or typed; None: by the declared
                type. What it raises as ValueError has the widget show the model's value again.
            two_way: whether the model has what users do.

        Raises:
            TypeError: the widget has no such value, or the model tells no changes.
            AttributeError: the model has no such attribute.
        """
        from ..asking.binding import bind

        return bind(self, name, model, field, format, parse, two_way)

    def bind_text(
        self,
        model: object,
        field: str,
        *,
        format: str | Callable[[Any], str] | None = str,
        parse: Callable[[str], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have its text be that of a model; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(
            self, "text", model, field, format=format, parse=parse, two_way=two_way
        )

    def bind_value(
        self,
        model: object,
        field: str,
        *,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have its value be that of a model; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(self, "value", model, field, parse=parse, two_way=two_way)

    def bind_state(
        self,
        model: object,
        field: str,
        *,
        parse: Callable[[Any], Any] | None = None,
        two_way: bool = True,
    ) -> "Binding":
        """Have it be on or off as a model says; as :meth:`bind`, which has the parameters."""
        return BaseWidget.bind(self, "state", model, field, parse=parse, two_way=two_way)

    def set_validator(self, validator: Callable[[str], object] | None) -> R:
        """Have the text of a TextEntry or a TextArea checked as it is typed.

        Where it is wrong, the border is red and the tooltip says why. The option ``validator`` is
        the same.

        Parameters:
            validator: gets the text, and raises ValueError where it is wrong, as ``int`` does; what
                it gives is dropped. None: it is not checked any more.

        Raises:
            TypeError: another class, or what can't be called.
        """
        from ..asking.validating import set_validator

        done: R = set_validator(self, validator)
        return done

    def get_fault(self) -> str:
        """What the validator finds wrong with the text; ``""``: nothing."""
        from ..asking.validating import fault_of

        return fault_of(self)

    if TYPE_CHECKING:

        def destroy(self) -> R:
            """End it; it can't be used any more."""
            ...

    def has_callback(self, action: str) -> bool:
        """Whether the class has this action."""
        spec = type(self)._pgwidgets_spec
        return spec.action_name(action) in spec.actions

    to_data_uri = staticmethod(to_data_uri)

    def __repr__(self) -> str:
        node = node_of(self)
        name = type(self).__name__
        return f"<{name} (not made yet)>" if node is None else f"<{name} {node.wid}>"
