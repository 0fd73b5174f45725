"""What of a widget outlives the process, as the program says it.

Knows: what both APIs take for it. Must not know: stores, threads, or how anything is kept.
"""

from typing import Any

from pgwidgets_proto.sessions import Kept

from .._public import spoken_as


@spoken_as("Widget")
class KeepsWidget[R]:
    """The part of a widget that says what is kept of it. ``R`` is what a call gives back."""

    __slots__ = ()

    _pgwidgets: Any

    def keep(self, is_kept: bool = True) -> R:
        """Have all its values outlive the process, whoever sets them; or none of them.

        Without it, those are kept that a user has ever changed. Without a store it does nothing.
        """
        engine = self._pgwidgets
        where = f"{type(self).__name__}.keep(): is_kept"
        if not isinstance(is_kept, bool):
            raise TypeError(f"{where} is {is_kept!r}; it must be True or False")
        kept: Kept | None = engine.session.core.kept
        if kept is None:
            done: R = engine.session.complete()
        else:
            done = engine.session.do(kept.choose, engine.node, is_kept)
        return done

    def redeliver(self, action: str) -> R:
        """After a crash, call this action's handlers again for actions that may have been handled.

        They are called at least once, perhaps twice. Without it, what a user did in the last moment
        before a crash is not repeated, and its user is told how much that is.

        Parameters:
            action: such as ``"activated"``.

        Raises:
            ValueError: the class has no such action.
        """
        engine = self._pgwidgets
        name = engine.node.cls.action_name(action)
        if name not in engine.node.cls.actions:
            raise ValueError(
                f"{type(self).__name__}.redeliver(): action is {action!r}; it must be one of "
                f"{', '.join(map(repr, engine.node.cls.actions))}"
            )
        kept: Kept | None = engine.session.core.kept
        if kept is None:
            done: R = engine.session.complete()
        else:
            done = engine.session.do(kept.repeat, engine.node, name)
        return done


def give_name(engine: Any, name: object) -> None:
    """Give a widget that was just made the name by which a later run knows it again.

    Parameters:
        engine: the widget's.
        name: the name.

    Raises:
        TypeError, ValueError: no text, or the name of another one; the widget is destroyed.
    """
    core = engine.session.core
    kept: Kept | None = core.kept
    try:
        if kept is not None:
            engine.session.act(kept.names.give, engine.node, name, core.nodes)
        elif not isinstance(name, str):
            raise TypeError(f"{engine.node.cls.name}(): name is {name!r}; it must be a text")
    except (TypeError, ValueError):
        engine.session.act(core.destroy, engine.node)
        raise
