"""What is typed into each widget that takes text, undone, and what cells are made to hold."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from engines.conftest import Serve
from engines.driver import Driver

LONGEST_UNDO = 30  # undos: at most one for each character, and some for nothing


@pytest.fixture
def made(serve: Serve, driver: Driver) -> SimpleNamespace:
    """A window with a widget of each kind that takes text; `call` calls their methods."""
    made = SimpleNamespace(edited=[])

    async def build(session: Any) -> None:
        W = session.get_widgets()
        made.entry = await W.TextEntry("NGC 891")
        made.entry_set = await W.TextEntrySet("NGC 891")
        made.combo = await W.ComboBox(editable=True)
        await made.combo.append_text("NGC 891")
        made.area = await W.TextArea("NGC 891")
        made.source = await W.TextSource("NGC 891")
        made.table = await W.TableView(
            columns=[{"label": "Object", "key": "object", "editable": True}, "Seen"]
        )
        await made.table.set_rows([["M 31", "yes"], ["M 33", "no"]])
        made.spin = await W.SpinBox(value=5, min=0, max=9000)
        await made.table.on("cell_edited", lambda *args: made.edited.append(args))
        for widget in (made.entry, made.entry_set, made.area):
            await widget.on("modified", lambda *_: None)
        box = await W.VBox(spacing=6, padding=8)
        for widget in (made.entry, made.entry_set, made.combo, made.spin):
            await box.add_widget(widget, 0)
        for widget in (made.area, made.source, made.table):
            await box.add_widget(widget, 1)
        top = await W.TopLevel(title="Texts")
        await top.set_widget(box)
        await top.resize(600, 700)
        await top.show()

    made.served = serve(lambda app: app.on_connect(build) and None)
    driver.goto(made.served.url)
    driver.find(".treeview-row")
    return made


FIELDS = {
    "entry": "input.textentry-widget, .textentry-widget input",
    "entry_set": ".textentryset-widget input, input.textentryset-input",
    "area": ".textarea-text",
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_tells_what_is_typed_and_what_is_undone(
    driver: Driver, made: SimpleNamespace, name: str
) -> None:
    widget = getattr(made, name)
    driver.click(driver.find(FIELDS[name]))
    driver.key("Control+End" if name == "area" else "End")
    driver.type(" edge-on")
    is_told(driver, made, widget.get_text, "NGC 891 edge-on")
    undo(driver, lambda: driver.value(FIELDS[name]) == "NGC 891")
    is_told(driver, made, widget.get_text, "NGC 891")
    assert driver.value(FIELDS[name]) == "NGC 891"


def test_an_editor_tells_what_is_typed_and_what_is_undone(
    driver: Driver, made: SimpleNamespace
) -> None:
    x, y = driver.find(".textsource-line")
    width = driver.js("() => document.querySelector('.textsource-line').offsetWidth")
    # Firefox under a driver moves the caret of what is `contenteditable` by no key, on any page.
    driver.click((x + width / 2 - 1, y))
    driver.type("\n# edge-on")
    is_told(driver, made, made.source.get_text, "NGC 891\n# edge-on")
    lines = "() => [...document.querySelectorAll('.textsource-line')].map((l) => l.textContent)"
    undo(driver, lambda: driver.js(lines) == ["NGC 891"])
    is_told(driver, made, made.source.get_text, "NGC 891")


def test_a_combo_box_takes_what_is_typed_and_what_is_undone(
    driver: Driver, made: SimpleNamespace
) -> None:
    field = ".combobox-input"
    driver.click(driver.find(field))
    driver.key("End")
    driver.type(" b")
    undo(driver, lambda: driver.value(field) == "NGC 891")
    driver.type("+")
    driver.key("Enter")
    is_told(driver, made, made.combo.get_text, "NGC 891+")


def test_a_number_is_typed(driver: Driver, made: SimpleNamespace) -> None:
    driver.click(driver.find(".spinbox-input"))
    driver.key("Control+a")
    driver.type("42")
    driver.key("Enter")
    is_told(driver, made, made.spin.get_value, 42)


def test_a_cell_is_edited(driver: Driver, made: SimpleNamespace) -> None:
    driver.click(driver.find(".treeview-cell", "M 33"), 2)
    driver.until_js("() => document.activeElement.closest('.treeview-row') !== null")
    driver.key("Control+a")
    driver.type("M 110")
    driver.key("Enter")
    driver.until(lambda: made.edited != [])
    driver.find(".treeview-cell", "M 110")
    assert driver.js("() => getSelection().toString()") == ""
    assert [values[-2:] for values in made.edited] == [("M 33", "M 110")]
    driver.reload()  # which shows what Python knows
    driver.find(".treeview-cell", "M 110")


def is_told(driver: Driver, made: SimpleNamespace, read: Callable[[], Any], wanted: object) -> None:
    """Wait until Python knows something."""
    driver.until(lambda: made.served.call(read), lambda known: known == wanted)


def undo(driver: Driver, is_undone: Callable[[], bool]) -> None:
    """Undo until something is undone: engines differ in what they undo as one."""
    for _ in range(LONGEST_UNDO):
        driver.undo()
        if is_undone():
            return
    raise AssertionError(f"{driver.engine}: it is not undone")
