"""Answers that no question has, made up by a browser: over real sockets, in both APIs."""

from typing import Any

import pytest

from asking.test_questions import Asking
from pgwidgets.asking.question import Question
from pgwidgets.testing.conformance import World


@pytest.mark.parametrize("number", [-1, 2, 1e9, True, None, "0", [0], {"index": 0}])
def test_a_button_that_the_dialog_does_not_have_answers_nothing(world: World, number: Any) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda session: session.ask("Open?", ("Yes", "No")))
        asking.press(number)
        asking.visitor.ping(b"it has been read")
        assert not asking.ended.done()
        asking.press(1)
        assert asking.answer() == "No"


def test_an_answer_before_the_question_is_whole_answers_nothing(world: World) -> None:
    with world.serving(lambda session: None):
        visitor = world.visit()
        visitor.until(lambda: visitor.token is not None)
        engine = world.sessions()[1]._pgwidgets
        question = world.call(lambda: Question(engine, "ask()", "Title", "Open?", ("Yes",), None))
        (dialog,) = visitor.until_shown(1, "Dialog")
        visitor.report(dialog.wid, "activated", 0)
        visitor.report(dialog.wid, "close")
        visitor.ping(b"it has been read")
        world.until_program(lambda: not engine.core.inbox)
        world.call(question.show)
        visitor.until(lambda: dialog.get("visible"))
        assert not question.promise.is_settled
        visitor.report(dialog.wid, "activated", 0)
        world.until_program(lambda: question.promise.is_settled)
        assert question.promise.result() == 0


def test_the_first_answer_counts_and_what_comes_after_it_harms_nobody(world: World) -> None:
    with world.serving(lambda session: None):
        asking = Asking(world, lambda session: session.ask("Open?", ("Yes", "No")))
        for number in (0, 1, 1, 0):
            asking.press(number)
        assert asking.answer() == "Yes"
        asking.press(1)  # the dialog is gone
        asking.visitor.ping(b"it has been read")
        assert asking.visitor.closed is None


@pytest.mark.parametrize("answer", [("filter 7", 99), ("filter 99", 7), ("x", -1), (7, "x"), ()])
def test_a_choice_is_one_of_those_there_are(world: World, answer: tuple[Any, ...]) -> None:
    choices = [(f"filter {number}", number) for number in range(20)]
    with world.serving(lambda session: None):
        asking = Asking(world, lambda session: session.ask_choice("Which?", choices))
        (box,) = asking.visitor.all("ComboBox")
        asking.visitor.report(box.wid, "activated", *answer)
        asking.press(0)
        assert asking.answer() in range(20)
