"""Binding: widgets and models that have one value, in both APIs and from other threads."""

import copy
import pickle
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, cast

import msgspec
import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.asking.observable import Observable, observable, watch
from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, TrioWorld, World


class Struct(Observable):
    temperature: float = 0.0
    gain: Annotated[int, msgspec.Meta(ge=0, le=10)] = 1
    cooling: bool = False
    name: str = ""


@observable
@dataclass
class Data:
    temperature: float = 0.0
    gain: int = 1
    cooling: bool = False
    name: str = ""


@observable
class Plain:
    def __init__(self) -> None:
        self.temperature = 0.0
        self.gain = 1
        self.cooling = False
        self.name = ""


MODELS = [Struct, Data, Plain]


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def session(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session()


def user(widget: Any, name: str, value: Any, action: str = "activated") -> None:
    """What a user does to a widget, as the report of a browser tells it."""
    getattr(widget, f"set_{name}")(value)
    for handler in widget._pgwidgets.handlers.of(action):
        handler.function(*handler.positional(widget, (value,)))


@pytest.mark.parametrize("kind", MODELS)
def test_a_widget_shows_what_the_model_has(session: Any, kind: Any) -> None:
    model, W = kind(), session.get_widgets()
    label, plain, short = W.Label("x"), W.Label("x"), W.Label("x")
    label.bind_text(model, "temperature", format="{:.1f} °C")
    plain.bind_text(model, "gain")
    short.bind_text(model, "temperature", format=".3f")
    model.temperature = 21.456
    model.gain = 7
    assert [w.get_text() for w in (label, plain, short)] == ["21.5 °C", "7", "21.456"]
    toggle = W.CheckBox("cooling")
    toggle.bind_state(model, "cooling")
    model.cooling = True
    assert toggle.get_state()
    label.bind("color", model, "cooling", format=lambda is_on: "#00f" if is_on else "#888")


@pytest.mark.parametrize("kind", MODELS)
def test_the_model_has_what_a_user_does(session: Any, kind: Any) -> None:
    model, W = kind(), session.get_widgets()
    slider, other, box = W.Slider(min=0, max=10), W.Slider(min=0, max=10), W.CheckBox("x")
    slider.bind_value(model, "gain")
    other.bind_value(model, "gain")
    box.bind_state(model, "cooling")
    user(slider, "value", 4)
    assert model.gain == 4
    assert other.get_value() == 4
    user(box, "state", True)
    assert model.cooling is True
    entry = W.TextEntry("")
    entry.bind_text(model, "name")
    user(entry, "text", "M 31", "modified")
    assert model.name == "M 31"


def test_what_the_model_does_not_take_is_taken_back(session: Any) -> None:
    model, W = Struct(gain=3), session.get_widgets()
    entry, slider = W.TextEntry(""), W.Slider(min=0, max=100)
    entry.bind_text(model, "gain")
    slider.bind_value(model, "gain")
    for wrong in ("many", "11", "", "2.5"):
        user(entry, "text", wrong)
        assert (model.gain, entry.get_text()) == (3, "3")
    user(entry, "text", "5")
    assert (model.gain, slider.get_value()) == (5, 5)
    user(slider, "value", 50)
    assert (model.gain, slider.get_value()) == (5, 5)


def test_a_model_that_keeps_another_value_has_it_shown(session: Any) -> None:
    @observable
    class Clipped:
        def __init__(self) -> None:
            self._gain = 1

        @property
        def gain(self) -> int:
            return self._gain

        @gain.setter
        def gain(self, value: int) -> None:
            self._gain = min(value, 5)

    model = Clipped()
    slider = session.get_widgets().Slider(min=0, max=10)
    slider.bind_value(model, "gain")
    user(slider, "value", 9)
    assert (model.gain, slider.get_value()) == (5, 5)


def test_it_ends_with_the_widget_or_by_a_call(session: Any) -> None:
    model, W = Data(), session.get_widgets()
    label, slider = W.Label("x"), W.Slider(min=0, max=10)
    ends = label.bind_text(model, "gain")
    bound = slider.bind_value(model, "gain")
    label.destroy()
    assert not ends.is_bound
    model.gain = 2
    assert len(model.__dict__["_pgwidgets_watchers"].of["gain"]) == 1
    assert bound.is_bound
    bound.unbind()
    model.gain = 3
    assert slider.get_value() == 2
    user(slider, "value", 7)
    assert model.gain == 3
    assert model.__dict__["_pgwidgets_watchers"].of["gain"] == []


def test_one_way_and_with_a_parser_of_its_own(session: Any) -> None:
    model, W = Data(), session.get_widgets()
    shown, entry = W.TextEntry(""), W.TextEntry("")
    shown.bind_text(model, "gain", two_way=False)
    entry.bind_text(model, "gain", format="{} dB", parse=lambda text: int(text.split()[0]))
    user(shown, "text", "9")
    assert model.gain == 1
    user(entry, "text", "4 dB")
    assert model.gain == 4
    assert (shown.get_text(), entry.get_text()) == ("4", "4 dB")


def test_copies_and_pickles_are_not_watched() -> None:
    told: list[int] = []
    for model in (Data(), Struct()):
        watch(model, "gain", lambda: told.append(1))
        other = copy.copy(model)
        other.gain = 9
        deep = copy.deepcopy(model)
        deep.gain = 9
        if isinstance(model, Data):
            pickle.loads(pickle.dumps(model)).gain = 9
        assert told == []
        watch(other, "gain", lambda: told.append(2))
        other.gain = 8
        assert told == [2]
        model.gain = 5
        model.gain = 5  # the same once more
        assert told == [2, 1]
        told.clear()
    assert msgspec.json.decode(msgspec.json.encode(Struct(gain=3)), type=Struct) == Struct(gain=3)


def test_values_that_cannot_be_compared_are_told() -> None:
    class Odd:
        def __eq__(self, other: object) -> bool:
            raise ValueError("no one answer")

        __hash__ = object.__hash__

    told: list[int] = []
    model = Plain()
    model.name = Odd()  # type: ignore[assignment]
    watch(model, "name", lambda: told.append(1))
    model.name = Odd()  # type: ignore[assignment]
    assert told == [1]


@pytest.mark.parametrize(
    ("act", "error", "text"),
    [
        (lambda w, m: w.bind_value(m, "gain"), TypeError, r"Label.bind_value\(\): it has no set_v"),
        (lambda w, m: w.bind_text(object(), "gain"), TypeError, "object tells no changes; derive"),
        (lambda w, m: w.bind_text(m, "gian"), AttributeError, "gian"),
        (lambda w, m: w.bind_text(m, 7), TypeError, "field is 7; it must be a name"),
        (lambda w, m: w.bind("a b", m, "gain"), TypeError, "name is 'a b'; it must be a name"),
        (lambda w, m: w.bind_text(m, "gain", format=7), TypeError, "format is 7; it must be a t"),
        (lambda w, m: w.bind_text(m, "gain", parse=7), TypeError, "parse is 7; it must be a f"),
        (lambda w, m: w.bind_text(m, "gain", format="{:.1q}"), ValueError, "format"),
        (lambda w, m: observable(cast(Any, 7)), TypeError, r"observable\(\): 7 is no class"),
    ],
)
def test_what_cannot_be_bound(session: Any, act: Any, error: Any, text: str) -> None:
    model = Data()
    with pytest.raises(error, match=text):
        act(session.get_widgets().Label("x"), model)
    watchers = vars(model).get("_pgwidgets_watchers")
    assert watchers is None or not any(watchers.of.values())


def test_a_class_of_slots_alone_has_no_room() -> None:
    class Slots:
        __slots__ = ("gain",)

    with pytest.raises(TypeError, match="Slots has slots alone"):
        observable(Slots)


@pytest.fixture(params=[AsyncioWorld, TrioWorld, ThreadsWorld])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert complaints == []


def test_a_model_may_be_set_by_any_thread_and_by_users_of_two_sessions(world: World) -> None:
    model = Struct()

    def build(session: Any) -> None:
        W = session.get_widgets()
        W.Label("x").bind_text(model, "gain", format="gain {}")
        W.Slider(min=0, max=10).bind_value(model, "gain")

    with world.serving(build):
        one, two = world.visit(), world.visit()
        for visitor in (one, two):
            visitor.until_text("gain 1")
        thread = threading.Thread(target=setattr, args=(model, "gain", 3))
        thread.start()
        thread.join()
        for visitor in (one, two):
            visitor.until_text("gain 3")
        # Else the slide would cross the program's word, and give way to it.
        one.until(lambda: one.all("Slider")[0].get("value") == 3, "the slider at 3")
        one.slide(one.until_heard("Slider").wid, 7)
        for visitor in (one, two):
            visitor.until_text("gain 7")
        two.until(lambda: two.all("Slider")[0].get("value") == 7)
        assert model.gain == 7
