"""The bar of presence: who is there, and how control goes from one to another by its buttons."""

import re
from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets.extras import Presence
from pgwidgets.testing import User, open_app


def build(session: Any) -> None:
    """A window with the bar, and a button that counts."""
    W = session.get_widgets()
    box, top, bar = W.VBox(), W.TopLevel(title="Dome"), Presence(session, every=1.0)
    count = W.Label("pressed 0")
    button = W.Button("Open")
    presses: list[int] = []

    def pressed() -> None:
        presses.append(1)
        count.set_text(f"pressed {len(presses)}")

    button.on("activated", pressed)
    for widget in (bar.widget, button, count):
        box.add_widget(widget)
    top.set_widget(box)
    top.show()


def words(user: User) -> list[str]:
    """What the labels say, those of the bar first."""
    labels = [one for one in user.browser.page.widgets.values() if one.cls == "Label"]
    return [str(label.get("text")) for label in labels]


@pytest.mark.parametrize("api", [async_, sync])
def test_control_goes_from_hand_to_hand(api: Any) -> None:
    app = api.Application()
    app.on_connect(build)
    with open_app(app) as owner:
        guest = owner.open_browser(share=owner.session.share("operator"))
        observer = owner.open_browser(share=owner.session.share())
        assert words(owner)[0] == "The owner is at the controls"

        def press(user: User, text: str) -> None:
            wid = next(
                widget.wid
                for widget in user.browser.page.widgets.values()
                if widget.cls == "Button" and str(widget.get("text")).startswith(text)
            )
            user.browser.click(wid)
            for each in (user, owner, guest, observer):
                each.settle()

        press(owner, "Give up")
        assert words(owner)[0] == "Nobody is at the controls"
        press(owner, "Open")
        assert "pressed 0" in words(owner)
        press(owner, "Ask")
        assert words(guest)[:2] == ["The owner is at the controls", "Also here: operator, observer"]
        press(owner, "Open")
        press(guest, "Open")
        assert "pressed 1" in words(owner)
        press(observer, "Ask")
        press(guest, "Ask")
        assert words(owner)[1] == "Also here: operator (asks for control), observer"
        press(guest, "Hand over")  # only who has it can
        assert words(owner)[0] == "The owner is at the controls"
        press(owner, "Hand over to operator")
        assert words(owner)[:2] == [
            "operator is at the controls",
            "Also here: The owner (operator), observer",
        ]
        press(guest, "Open")
        press(owner, "Open")
        assert "pressed 2" in words(owner)
        press(owner, "Ask")
        press(owner, "Ask")  # no longer
        press(owner, "Take")
        assert words(guest)[0] == "The owner is at the controls"
        press(guest, "Take")
        assert words(guest)[0] == "The owner is at the controls"
        press(guest, "Ask")
        press(owner, "Give up")
        assert words(owner)[0] == "operator is at the controls"
        guest.cut()
        owner.clock.advance(11)
        owner.settle()
        assert words(owner)[0] == "Nobody is at the controls"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"name": 5}, TypeError),
        ({"every": "often"}, TypeError),
        ({"every": 0}, ValueError),
    ],
)
def test_bad_arguments_are_named(arguments: dict[str, Any], error: type[Exception]) -> None:
    session = async_.Application().create_session()
    with pytest.raises(error, match=r"Presence\(\): "):
        Presence(session, **arguments)


def test_control_is_handed_to_the_first_of_those_who_are_here() -> None:
    app = async_.Application()
    app.on_connect(build)
    with open_app(app) as owner:
        guests = [owner.open_browser(share=owner.session.share("operator")) for _ in range(2)]

        def press(user: User, text: str) -> None:
            wid = next(
                widget.wid
                for widget in user.browser.page.widgets.values()
                if widget.cls == "Button" and str(widget.get("text")).startswith(text)
            )
            user.browser.click(wid)
            owner.settle()

        for guest in guests:
            press(guest, "Ask")
            guest.settle()
        guests[0].cut()
        owner.settle()
        press(owner, "Hand over to")
        assert words(owner)[0] == "operator is at the controls"
        press(guests[1], "Open")
        guests[1].settle()
        owner.settle()
        assert "pressed 1" in words(owner)


def test_only_a_browser_that_is_behind_is_said_to_be() -> None:
    app = sync.Application()
    app.on_connect(build)
    with open_app(app) as owner:
        guest = owner.open_browser(share=owner.session.share("operator"))
        owner.clock.advance(3)
        assert words(owner)[1] == "Also here: operator"  # though its clock's word is on its way
        guest.stall()

        def fill() -> None:
            W = owner.session.get_widgets()
            window = W.TopLevel(title="Full")
            box = W.VBox()
            window.set_widget(box)
            for number in range(50):
                box.add_widget(W.Label(str(number)))

        owner.run(fill)
        owner.clock.advance(3)
        assert re.fullmatch(r"Also here: operator \(.*\d\d+ behind\)", words(owner)[1])
