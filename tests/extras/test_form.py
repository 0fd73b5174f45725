"""Forms: which widget a field has, what is right in it, and what handlers are told."""

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import msgspec
import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.extras import Form
from pgwidgets.extras._form_fields import model_of
from pgwidgets.testing.conformance import AsyncioWorld, ThreadsWorld, TrioWorld, World
from pgwidgets.testing.conformance.program import settle


class Filter(enum.Enum):
    RED = 1
    DEEP_BLUE = 2


class Settings(msgspec.Struct):
    exposure: Annotated[float, msgspec.Meta(gt=0, le=3600, title="Exposure (s)")] = 1.0
    gain: Annotated[int, msgspec.Meta(ge=0, le=10, description="Of the amplifier")] = 3
    binning: Literal[1, 2, 4] = 1
    band: Filter = Filter.RED
    cooled: bool = True
    target: Annotated[str, msgspec.Meta(min_length=1, max_length=20)] = "M 31"
    notes: Annotated[str, msgspec.Meta(max_length=500)] = ""
    offsets: list[int] = []
    night: datetime.date | None = None
    password: Annotated[str, msgspec.Meta(extra={"secret": True})] = ""

    def __post_init__(self) -> None:
        if self.gain == 10 and self.cooled:
            raise ValueError("with a gain of 10 it can't be cooled")


@dataclass
class Site:
    name: str
    altitude: Annotated[int, msgspec.Meta(ge=0)]
    tags: list[str] = field(default_factory=list)


KINDS = {"CheckBox", "ComboBox", "SpinBox", "TextEntry", "TextArea"}
SETTERS = {"CheckBox": "set_state", "ComboBox": "set_index", "SpinBox": "set_value"}


class Desk:
    """A form, and its user."""

    def __init__(self, session: Any, model: Any, **options: Any) -> None:
        self.session = session
        self.form: Any = Form(session, model, **options)
        self.told: list[Any] = []
        self.form.on("applied", self.told.append)
        self.form.on("changed", lambda: self.told.append("changed"))
        assert self.form.widget is self.form.widget
        names = [one.name for one in model_of(model, {}).fields]
        found = self.of(*KINDS)[-len(names) :]
        self.fields = dict(zip(names, found, strict=True))

    def of(self, *kinds: str) -> list[Any]:
        return [w for w in self.session.walk_widget_tree() if type(w).__name__ in kinds]

    def user(self, name: str, value: Any) -> None:
        widget = self.fields[name]
        kind = type(widget).__name__
        getattr(widget, SETTERS.get(kind, "set_text"))(value)
        action = "modified" if kind.startswith("Text") else "activated"
        for handler in widget._pgwidgets.handlers.of(action):
            handler.function(*handler.positional(widget, (value,)))

    def press(self, text: str) -> None:
        (button,) = [button for button in self.of("Button") if button.get_text() == text]
        for handler in button._pgwidgets.handlers.of("activated"):
            handler.function(*handler.positional(button, ()))

    @property
    def texts(self) -> list[str]:
        return [label.get_text() for label in self.of("Label")]


@pytest.fixture(params=[pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])
def session(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session()


def test_each_field_has_the_right_widget(session: Any) -> None:
    desk = Desk(session, Settings)
    assert [type(w).__name__ for w in desk.fields.values()] == [
        *("TextEntry", "SpinBox", "ComboBox", "ComboBox", "CheckBox", "TextEntry", "TextArea"),
        *("TextEntry", "TextEntry", "TextEntry"),
    ]
    labels = {"Exposure (s)", "Gain", "Binning", "Band", "Cooled", "Target", "Offsets", "Night"}
    assert labels <= set(desk.texts)
    assert desk.fields["exposure"].get_text() == "1.0"
    assert desk.fields["target"].get_text() == "M 31"
    assert desk.form.get_value() == Settings()


def test_what_is_typed_is_checked_at_once(session: Any) -> None:
    desk = Desk(session, Settings)
    wrong = {
        "exposure": ("-1", "must be a number above 0 and up to 3600", "2.5"),
        "target": ("", "must be at least 1 character and at most 20 characters", "x"),
        "offsets": ("1, x", "must be numbers, parted by commas", " 3,4, "),
        "night": ("tomorrow", "must be empty, or a date, such as 2026-01-31", "2026-11-29"),
    }
    for name, (text, why, right) in wrong.items():
        desk.user(name, text)
        assert desk.form.errors == {name: why}
        assert why in desk.texts
        desk.press("Apply")
        assert desk.told == ["changed"]
        desk.user(name, right)
        assert desk.form.errors == {}
        desk.told.clear()
    for odd in ("nan", "inf", "", "1,5"):
        desk.user("exposure", odd)
        assert "exposure" in desk.form.errors
    desk.user("exposure", " 2.5 ")
    desk.told.clear()
    desk.press("Apply")
    night = datetime.date(2026, 11, 29)
    made = Settings(exposure=2.5, target="x", offsets=[3, 4], night=night)
    assert desk.told == [made]
    assert desk.form.get_value() == made


def test_choices_switches_and_what_is_wrong_with_all_of_it(session: Any) -> None:
    desk = Desk(session, Settings)
    desk.user("binning", 2)
    desk.user("band", 1)
    desk.user("gain", 10)
    desk.press("Apply")
    assert desk.form.errors == {"": "with a gain of 10 it can't be cooled"}
    assert "with a gain of 10 it can&#x27;t be cooled" in desk.texts
    desk.user("cooled", False)
    desk.told.clear()
    desk.press("Apply")
    (made,) = desk.told
    assert (made.binning, made.band, made.gain, made.cooled) == (4, Filter.DEEP_BLUE, 10, False)
    desk.user("gain", 1)
    desk.press("Reset")
    assert desk.fields["gain"].get_value() == 10


def test_a_dataclass_without_defaults(session: Any) -> None:
    desk = Desk(session, Site, labels={"altitude": "Height <m>"})
    assert "Height &lt;m&gt;" in desk.texts
    assert desk.form.get_value() is None
    desk.press("Apply")
    assert desk.form.errors == {"altitude": "must be a whole number of 0 or more"}
    desk.user("altitude", "2400")
    desk.user("name", "Paranal")
    desk.user("tags", "dry, high")
    desk.told.clear()
    desk.press("Apply")
    assert desk.told == [Site("Paranal", 2400, ["dry", "high"])]


def test_an_object_is_shown_as_it_is(session: Any) -> None:
    desk = Desk(session, Site("La Silla", 2350))
    assert desk.form.get_value() == Site("La Silla", 2350)
    assert desk.fields["altitude"].get_text() == "2350"


def test_a_dict_of_fields(session: Any) -> None:
    small = Annotated[int, msgspec.Meta(ge=0, lt=5)]
    desk = Desk(session, {"name": "x", "count": (small, 2), "on": (bool | None, None)})
    assert desk.form.get_value() == {"name": "x", "count": 2, "on": None}
    desk.user("count", 4)
    desk.user("on", 1)
    desk.told.clear()
    desk.press("Apply")
    assert desk.told == [{"name": "x", "count": 4, "on": True}]
    assert Form(session, {"name": str}).get_value() is None


def test_validators(session: Any) -> None:
    def known(name: str) -> str:
        if not name.startswith("M"):
            raise ValueError("no such <object>")
        return name.upper()

    desk = Desk(session, Settings, validators={"target": known}, buttons=False)
    desk.user("target", "x")
    assert desk.form.errors == {"target": "no such <object>"}
    assert "no such &lt;object&gt;" in desk.texts
    desk.user("target", "Mizar")
    desk.form.apply()
    assert desk.told[-1].target == "MIZAR"
    desk.form.set_value(Settings(target="M 1"))
    assert desk.fields["target"].get_text() == "M 1"


@pytest.mark.parametrize(
    ("model", "options", "text"),
    [
        (7, {}, "model is 7; it must be a msgspec.Struct, a dataclass, or a dict of fields"),
        (int, {}, "model is <class 'int'>"),
        ({"x": bytes}, {}, "the field 'x' is <class 'bytes'>, which no widget can hold"),
        ({"x": list[list[int]]}, {}, "the field 'x' is list"),
        ({"x": int | str}, {}, "the field 'x' is int"),
        ({"x y": 1}, {}, "'x y' is no name of a field"),
        ({}, {}, "has no fields"),
        (Site, {"labels": {"nam": "x"}}, "labels has 'nam'; the fields are name, altitude, tags"),
        (Site, {"validators": {"nam": len}}, "validators has 'nam'; the fields are name"),
        (Site, {"validators": {"name": 7}}, r"validators\['name'\] is 7; it must be something"),
        (Site, {"buttons": 7}, "buttons is 7; it must be True or False"),
    ],
)
def test_what_is_no_form(session: Any, model: Any, options: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        Form(session, model, **options)


def test_values_that_it_cannot_show(session: Any) -> None:
    form: Any = Form(session, Settings)
    with pytest.raises(TypeError, match="the value is 7; it must be of Settings"):
        form.set_value(7)
    assert form.widget is not None
    with pytest.raises(ValueError, match="binning is 3; it must be one of 1, 2, 4"):
        form.set_value(Settings(binning=3))  # type: ignore[arg-type]
    assert form.get_value() == Settings()
    with pytest.raises(TypeError, match=r"Form.edit\(\): title is 7"):
        form.edit(title=7)


@pytest.fixture(params=[AsyncioWorld, TrioWorld, ThreadsWorld])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    with request.param() as world:
        yield world
        complaints = world.complaints()
    assert complaints == []


def test_a_handler_has_a_value_edited(world: World) -> None:
    async def edit(session: Any) -> None:
        form = Form(session, Site, validators={"name": str.upper})
        world.note(await settle(form.edit(Site("x", 1), title="Site", text="Where is it?")))
        world.note(await settle(form.edit()))

    def build(session: Any) -> None:
        button = session.get_widgets().Button("x")
        button.on("activated", world.handler(edit), session)

    def says(text: str) -> bool:
        return text in [label.get("text") for label in visitor.all("Label")]

    with world.serving(build):
        visitor = world.visit()
        visitor.until_heard("Button")
        visitor.press()
        name, altitude, _ = visitor.until_shown(3, "TextEntry")
        dialog = visitor.until_heard("Dialog", "close")
        visitor.until(lambda: dialog.get("visible"))
        visitor.type_text(altitude.wid, "-1")
        visitor.report(dialog.wid, "activated", 0)
        visitor.until(lambda: says("see what stands beside the fields"))
        visitor.type_text(altitude.wid, "2400")
        visitor.type_text(name.wid, "Paranal")
        visitor.report(dialog.wid, "activated", 0)
        world.until(lambda: world.notes == [Site("PARANAL", 2400)])
        visitor.until(lambda: [d for d in visitor.all("Dialog") if d is not dialog])
        visitor.until(lambda: "close" in visitor.all("Dialog")[-1].listeners)
        visitor.report(visitor.all("Dialog")[-1].wid, "close")
        world.until(lambda: world.notes[1:] == [None])


class Chip(msgspec.Struct):
    gain: Annotated[int, msgspec.Meta(ge=1, le=8)] = 2


@dataclass
class Camera:
    name: str = "C1"
    chip: Annotated[Chip, msgspec.Meta(title="CCD")] = field(default_factory=Chip)


class Night(msgspec.Struct):
    camera: Camera
    frames: int = 3


def test_what_is_within_another_is_a_group_of_fields(session: Any) -> None:
    form = Form(session, Night, validators={"camera.chip.gain": lambda gain: gain * 2})
    assert form.get_value() == Night(Camera("C1", Chip(2)), 3)
    assert form.widget is not None
    fields = form._sheet._inputs  # type: ignore[union-attr]
    assert list(fields) == ["frames", "camera.name", "camera.chip.gain"]
    names = [one.widget._pgwidgets.node.value("accessible_name") for one in fields.values()]
    assert names == [None, "Camera: Name", "Camera: CCD: Gain"]
    texts = [one.get_text() for one in session.walk_widget_tree() if type(one).__name__ == "Label"]
    assert [text for text in texts if "<b>" in text] == ["<b>Camera</b>", "<b>Camera: CCD</b>"]
    form.set_value(Night(Camera("C2", Chip(3)), 9))
    told: list[Any] = []
    form.on("applied", told.append)
    form.apply()
    assert told == [Night(Camera("C2", Chip(6)), 9)]
    form.set_value(Night(Camera("", Chip(1)), 1))
    fields["frames"].widget.set_text("x")
    form.apply()
    assert form.errors == {"frames": "must be a whole number"}


def test_groups_of_a_dict(session: Any) -> None:
    form: Any = Form(session, {"camera": Camera, "frames": 3}, labels={"camera.name": "Which"})
    assert form.get_value() == {"camera": Camera(), "frames": 3}
    assert form.widget is not None
    told: list[Any] = []
    form.on("applied", told.append)
    form.apply()
    assert told == [{"camera": Camera(), "frames": 3}]


@dataclass
class Holds:
    inner: "Holds"
    name: str = ""


def test_what_holds_itself_is_no_form(session: Any) -> None:
    with pytest.raises(TypeError, match="'inner' is a Holds, which holds itself"):
        Form(session, Holds)
