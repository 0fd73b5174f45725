"""What the user of each browser of a session may do now, and what follows when that changes.

Knows: shares, roles and control together. Must not know: what is done with a report that does not
count (watching.py), or how one that counts is carried out.

A report is judged twice: when it comes, and when it is taken, since much may have changed between.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from ..deadlines import Deadlines
from ..errors import CloseCode
from ..limits import Limits
from ..views.link import Link
from ..views.link_state import LinkState
from ..views.seam import Badge
from ..widgets.reporting import ActionReport
from ..widgets.widget import Node
from ..wire.messages import Callback, Geometry, Rights
from ..wire.outgoing import Touch
from .asking.pending import Pending
from .delegating import of_part
from .events import ControlChanged
from .people.control import Control
from .people.roles import OWNER_RANK, Role, Roles, is_allowed
from .people.shares import Share, Shares, Terms
from .receiving.browser_report import BrowserReport, Reporting
from .receiving.inbox import Inbox
from .receiving.layout_reports import LAYOUT
from .receiving.transfers import Transfers
from .receiving.watching import Watching
from .telling.audience import Audience


class Shown(Reporting, Badge, Protocol):
    """A session: what reports ask of it, and what its owner's browsers come in by.

    Attributes:
        viewport: the page size that a browser reported last.
    """

    viewport: tuple[float, float]

    @property
    def id(self) -> int | str:
        """Its id."""
        ...

    @property
    def is_destroyed(self) -> bool:
        """Whether it has ended."""
        ...


class Authority:
    """What the users of one session's browsers may do.

    Parameters:
        session: the session.
        limits, deadlines: the hub's.
        mint: gives the token of a new share.
        audience, inbox, pending, transfers, watching: the session's.

    Attributes:
        shares: the links to the session that were passed on.
        roles: what each role may do.
        control: who is at the controls.
        own_views: what pages show otherwise than the session.
    """

    brings = of_part("_transfers", Transfers.knows)
    refuse_report = of_part("_watching", Watching.refuse_report)
    count_refused = of_part("_watching", Watching.count)
    refuse_places = of_part("_watching", Watching.refuse_places)

    def __init__(
        self,
        session: Shown,
        limits: Limits,
        deadlines: Deadlines,
        mint: Callable[[Terms], str],
        audience: Audience,
        inbox: Inbox,
        pending: Pending,
        transfers: Transfers,
        watching: Watching,
    ) -> None:
        self._session = session
        self._goodbye_grace = limits.goodbye_grace
        self._audience = audience
        self._inbox = inbox
        self._pending = pending
        self._transfers = transfers
        self._watching = watching
        self.own_views = watching.own_views
        self.shares = Shares(deadlines, limits.shares, mint, self._share_ended)
        self.roles = Roles(self._roles_changed)
        self.control = Control(deadlines, audience.links, self._rank, self._control_changed)
        inbox.may_count = self.may_count
        inbox.may = self.may

    # --- what links ask

    def rights_of_new(self, link: Link) -> Rights | None:
        """What the user of a page that has just come may do; None: all."""
        self.control.came(link)
        return self._judge(link)

    def moved(self, link: Link, after: LinkState, *, said_goodbye: bool) -> None:
        """A link has come to another state; others have heard of it."""
        if after is LinkState.GONE:
            self._watching.link_gone(link)
        if not self.control.is_on:
            return
        match after:
            case LinkState.DETACHED:
                self.control.lost(link, is_gone=False, most=self.control.patience)
            case LinkState.GONE:
                most = self._goodbye_grace if said_goodbye else self.control.patience
                self.control.lost(link, is_gone=True, most=most)
            case LinkState.ATTACHED:
                self.control.back(link)

    def may_report(self, link: Link, message: Callback) -> bool:
        """Whether a report counts of a browser whose user may not do all."""
        node = self._session.nodes.get(message.wid)
        if node is None or message.action in LAYOUT:  # a window's place is judged as it is taken
            return link.may_act
        if message.by_itself:  # as the browser says
            return link.may_act and self.may(link, node)
        action = node.cls.actions.get(message.action)
        report = None if action is None else action.report
        touches = report.values(node) if isinstance(report, ActionReport) else None
        return self.may(link, node) and self.may_touch(link, touches or ())

    # --- what reports ask

    def may(self, link: Link, node: Node) -> bool:
        """Whether a browser's user may act on a widget."""
        if link.rights is None:
            return True
        if not link.takes_part:
            return False
        rules = self.roles.rules(link.badge.role)
        return is_allowed(rules, node, otherwise=link.may_act)

    def may_touch(self, link: Link, touches: Iterable[Touch]) -> bool:
        """Whether a browser's user may act on all widgets that some values are of."""
        if link.rights is None:
            return True
        nodes = self._session.nodes
        concerned = {touch.wid for touch in touches}
        return all(wid not in nodes or self.may(link, nodes[wid]) for wid in concerned)

    def may_count(self, report: BrowserReport) -> bool:
        """Whether a report that has waited still counts; else what it did is undone on its page."""
        link, message = report.view, report.message
        if isinstance(message, Geometry):
            may_count = link.may_act
        else:
            may_count = self.may_report(link, message)
            if not may_count:
                self._watching.undo(report, message)
        return may_count

    # ------------------------------------------------------------------------------------------

    def _judge(self, link: Link) -> Rights | None:
        badge, control = link.badge, self.control
        is_owner = badge is self._session
        if isinstance(badge, Share) and badge.root.end is not None:
            return Rights(role=badge.role)
        rules = self.roles.rules(badge.role)
        acts = control.holder is link if control.is_on else badge.role == Role.OPERATOR
        if acts and (is_owner or not rules.forbidden):
            return None
        allow, forbid = sorted(rules.allowed), sorted(rules.forbidden)
        return Rights(role=badge.role, acts=acts, allow=tuple(allow), forbid=tuple(forbid))

    def _judge_all(self) -> None:
        audience = self._audience
        concerned = (*audience.views, *audience.departed, *self._inbox.links())
        for link in dict.fromkeys(concerned):
            could_act = link.may_act
            link.set_rights(self._judge(link))
            if could_act and not link.may_act:
                audience.user_rests(link)
                self._pending.not_to_count(link)
                self._pending.ask_another(link)
                self._transfers.link_gone(link)
            elif link.may_act and not could_act:
                # What its user does is the session's from now on.
                self.own_views.follow(link, is_following=link.own_view.is_following)
                self._pending.ask_again()

    def _roles_changed(self) -> None:
        self._judge_all()
        if self.control.is_on:
            self.control.ended()

    def _rank(self, link: Link) -> int | None:
        badge = link.badge
        if badge is self._session:
            return OWNER_RANK
        if isinstance(badge, Share) and badge.root.end is not None:
            return None
        return self.roles.rules(badge.role).rank

    def _control_changed(self) -> None:
        if self._session.is_destroyed:
            return
        self._judge_all()
        control = self.control
        self._inbox.put_event(ControlChanged(holder=control.holder, requests=control.requests))

    def _share_ended(self, share: Share, reason: str) -> None:
        """A share has ended: close the browsers that came by it."""
        self._judge_all()
        for link in self._session.views:
            if isinstance(link.badge, Share) and link.badge.root is share:
                link.shut(CloseCode.SHARE_ENDED, reason)
        if self.control.is_on:
            self.control.ended()
