"""How windows are arranged, as data that is kept and given back."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from async_api.peer import in_loop
from pgwidgets import async_
from pgwidgets._layout import restore_layout
from pgwidgets.sync import Application, Session


@pytest.fixture
def app() -> Iterator[Application]:
    app = Application(http_port=0, ws_port=0, max_sessions=None)
    yield app
    app.close()


def desk(session: Session) -> Any:
    """A window with panes, tabs, an expander, and a desktop of its own."""
    W = session.get_widgets()
    made = SimpleNamespace(top=W.TopLevel(title="Desk"), panes=W.Splitter(), tabs=W.TabWidget())
    made.desk, made.more, made.pages = W.MDIWidget(), W.Expander(title="More"), []
    for title in ("one", "two"):
        page = W.Label(title)
        made.tabs.add_widget(page, title=title)
        made.pages.append(made.desk.add_widget(W.Label(title), title=title, x=0, y=0))
    for child in (made.tabs, made.desk, made.more):
        made.panes.add_widget(child)
    made.top.set_widget(made.panes)
    made.top.show()
    return made


def test_what_was_arranged_is_so_in_another_session(app: Application) -> None:
    session = app.create_session()
    before = desk(session)
    before.top.set_position(30, 40)
    before.top.resize(800, 500)
    before.top.set_window_state("maximized")
    before.panes.set_sizes([100, 500, 50])
    before.tabs.set_index(1)
    before.more.set_collapsed(False)
    before.pages[0].set_position(7, 8)
    before.pages[1].set_window_state("shaded")
    before.desk.set_index(0)
    layout = json.loads(json.dumps(session.save_layout()))

    other = app.create_session()
    after = desk(other)
    other.restore_layout(layout)
    assert after.top.get_position() == (30, 40)
    assert after.top.get_size() == (800, 500)
    assert after.top.get_window_state() == "maximized"
    assert after.panes.get_sizes() == [100, 500, 50]
    assert after.tabs.get_index() == 1
    assert after.more.get_collapsed() is False
    assert after.pages[0].get_position() == (7, 8)
    assert after.pages[1].get_window_state() == "shaded"
    assert after.desk.get_index() == 0
    assert other.save_layout() == layout


def test_what_is_not_there_any_more_is_passed_over(app: Application) -> None:
    session = app.create_session()
    before = desk(session)
    before.top.resize(640, 480)
    before.panes.set_sizes([1, 2, 3])
    before.tabs.set_index(1)
    layout = session.save_layout()
    other = app.create_session()
    W = other.get_widgets()
    top, panes, tabs = W.TopLevel(title="Desk"), W.Splitter(), W.TabWidget()
    panes.add_widget(tabs)
    top.set_widget(panes)
    other.restore_layout(layout)
    assert top.get_size() == (640, 480)
    assert panes.get_sizes() != [1, 2, 3]
    assert tabs.get_index() == -1


def test_nothing_was_arranged_and_nothing_is_kept(app: Application) -> None:
    session = app.create_session()
    session.get_widgets().TopLevel(title="Desk").show()
    assert session.save_layout() == {"version": 1, "widgets": {}}


WAY = "/TopLevel[Desk]"


@pytest.mark.parametrize(
    ("layout", "error", "said"),
    [
        ([], TypeError, r"layout is \[\]; it must be what save_layout\(\) has given"),
        ({}, ValueError, "version None; it must be 1"),
        ({"version": 1}, TypeError, "widgets None; they must be a mapping"),
        ({"version": 1, "widgets": {WAY: 3}}, TypeError, "3 for '/TopLevel"),
        ({"version": 1, "widgets": {WAY: {"font": 3}}}, ValueError, "'font'.*one of size"),
        *(
            ({"version": 1, "widgets": {WAY: {name: value}}}, ValueError, f"{name} .*must be")
            for name, value in [
                ("size", [1]),
                ("size", [float("nan"), 2]),
                ("position", ["1", 2]),
                ("window_state", "gone"),
                ("window_state", []),
                ("sizes", [-1]),
                ("selected", True),
                ("collapsed", 1),
                ("stack", [0.5]),
                ("widths", [1]),
                ("widths", {"name": -1}),
                ("sort", ["name"]),
                ("sort", ["name", 1]),
            ]
        ),
    ],
)
def test_what_is_no_layout_changes_nothing(
    app: Application, layout: Any, error: type[Exception], said: str
) -> None:
    session = app.create_session()
    made = desk(session)
    made.top.resize(300, 200)
    if isinstance(layout, dict) and layout.get("widgets"):
        layout["widgets"] = {"/TopLevel[Desk]/Splitter": {"sizes": [1, 2, 3]}, **layout["widgets"]}
    before = session.save_layout()
    with pytest.raises(error, match=said):
        session.restore_layout(layout)
    assert session.save_layout() == before


@in_loop
async def test_a_coroutine_waits_for_it() -> None:
    session = async_.Application(0, 0).create_session()
    top = await session.get_widgets().TopLevel(title="Desk")
    await top.resize(300, 200)
    layout = session.save_layout()
    await top.resize(100, 100)
    await session.restore_layout(layout)
    assert top.get_size() == (300, 200)


def test_columns_are_as_wide_and_as_sorted_as_they_were(app: Application) -> None:
    session = app.create_session()
    columns = [{"key": key, "label": key} for key in ("name", "size")]

    def made(of: Session) -> Any:
        W = of.get_widgets()
        box = W.VBox()
        table, tree = W.TableView(columns=columns), W.TreeView(columns=columns)
        for one in (table, tree):
            box.add_widget(one)
        return table, tree

    table, tree = made(session)
    assert session.save_layout()["widgets"] == {}
    table.set_column_width("name", 120)
    table.set_column_width("size", "2fr")
    table.sort_by_column("size", False)
    tree.set_column_width("name", 77)
    layout = json.loads(json.dumps(session.save_layout()))
    other = app.create_session()
    made(other)
    other.restore_layout(layout)
    assert other.save_layout() == layout
    fewer = app.create_session()
    W = fewer.get_widgets()
    box = W.VBox()
    box.add_widget(W.TableView(columns=columns[:1]))
    fewer.restore_layout(layout)
    assert fewer.save_layout()["widgets"] == {"/VBox/TableView": {"widths": {"name": 120}}}


@pytest.mark.parametrize(
    ("page", "place", "size"),
    [
        ((0, 0), (1800, 900), (1500, 1000)),
        ((1000, 700), (880, 660), (1000, 700)),
        ((2560, 1400), (1800, 900), (1500, 1000)),
        ((390, 844), (1800, 900), (1500, 1000)),  # where it fills the page anyway
    ],
)
def test_windows_can_be_reached_on_a_smaller_page(
    app: Application, page: tuple[int, int], place: tuple[int, int], size: tuple[int, int]
) -> None:
    before, after = app.create_session(), app.create_session()
    tops = [session.get_widgets().TopLevel(title="Desk") for session in (before, after)]
    tops[0].set_position(1800, 900)
    tops[0].resize(1500, 1000)
    restore_layout(after.walk_widget_tree(), before.save_layout(), page)
    assert tops[1].get_position() == place
    assert tops[1].get_size() == size
