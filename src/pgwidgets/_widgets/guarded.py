"""Which roles may act on a widget, as programs say it.

Knows: what both APIs take for it. Must not know: how a report is judged.
"""

from typing import Any

from .._public import spoken_as


@spoken_as("Widget")
class Guarded[R]:
    """What a widget lets users of a role do. ``R`` is what a call gives that gives no value."""

    __slots__ = ()

    _pgwidgets: Any

    def allow(self, role: str) -> R:
        """Have users of a role act on it, and on all that is in it.

        Parameters:
            role: one of the session's (:attr:`Session.roles`): ``"observer"``, ``"operator"``
                (also while another one holds control), or one that was defined.

        Raises:
            ValueError: there is no such role.
        """
        done: R = _say(self, "allow", role)
        return done

    def forbid(self, role: str) -> R:
        """Have users of a role not act on it, nor on anything in it; the owner may all the same.

        Raises:
            ValueError: there is no such role.
        """
        done: R = _say(self, "forbid", role)
        return done


def _say(widget: Any, what: str, role: str) -> Any:
    engine = widget._pgwidgets
    if not isinstance(role, str):
        raise TypeError(f"{type(widget).__name__}.{what}(): role is {role!r}; it must be a text")
    session = engine.session
    return session.do(getattr(session.core.authority.roles, what), role, engine.node)
