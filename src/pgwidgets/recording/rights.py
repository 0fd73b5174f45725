"""What is recorded, and done again, of who may do what: shares, roles, control.

Knows: the calls of the core that change it. Must not know: files, or what else is recorded.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets_proto import Link, Session
from pgwidgets_proto.sessions import Terms

from .program import ProgramSteps

_OF_BROWSERS = ("request", "withdraw", "grant", "take")


def of_terms(terms: Terms | None) -> list[Any] | None:
    """What a share allows, as a recording has it."""
    if terms is None:
        return None
    return [str(terms.role), terms.expires_at, terms.uses, terms.is_following]


def terms_of(given: Any) -> Terms | None:
    """What a share allows, of a recording."""
    if given is None:
        return None
    role, expires_at, uses, *more = given
    return Terms(role, expires_at, uses, *more)


def tap_rights(
    session: Session, me: int | str, do: Callable[..., Any], name: Callable[[str], str]
) -> None:
    """Have what the program says of roles and control written down.

    Parameters:
        session: of the core.
        me: what it is called in the recording.
        do: carries out a call as a step: given a function that tells the step, and the call.
        name: hides a secret.
    """
    authority = session.authority
    control, roles, views = authority.control, authority.roles, authority.own_views

    def of_browser(what: str) -> Callable[[Link], Any]:
        call = getattr(control, what)
        return lambda link: do(lambda: ["control", me, what, name(link.id)], lambda: call(link))

    start, follow = control.start, views.follow
    vars(control).update({what: of_browser(what) for what in _OF_BROWSERS})
    for what in ("stop", "release"):
        vars(control)[what] = _plain(getattr(control, what), do, ["control", me, what])
    vars(control)["start"] = lambda link, patience: do(
        lambda: ["control", me, "start", None if link is None else name(link.id), patience],
        lambda: start(link, patience),
    )

    def of_role(what: str) -> Callable[..., Any]:
        call = getattr(roles, what)
        return lambda role, node: do(
            lambda: ["role", me, what, role, node.wid], lambda: call(role, node)
        )

    define = roles.define
    vars(roles).update(
        allow=of_role("allow"),
        forbid=of_role("forbid"),
        define=lambda role, allow, forbid, rank: do(
            lambda: ["role", me, "define", role, _wids(allow), _wids(forbid), rank],
            lambda: define(role, allow, forbid, rank),
        ),
    )
    vars(views)["follow"] = lambda link, *, is_following: do(
        lambda: ["follow", me, name(link.id), is_following],
        lambda: follow(link, is_following=is_following),
    )


def _plain(call: Callable[[], Any], do: Callable[..., Any], step: list[Any]) -> Callable[[], Any]:
    return lambda: do(lambda: step, call)


def _wids(nodes: Any) -> list[int]:
    return [node.wid for node in nodes]


class RightsAgain(ProgramSteps):
    """Does again what was said of roles and control, beside what else programs do."""

    def do_control(self, session: int | str, what: str, *args: Any) -> Any:
        """Do something with control."""
        control = self.session(session).authority.control
        if what in ("stop", "release"):
            return getattr(control, what)()
        link, *more = args
        found = None if link is None else self._view(session, link)
        return getattr(control, what)(found, *more)

    def do_role(self, session: int | str, what: str, role: str, *args: Any) -> None:
        """Say something of a role."""
        core = self.session(session)
        roles = core.authority.roles
        if what == "define":
            allow, forbid, rank = args
            allowed = [self.node(core, wid) for wid in allow]
            forbidden = [self.node(core, wid) for wid in forbid]
            roles.define(role, allowed, forbidden, rank)
        else:
            getattr(roles, what)(role, self.node(core, args[0]))

    def do_follow(self, session: int | str, link: str, is_following: bool) -> None:
        """Have a page show the session's view, or its own."""
        views = self.session(session).authority.own_views
        views.follow(self._view(session, link), is_following=is_following)

    def _view(self, session: int | str, link: str) -> Link:
        found = self.session(session).audience.find(link)
        if found is None:
            raise LookupError(f"no browser has the view {link!r}")
        return found
