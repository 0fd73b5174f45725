"""The roles that users of a session have: what each may do, and of which widgets.

Knows: the names of roles, and the widgets that each is allowed and forbidden. Must not know: who
has which role, links, or what a report says.

Rules:

* What is said of a widget goes for all that is in it, unless something else is said of a part.
* An operator may do all that is not forbidden; everybody else nothing that is not allowed.
* Users who may hold control have a rank; a user of a higher rank may take control from a lower one.
"""

import enum
import re
from collections.abc import Callable, Iterable

from ...widgets.widget import Node

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,49}")
"""What a role's name may be: it stands in tokens, between dots."""

_MOST = 100


class Role(enum.StrEnum):
    """The roles that every session has.

    Attributes:
        OPERATOR: whatever the page offers.
        OBSERVER: look. What such a browser reports changes nothing, and reaches no handler.
    """

    OPERATOR = "operator"
    OBSERVER = "observer"


OWNER_RANK = 1_000
"""The rank of those who have the session's own credentials."""


class Rules:
    """What one role may do.

    Attributes:
        allowed, forbidden: ids of widgets.
        rank: of who may hold control; None: they may not.
    """

    __slots__ = ("allowed", "forbidden", "rank")

    def __init__(self, rank: int | None = None) -> None:
        self.allowed: set[int] = set()
        self.forbidden: set[int] = set()
        self.rank = rank


class Roles:
    """The roles of one session.

    Parameters:
        changed: is called when somebody may do more, or less, than before.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._rules: dict[str, Rules] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All roles: the two that every session has, then the program's own."""
        return tuple(dict.fromkeys((*Role, *self._rules)))

    def define(
        self, name: str, allow: Iterable[Node], forbid: Iterable[Node], rank: int | None
    ) -> None:
        """Make a role, or say anew what it is.

        Raises:
            ValueError: the name is none, or that of a role that every session has; or there are
                too many.
        """
        if name in tuple(Role):
            raise ValueError(f"role {name!r} is what it is; allow() and forbid() say more of it")
        if _NAME.fullmatch(name) is None:
            raise ValueError(
                f"role is {name!r}; it must begin with a letter, and have only letters, digits, "
                f"'_' and '-', 50 at most"
            )
        if name not in self._rules and len(self._rules) >= _MOST:
            raise ValueError(f"role {name!r} would be one of more than {_MOST}")
        rules = self._rules[name] = Rules(rank)
        rules.allowed.update(node.wid for node in allow)
        rules.forbidden.update(node.wid for node in forbid)
        self._changed()

    def allow(self, name: str, node: Node) -> None:
        """Have users of a role act on a widget, and on all that is in it.

        Raises:
            ValueError: there is no such role.
        """
        rules = self._own(name)
        rules.forbidden.discard(node.wid)
        rules.allowed.add(node.wid)
        self._changed()

    def forbid(self, name: str, node: Node) -> None:
        """Have users of a role not act on a widget, nor on anything in it; as :meth:`allow`."""
        rules = self._own(name)
        rules.allowed.discard(node.wid)
        rules.forbidden.add(node.wid)
        self._changed()

    def rules(self, name: str) -> Rules:
        """What a role may do; nothing, if nobody has said what it is."""
        return self._rules.get(name) or Rules(0 if name == Role.OPERATOR else None)

    def widgets_gone(self, is_gone: Callable[[int], bool]) -> None:
        """Remember nothing of widgets that have ended; their ids are not used again."""
        for rules in self._rules.values():
            for ids in (rules.allowed, rules.forbidden):
                ids.difference_update([wid for wid in ids if is_gone(wid)])

    def _own(self, name: str) -> Rules:
        if name not in self.names:
            known = ", ".join(map(repr, map(str, self.names)))
            raise ValueError(f"role is {name!r}; the session's roles are {known}")
        rules = self._rules.get(name)
        if rules is None:
            rules = self._rules[name] = self.rules(name)
        return rules


def is_allowed(rules: Rules, node: Node | None, *, otherwise: bool) -> bool:
    """Whether a role may act on a widget.

    Parameters:
        rules: the role's.
        node: the widget.
        otherwise: what goes for a widget of which nothing is said.
    """
    while node is not None:
        if node.wid in rules.forbidden:
            return False
        if node.wid in rules.allowed:
            return True
        node = _around(node)
    return otherwise


def _around(node: Node) -> Node | None:
    """What a widget is in: its parent, or the window that this has made for it."""
    parent = node.parent
    if parent is None or not parent.slots or parent.slots[0].window is None:
        return parent
    return next((slot.window for slot in parent.slots if slot.child is node), None) or parent
