"""An observer that lies changes nothing: not the state, nor what anybody else is told.

The same program and the same operator, with and without a browser of that kind that sends
well-formed messages about anything at all (any_lies.py): what can be seen of both is compared.
"""

import random
from typing import Any

import pytest

from core.any_lies import Liar
from core.any_program import AnyProgram
from core.helpers import connect, make_hub, settle
from core.test_any_replay import page_of
from pgwidgets.testing import SimulatedBrowser
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.sessions.authority import Authority
from pgwidgets_proto.sessions.events import BrowserJoined, BrowserLeft, ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.people.roles import Role
from pgwidgets_proto.sessions.people.shares import Terms
from pgwidgets_proto.views.asides import Asides
from pgwidgets_proto.wire.messages import FromBrowser, SessionInfo

SEEDS = range(5)
LIES = 40
LIMITS = Limits(refused_reports=100)


def seen(seed: int, *, liar: str) -> dict[str, Any]:
    """What can be seen of a session after a program and its operator, with a liar or without."""
    hub = make_hub(LIMITS)
    session = hub.create_session()
    session.token = "the operator's own token"
    operator = connect(hub, session)
    allowed = session.create("Button", ("for guests",))
    session.authority.roles.define("guest", [allowed], [], None)
    roles = {"observer": Role.OBSERVER, "guest": "guest"}
    token = session.token if liar == "operator" else None
    if liar in roles:
        token = session.shares.make(Terms(roles[liar]), None).token
    intruder = None if token is None else Liar(hub, session, stock=False, token=token)
    program = AnyProgram(session, is_lasting=True)
    choose = random.Random(seed)
    told: list[str] = []

    def take() -> None:
        told.extend(
            repr(event).replace(repr(operator.link), "the operator")
            for event in settle(session, [operator])
            if not isinstance(event, (BrowserJoined, BrowserLeft))
            and not (liar == "guest" and is_about(event, allowed, intruder))
        )

    for number in range(12):
        program.step("create", seed * 1000 + number)
    for node in session.nodes.values():
        for action in sorted(node.cls.actions):
            session.listen(node, action)
    take()
    for number in range(LIES):
        if intruder is not None:
            intruder.lie(seed * 1000 + number)
        if number % 4 == 0:
            program.step(choose.choice(("call", "add")), choose.randrange(10**6))
        if number % 5 == 0 and session.nodes:
            wid = choose.choice(list(session.nodes))
            action = choose.choice(sorted(session.nodes[wid].cls.actions))
            if wid in operator.page.widgets:
                operator.report(wid, action, choose.choice((True, 1, "a")))
        take()
    active = session.audience.active_browser(None)
    return {
        "told": told,
        "page": page_of(operator),
        "bytes": b"".join(frame.payload for frame in operator.frames),
        "errors": operator.errors,
        "closed": operator.closed,
        "viewport": session.viewport,
        "active": active is operator.link,
        "transfers": session.transfers.reserved_bytes,
    }


def is_about(event: Any, allowed: Any, intruder: Liar | None) -> bool:
    """Whether an event is of what a guest may do, or a line in the log of what it should not."""
    is_of_operator = "127.0.0.1" in repr(getattr(event, "link", None))
    return getattr(event, "node", None) is allowed or (
        isinstance(event, ReportRefused) and not is_of_operator
    )


def test_a_session_is_the_same_with_a_guest_that_lies_but_for_what_it_is_allowed() -> None:
    """Nothing but the events of the one widget that it may act on, which changes nothing else."""
    for seed in SEEDS:
        with_guest, without = seen(seed, liar="guest"), seen(seed, liar="none")
        for key in ("page", "bytes", "viewport", "active", "closed", "errors"):
            assert with_guest[key] == without[key], (seed, key)
        about = f"{{}} {seed}"
        assert [line for line in with_guest["told"] if "<Button 1>" not in line] == [
            line for line in without["told"] if "<Button 1>" not in line
        ], about


@pytest.mark.parametrize("fault", ["door", "second check", "greeting"])
def test_each_fault_in_the_judging_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it there, these tests would fail."""
    if fault == "door":
        monkeypatch.setattr(Authority, "may_report", lambda self, link, message: True)
        monkeypatch.setattr(Authority, "may_touch", lambda self, link, touches: True)
        monkeypatch.setattr(Authority, "may", lambda self, link, node: True)
        assert any(seen(seed, liar="observer") != seen(seed, liar="none") for seed in SEEDS)
    elif fault == "greeting":
        greet = Asides._credentials

        def with_the_owners(self: Asides, ext: int = 0, link: str | None = None) -> SessionInfo:
            info = greet(self, ext, link)
            info.token = session.token
            return info

        monkeypatch.setattr(Asides, "_credentials", with_the_owners)
        hub = make_hub()
        session = hub.create_session()
        share = session.shares.make(Terms(Role.OBSERVER), None)
        observer = SimulatedBrowser(hub, session_id=session.id, token=share.token)
        settle(session, [observer])
        assert any(session.token.encode() in frame.payload for frame in observer.frames)
    else:
        monkeypatch.setattr(Authority, "may_count", lambda self, report: True)
        monkeypatch.setattr(Authority, "may", lambda self, link, node: True)
        hub = make_hub()
        session = hub.create_session()
        button = session.create("Button")
        session.listen(button, "activated")
        share = session.shares.make(Terms(Role.OPERATOR), None)
        guest = SimulatedBrowser(hub, session_id=session.id, token=share.token)
        settle(session, [guest])
        guest.click(button.wid)
        guest.exchange()
        session.shares.revoke(share)
        told = settle(session, [guest])
        assert any(isinstance(event, WidgetEvent) for event in told)


def test_a_session_is_the_same_with_an_observer_that_lies_as_without() -> None:
    for seed in SEEDS:
        assert seen(seed, liar="observer") == seen(seed, liar="none"), seed


def test_the_same_lies_of_an_operator_are_felt() -> None:
    felt = [seed for seed in SEEDS if seen(seed, liar="operator") != seen(seed, liar="none")]
    assert len(felt) >= 0.95 * len(SEEDS)


def test_liars_send_every_kind_of_message() -> None:
    """A new kind is tried with observers and hostile browsers only if any_lies.py makes it."""
    hub = make_hub()
    session = hub.create_session()
    liar = Liar(hub, session, stock=False)
    made = {liar.message(random.Random(number))["type"] for number in range(300)}
    # A pong says nothing, and a goodbye would end the liar.
    assert made | {"pong", "goodbye"} == {
        kind.__struct_config__.tag for kind in FromBrowser.__args__
    }


def test_what_an_observer_types_in_vain_takes_nothing_from_what_the_operator_types() -> None:
    """It is undone there, and leaves no trace among the edits that are kept."""
    hub = make_hub()
    session = hub.create_session()
    entry = session.create("TextEntry", ("",))
    operator = connect(hub, session)
    share = session.shares.make(Terms(Role.OBSERVER), None)
    observer = SimulatedBrowser(hub, session_id=session.id, token=share.token)
    settle(session, [operator, observer])
    for _ in range(260):
        operator.now = observer.now = observer.now + 2.0
        hub.handle_timer(observer.now)
        for _ in range(4):  # so few are each undone at once
            observer.report(entry.wid, "modified", "lie", {"revision": 0})
        settle(session, [operator, observer])
    assert observer.page.find(entry.wid).get("text") == ""
    operator.type_text(entry.wid, "the operator's")
    settle(session, [operator, observer])
    assert session.call(entry, "get_text") == "the operator's"
    assert observer.page.find(entry.wid).get("text") == "the operator's"
