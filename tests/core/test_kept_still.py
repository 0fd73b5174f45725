"""Whatever is called and reported: what a save takes for unchanged has not changed."""

from hypothesis import given

from core.any_lies import Liar
from core.any_program import STEPS, AnyProgram
from core.helpers import events, make_hub
from core.thorough import THOROUGHLY


@THOROUGHLY
@given(STEPS)
def test_nothing_changes_that_a_save_does_not_look_at(steps: list[tuple[str, int]]) -> None:
    hub = make_hub(keeps=True)
    session = hub.create_session()
    liar = Liar(hub, session, stock=False)
    program = AnyProgram(session, is_lasting=True)
    kept = session.kept
    assert kept is not None
    for number, step in enumerate(steps):
        program.step(*step)
        for node in session.nodes.values():
            kept.choose(node, True)
        if number == len(steps) // 2:
            kept.built()
        kept.fields(session.token, session.first_token, session.views)
        liar.lie(step[1])
        events(session)
        program.step("call", step[1] + 1)
        found = kept.fields(session.token, session.first_token, session.views)
        kept.is_stale = True
        assert kept.fields(session.token, session.first_token, session.views) == found
