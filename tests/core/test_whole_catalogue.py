"""Every message, of every class and action, by who may not act: nothing comes of any.

The same program, and the same operator amid it all, with and without a raw browser: what can be
seen of both is compared after each message. Who may act says the same, and is felt.
"""

from collections.abc import Callable
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle
from core.whole_catalogue import Case, RawBrowser, build, cases, state_of
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.events import BrowserJoined, BrowserLeft
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.widgets.widget import Node
from pgwidgets_proto.wire.messages import FromBrowser

LIMITS = Limits(refused_reports=10**6, transfers=2000, events=10**5)
ALLOWED = ("Slider", "TextSource", "TableView", "TabWidget", "RadioButton")
"""What guests may act on."""


class Run:
    """A program, an operator, a witness, and a raw browser in some role.

    Parameters:
        role: of the raw browser; None: there is none.

    Attributes:
        felt: of each case by its name, what came of it at once, in words.
        ended: the cases whose lies had the raw browser sent away.
        told: all events, as handlers get them.
        raw: the raw browser.
    """

    def __init__(self, role: str | None) -> None:
        self.hub = make_hub(LIMITS)
        self.session = self.hub.create_session()
        self.session.token = "the owner's own token"
        self.operator = connect(self.hub, self.session)
        self.witness = connect(self.hub, self.session)
        self.made = build(self.session)
        allowed = [self.made[name] for name in ALLOWED]
        self.session.authority.roles.define("guest", allowed, [], None)
        self.other = self.session.shares.make(Terms(Role.OPERATOR), None)
        share = None if role is None else self.session.shares.make(Terms(role), None)
        self.raw = None if share is None else RawBrowser(self.hub, self.session, share.token)
        self.told: list[str] = []
        self.felt: dict[str, list[str]] = {}
        self.ended: list[str] = []
        self.take()

    def take(self) -> None:
        """Let all arrive at the honest ones, and be handled."""
        self.told += [
            self.named(event)
            for event in settle(self.session, [self.operator, self.witness])
            if not isinstance(event, (BrowserJoined, BrowserLeft))
        ]
        if self.raw is not None:
            self.raw.take()

    def named(self, event: Any) -> str:
        """An event in words that are the same in each run."""
        return repr(event).replace(repr(self.operator.link), "the operator")

    def go(
        self, is_said: Callable[[Case], bool] = lambda case: True, *, is_compared: bool = True
    ) -> "Run":
        """Say each case; amid them the operator presses a button.

        Parameters:
            is_said: whether the raw browser says a case.
            is_compared: with a run in which nobody says any: then as much is done beside.
        """
        button = self.made["Button"].wid
        for number, case in enumerate(cases(self.made)):
            if not (is_compared or is_said(case)):
                continue
            self.time_passes()
            if self.raw is not None and is_said(case):
                self._say(self.raw, case)
            if number % 5 == 0:
                self.operator.click(button)
                self.take()
        return self

    def time_passes(self) -> None:
        """Let what was refused be counted anew, so that each case is undone by itself."""
        self.operator.now = self.witness.now = self.operator.now + 2.0
        if self.raw is not None:
            self.raw.now = self.operator.now
        self.hub.handle_timer(self.operator.now)
        self.operator.exchange()
        self.witness.exchange()

    def _say(self, raw: RawBrowser, case: Case) -> None:
        about = _of(case, self)
        before = self.seen(about)
        raw.say(case)
        heard = [event for event in events(self.session) if not _is_coming(event)]
        self.operator.exchange()
        self.witness.exchange()
        after = self.seen(about)
        came = [name for name in before if before[name] != after[name]]
        self.told += map(self.named, heard)
        self.felt[case.name] = [*came, *map(self.named, heard)]
        raw.take()
        if raw.is_closed:
            self.ended.append(case.name)
            raw.connect()
            self.take()

    def seen(self, node: Node | None) -> dict[str, Any]:
        """What nobody who looks on may change.

        Parameters:
            node: the one that is looked at; None: all.
        """
        session = self.session
        nodes = [*session.nodes.values()] if node is None else [node, *node.children]
        return {
            "nodes": [state_of(each) for each in nodes],
            "asker": session.audience.active_browser(None) is self.operator.link,
            "leading": session.audience.is_leading(self.operator.link),
            "viewport": session.viewport,
            "transfers": len(session.transfers),
            "bytes": [len(each.frames) for each in (self.operator, self.witness)],
            "closed": [self.operator.closed, self.witness.closed],
        }

    def felt_names(self) -> set[str]:
        """The cases of which something came."""
        return {name for name, felt in self.felt.items() if felt}

    def outcome(self) -> dict[str, Any]:
        """All that the honest ones have seen, and what there is."""
        frames = (*self.operator.frames, *self.witness.frames)
        return self.seen(None) | {"told": self.told, "frames": [frame.payload for frame in frames]}


def _is_coming(event: Any) -> bool:
    return isinstance(event, (BrowserJoined, BrowserLeft))


@pytest.fixture(scope="module")
def without() -> dict[str, Any]:
    """What there is to see of the run without anybody else."""
    return Run(None).go().outcome()


def test_an_observer_changes_nothing_by_any_message(without: dict[str, Any]) -> None:
    run = Run(Role.OBSERVER).go()
    assert run.raw is not None
    assert run.felt_names() == set()
    assert run.ended == ["goodbye"]  # it was heard to the end
    assert run.outcome() == without
    for token in (run.session.token, run.other.token):
        assert token.encode() not in run.raw.got


def test_a_guest_changes_what_it_may_and_nothing_else(without: dict[str, Any]) -> None:
    run = Run("guest")
    may = {run.made[name] for name in ALLOWED}
    run.go(lambda case: _of(case, run) not in may)
    assert run.felt_names() == set()
    assert run.outcome() == without
    again = Run("guest")
    may = {again.made[name] for name in ALLOWED}
    again.go(lambda case: case.node in may, is_compared=False)
    said = {name for name in again.felt if not name.endswith((*LAYOUT, NONSENSE))}
    assert said - again.felt_names() == set()


def test_the_same_by_an_operator_is_felt() -> None:
    """Else these tests would hold whatever an observer might do."""
    run = Run(Role.OPERATOR).go()
    said = {name for name in run.felt if not name.endswith(SILENT)}
    logged = {name for name, felt in run.felt.items() if all("Refused" in what for what in felt)}
    deaf = said & logged
    assert len(deaf) <= 0.05 * len(said), deaf


@pytest.mark.parametrize("way", ["revoked", "controlled"])
def test_what_waits_changes_nothing_once_its_user_may_not_act_any_more(way: str) -> None:
    run = Run(Role.OPERATOR)
    session, raw = run.session, run.raw
    assert raw is not None
    before, told = run.seen(None), len(run.told)
    reports = [case for case in cases(run.made) if case.node and not case.name.endswith("oddly")]
    for case in reports:
        raw.say(case)
    assert len(session.inbox) > 300
    if way == "revoked":
        session.shares.revoke(raw.link.badge)
    else:
        session.authority.control.start(run.operator.link, 10.0)
    run.take()
    assert [event for event in run.told[told:] if "ControlChanged" not in event] == []
    assert run.seen(None)["nodes"] == before["nodes"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.OBSERVER, "guest"])
@pytest.mark.parametrize("is_error", [False, True])
def test_who_may_not_act_answers_no_question(role: str, is_error: bool) -> None:
    run = Run(role)
    assert run.raw is not None
    button, video = run.made["Button"], run.made["VideoWidget"]
    run.operator.click(button.wid)
    run.take()
    press = {"type": "callback", "wid": button.wid, "action": "activated", "args": []}
    run.raw.say(Case("press", button, [press]))
    run.take()
    question = run.session.call(video, "get_duration")
    run.raw.answer(None if is_error else 123.0)
    assert question.is_settled is (role == Role.OPERATOR)
    run.take()
    assert question.is_settled
    lied = (question.failure is not None) if is_error else question.result() == 123.0
    assert lied is (role == Role.OPERATOR)


def test_the_cases_have_every_class_action_and_kind_of_message() -> None:
    run = Run(None)
    kinds: set[str] = set()
    actions: set[tuple[str, str]] = set()
    for case in cases(run.made):
        for said in case.said:
            if isinstance(said, dict):
                kinds.add(said["type"])
                node = run.session.nodes.get(said.get("wid", 0))
                if node is not None and said["type"] == "callback":
                    actions.add((node.cls.name, said["action"]))
    # Answers are said in a run of their own, and a browser says what it has applied by itself.
    assert kinds | {"result", "ack"} == {
        kind.__struct_config__.tag for kind in FromBrowser.__args__
    }
    all_actions = {
        (name, action) for name in class_names() for action in widget_class(name).actions
    }
    assert all_actions <= actions


LAYOUT = (": sizes", ": positions", "_runs", ": move", ": resize")
"""Cases about the layout of a page."""

NONSENSE = ": no action"

SILENT = (NONSENSE, "ping", "pong", "carried", "error", "chunk -1", "chunk 0", "chunk 1", "chunk 2")
"""Cases of which nothing comes, whoever says them, but a line in the log."""


def _of(case: Case, run: Run) -> Node | None:
    """The widget that a case is of, be it odd or not."""
    wids = [said["wid"] for said in case.said if isinstance(said, dict) and "wid" in said]
    return run.session.nodes.get(wids[0]) if wids else case.node
