"""Names of other toolkits: the error says what is meant here."""

from typing import Any

import pytest

from pgwidgets import async_, sync
from pgwidgets._widgets import base, other_names
from pgwidgets_proto.catalog import class_names, widget_class


@pytest.fixture(params=[async_, sync], ids=["async", "sync"])
def W(request: pytest.FixtureRequest) -> Any:
    return request.param.Application(0, 0).create_session().get_widgets()


@pytest.mark.parametrize(
    ("cls", "name", "meant"),
    [
        ("VBox", "add", "add_widget"),
        ("VBox", "addWidget", "add_widget"),
        ("VBox", "pack_start", "add_widget"),
        ("TopLevel", "add", "set_widget"),
        ("TopLevel", "setCentralWidget", "set_widget"),
        ("TopLevel", "add_widget", "set_widget"),
        ("Button", "set_fg", "set_color(None, color)"),
        ("Button", "set_text_color", "set_color(None, color)"),
        ("TopLevel", "setWindowTitle", "set_title"),
        ("MenuBar", "add", "add_menu"),
        ("Menu", "addAction", "add_name"),
        ("Button", "setText", "set_text"),
        ("Button", "text", "get_text"),
        ("Button", "clicked", 'on("activated", handler)'),
        ("Button", "connect", 'on("activated", handler)'),
        ("Button", "on_click", 'on("activated", handler)'),
        ("Label", "clicked", 'on("click", handler)'),
        ("TextArea", "textChanged", 'on("modified", handler)'),
        ("TextEntry", "on_change", 'on("modified", handler) or on("activated", handler)'),
        ("Slider", "valueChanged", 'on("activated", handler)'),
        ("TabWidget", "currentChanged", 'on("page-switch", handler)'),
        ("TabWidget", "connect", "on(action, handler)"),
        ("Button", "set_sensitive", "set_enabled"),
        ("Button", "set_txt", "set_text"),
        ("Slider", "value", "get_value"),
        ("Slider", "setRange", "set_limits"),
        ("CheckBox", "isChecked", "get_state"),
        ("ComboBox", "addItem", "append_text"),
        ("ComboBox", "currentIndex", "get_index"),
        ("TableView", "setModel", "set_source"),
        ("Label", "deleteLater", "destroy"),
    ],
)
def test_a_method_by_another_name(W: Any, cls: str, name: str, meant: str) -> None:
    widget = getattr(W, cls)()
    with pytest.raises(AttributeError) as told:
        getattr(widget, name)
    assert str(told.value) == f"{cls!r} object has no attribute {name!r}; did you mean {meant}?"
    assert not hasattr(widget, name)


def test_to_ask_for_a_name_again_and_again_costs_little(
    W: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def meant(name: str, *_: object) -> None:
        asked.append(name)

    monkeypatch.setattr(base, "method_meant", meant)
    boxes = [W.VBox(), W.VBox()]
    assert not any(hasattr(box, "no_such_thing") for box in boxes * 10)
    assert asked == ["no_such_thing"]
    base._meant.cache_clear()


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("QPushButton", "Button"),
        ("QVBoxLayout", "VBox"),
        ("QLineEdit", "TextEntry"),
        ("Notebook", "TabWidget"),
        ("Checkbutton", "CheckBox"),
        ("row", "HBox"),
        ("button", "Button"),
        ("QTableWidget", "TableView"),
        ("Buton", "Button"),
        ("QMainWindow", "TopLevel"),
    ],
)
def test_a_class_by_another_name(W: Any, name: str, meant: str) -> None:
    with pytest.raises(AttributeError, match=f"no widget class {name!r}; did you mean {meant}"):
        getattr(W, name)


def test_what_is_like_nothing_gets_no_hint(W: Any) -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'frobnicate'$"):
        W.Button("x").frobnicate()
    with pytest.raises(AttributeError, match=r"no attribute '_text'$"):
        _ = W.Button("x")._text
    with pytest.raises(AttributeError, match=r"no attribute 'clicked'$"):
        _ = W.Frame().clicked  # nothing is told of a click there
    with pytest.raises(AttributeError, match=r"no widget class 'Frobnicator'$"):
        _ = W.Frobnicator


def test_the_tables_name_what_is_there(W: Any) -> None:
    made = [getattr(W, name) for name in class_names()]
    known = {name for cls in made for name in dir(cls)}
    for ours in other_names._METHODS.values():
        assert known.issuperset(ours.split())
    actions = {action for name in class_names() for action in widget_class(name).actions}
    for told in other_names._ACTIONS.values():
        assert actions.issuperset(told.split())
    assert {*other_names._CLASSES.values()} <= {*class_names()}


@pytest.mark.parametrize("api", [async_, sync])
def test_what_fails_in_a_property_is_told(api: Any) -> None:
    class Panel(api.Widgets.VBox):
        @property
        def total(self) -> Any:
            return self._parts.total

        @property
        def _parts(self) -> Any:
            return None

    panel = Panel(api.Application(0, 0).create_session())
    with pytest.raises(AttributeError, match=r"'NoneType' object has no attribute 'total'"):
        _ = panel.total
