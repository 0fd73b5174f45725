"""Whatever programs build and browsers make up, it can be saved, and put on the next run."""

import random

import pytest

from core.any_lies import Liar
from core.any_program import AnyProgram
from core.helpers import events, make_hub
from pgwidgets_proto.sessions.events import WidgetEvent
from pgwidgets_proto.sessions.keeping.restoring import put_on
from pgwidgets_proto.sessions.keeping.snapshot import read
from pgwidgets_proto.sessions.session import Session


def built(seed: int) -> Session:
    """A session that some program has built, and that listens to all."""
    session = make_hub(keeps=True).create_session()
    program, choose = AnyProgram(session), random.Random(seed)
    for _ in range(60):
        program.step(choose.choice(("create", "add", "call")), choose.randrange(10**9))
    for node in list(session.nodes.values()):
        for action in node.cls.actions:
            session.listen(node, action)
    return session


@pytest.mark.parametrize("seed", [2, 7, 19, 31])
def test_any_program_and_any_lies(seed: int) -> None:
    session, choose = built(seed), random.Random(seed)
    kept = session.kept
    assert kept is not None
    kept.built()
    for node in list(session.nodes.values()):
        if choose.random() < 0.3:
            kept.choose(node, True)
    liar = Liar(session.keeper, session, stock=False)  # type: ignore[arg-type] # it is a hub
    stored: dict[str, bytes] = {}
    for _ in range(6):
        for _ in range(10):
            liar.lie(choose.randrange(10**9))
            for event in events(session):
                if isinstance(event, WidgetEvent):
                    kept.ledger.finished(event)
        for name, field in kept.changes("token", "token", session.views).items():
            if field is None:
                del stored[name]
            else:
                stored[name] = field
    assert not kept.ledger.is_at_work
    found = read(stored)
    again = built(seed)
    assert again.kept is not None
    result = put_on(again, again.kept, found)
    assert result.values + len(result.left_out) > 0
