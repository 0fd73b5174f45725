"""Handlers that ask their user wait for one who answers, in both APIs."""

from typing import Any

import pytest

from pgwidgets.testing import open_app

from .programs import counter


async def asking(session: Any) -> None:
    W = session.get_widgets()
    window, box, told = await W.TopLevel(title="x"), await W.VBox(), await W.Label("")
    button = await W.Button("Go")
    for widget in (button, told):
        await box.add_widget(widget)
    await window.set_widget(box)
    await window.show()

    async def go() -> None:
        await told.set_text(await session.ask("Sure?", ["Yes", "No"]))
        await told.set_text(await session.ask_text("Name?"))
        await told.set_text((await session.ask_file("Which?")).name)

    await button.on("activated", go)


def plainly_asking(session: Any) -> None:
    W = session.get_widgets()
    window, box, told = W.TopLevel(title="x"), W.VBox(), W.Label("")
    button = W.Button("Go")
    for widget in (button, told):
        box.add_widget(widget)
    window.set_widget(box)
    window.show()

    def go() -> None:
        told.set_text(session.ask("Sure?", ["Yes", "No"]))
        told.set_text(session.ask_text("Name?"))
        told.set_text(session.ask_file("Which?").name)

    button.on("activated", go)


@pytest.mark.parametrize("setup", [asking, plainly_asking])
def test_questions_are_answered(setup: Any) -> None:
    with open_app(setup) as user:
        user.click("Go")
        assert user.shows("Sure?")
        assert "Dialog 'Question' buttons=['Yes', 'No']" in user.tree()
        user.click("No")
        assert user.find(cls="Label", index=0).text == "No"
        user.type(None, "Ann", cls="TextEntry")
        user.answer("OK")
        assert user.shows("Ann")
        user.answer("Choose a file …")
        user.choose(("a.txt", b"x"))
        assert user.shows("a.txt")
        assert user.dialog is None


@pytest.mark.parametrize("setup", [asking, plainly_asking])
def test_a_question_that_nobody_answers_is_no_fault(setup: Any) -> None:
    with open_app(setup) as user:
        user.click("Go")


async def coloured(session: Any) -> None:
    W = session.get_widgets()
    await counter(session)
    dialog = await W.ColorDialog(color="#00ff00")
    session.told = []
    await dialog.on("activated", session.told.append)
    await dialog.popup()
    session.dialog = dialog


@pytest.mark.parametrize(("button", "told"), [("OK", ["#00ff00"]), ("Cancel", [])])
def test_a_dialog_for_colours(button: str, told: list[str]) -> None:
    with open_app(coloured) as user:
        user.answer(button)
        assert user.session.told == told
        assert not user.session.dialog.is_visible()
