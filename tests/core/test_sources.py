"""Tables with a source, on their way through a session with browsers in memory."""

import gc
import weakref
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from core.helpers import connect, events, make_hub, settle
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.seen_rows import SeenRows
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.limits import Limits
from pgwidgets_proto.models.source_table import MOST_TYPED
from pgwidgets_proto.models.window import FIRST_ROWS, Block, Order
from pgwidgets_proto.sessions.events import ReportRefused, WidgetEvent
from pgwidgets_proto.sessions.receiving.readings import Job
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.widget import Node


class Numbers:
    """A feed of so many rows: a number, and its name."""

    def __init__(self, length: int = 1000) -> None:
        self.columns: Sequence[Mapping[str, Any]] = (
            {"key": "n", "label": "Number", "halign": "right"},
            {"key": "name", "label": "Name"},
        )
        self.length = length
        self.reads: list[tuple[int, int, Order]] = []
        self.edits: list[tuple[str, str, Any]] = []

    def read(
        self, start: int, stop: int, order: Order, columns: Sequence[Mapping[str, Any]]
    ) -> Block:
        self.reads.append((start, stop, order))
        numbers = list(range(self.length))
        if order.filter is not None:
            numbers = [number for number in numbers if order.filter(number)]
        if order.sort is not None and not order.sort[1]:
            numbers.reverse()
        seen = numbers[start:stop]
        cells = {"n": [str(n) for n in seen], "name": [f"number {n}" for n in seen]}
        keys = [f"row{number}" for number in seen]
        return Block(
            len(numbers), keys, {column["key"]: cells[column["key"]] for column in columns}
        )

    def keys(self, start: int, stop: int, order: Order) -> list[str]:
        return list(self.read(start, stop, order, self.columns).keys)

    def check_columns(self, columns: Sequence[Mapping[str, Any]]) -> None:
        self.checked = [column["key"] for column in columns]

    def check_filter(self, condition: Any) -> None:
        if not callable(condition):
            raise TypeError(f"{condition!r} is no condition")

    def edit(self, key: str, column: str, value: Any) -> None:
        if value == "refused":
            raise ValueError("not that")
        self.edits.append((key, column, value))


class Table:
    """A table with a source, and the browsers that show it."""

    def __init__(self, *stock: bool, feed: Any = None, **options: Any) -> None:
        self.hub = make_hub(options.pop("limits", None))
        self.session: Session = self.hub.create_session()
        self.feed = feed or Numbers()
        self.browsers = [connect(self.hub, self.session, stock=one) for one in stock or (False,)]
        self.now = 0.0
        self.refused: list[ReportRefused] = []
        self.told: list[WidgetEvent] = []
        self.node: Node = self.session.create("TableView", (), options)
        self.session.call(self.node, "set_source", (self.feed,))
        self.run()

    def run(self) -> None:
        """Let everything arrive, and be read; the time goes on."""
        for _ in range(100):
            found = settle(self.session, self.browsers)
            self.refused += [event for event in found if isinstance(event, ReportRefused)]
            self.told += [event for event in found if isinstance(event, WidgetEvent)]
            job = self.session.readings.take()
            if job is not None:
                self.do(job)
            elif not self.rest():
                return
        raise AssertionError("it does not come to rest")

    def do(self, job: Job) -> None:
        try:
            found = job.work()
        except ValueError:
            self.session.readings.failed(job)
        else:
            self.session.readings.done(job, found)

    def rest(self) -> bool:
        """Let the time pass until a table may be read again; tells whether one has waited."""
        if not self.session.readings._resting:
            return False
        self.now += 1.0
        self.hub.next_deadline(self.now)
        self.now += 1.0
        self.hub.handle_timer(self.now)
        return True

    def page(self, index: int = 0, browser: SimulatedBrowser | None = None) -> PageTree:
        browser = browser or self.browsers[index]
        content = browser.page.widgets[self.node.wid].content
        assert isinstance(content, PageTree)
        return content

    def seen(self, index: int = 0, browser: SimulatedBrowser | None = None) -> SeenRows:
        seen = self.page(index, browser).seen
        assert seen is not None
        return seen

    def call(self, method: str, *args: Any) -> Any:
        return self.session.call(self.node, method, args)


def test_a_browser_is_sent_what_it_looks_at_and_no_more() -> None:
    table = Table()
    assert table.seen().length == 1000
    assert table.seen().column("n") == [str(n) for n in range(FIRST_ROWS)]
    assert [column["key"] for column in table.page().columns] == ["n", "name"]
    table.seen().look(500, 530)
    table.run()
    assert table.seen().column("n") == [str(n) for n in range(500, 530)]
    assert table.seen().keys[500] == "row500"
    assert [(start, stop) for start, stop, _ in table.feed.reads] == [(0, FIRST_ROWS), (500, 530)]
    assert not table.refused


def test_two_browsers_look_at_different_places() -> None:
    table = Table(False, False)
    table.seen(0).look(100, 110)
    table.seen(1).look(900, 910)
    table.run()
    assert table.seen(0).column("n") == [str(n) for n in range(100, 110)]
    assert table.seen(1).column("n") == [str(n) for n in range(900, 910)]


def test_each_browser_is_scrolled_by_its_own_user_alone() -> None:
    table = Table(False, False)
    before = [len(browser.messages) for browser in table.browsers]
    table.page(0).fire("scrolled", 0.0, 0.75)
    table.run()
    assert table.call("get_scroll_position") == (0.0, 0.75)
    assert [len(browser.messages) for browser in table.browsers] == before
    table.call("set_scroll_position", 0, 0.5)
    table.run()
    for browser in table.browsers:
        assert browser.messages[-1]["method"] == "set_scroll_position"


def test_looks_are_merged_while_the_table_rests() -> None:
    table = Table()
    table.seen().look(30, 40)
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    table.do(job)
    before = len(table.feed.reads)
    for start in range(100, 200):
        table.seen().look(start, start + 10)
    settle(table.session, table.browsers)
    assert table.session.readings.take() is None, "it was read just now"
    table.run()
    assert [start for start, _, _ in table.feed.reads[before:]] == [199]


def test_a_browser_that_does_not_take_its_rows_is_sent_no_more() -> None:
    table = Table()
    browser = table.browsers[0]
    before = len(table.feed.reads)
    for start in (100, 200, 300):
        browser.look(table.node.wid, start, start + 10)
        browser.deliver_up()
        job = table.session.readings.take()
        if job is not None:
            table.do(job)
        table.rest()
    assert [start for start, _, _ in table.feed.reads[before:]] == [100]
    table.run()
    assert [start for start, _, _ in table.feed.reads[before:]] == [100, 300]
    assert table.seen().column("n") == [str(n) for n in range(300, 310)]


def test_a_source_that_changes_is_read_again_for_all() -> None:
    table = Table(False, False)
    table.seen(1).look(990, 1000)
    table.run()
    table.feed.length = 995
    table.call("source_changed")
    table.run()
    assert table.seen(0).length == table.seen(1).length == 995
    assert table.seen(1).column("n") == [str(n) for n in range(990, 995)]
    assert table.call("get_row_count") == 995


def test_the_order_is_the_same_for_all_and_is_made_by_the_source() -> None:
    table = Table(False, False)
    table.page(0).user_sorts("n")
    table.page(0).user_sorts("n")
    table.run()
    assert table.seen(0).column("n")[:2] == table.seen(1).column("n")[:2] == ["999", "998"]
    assert table.page(0).sort == table.page(1).sort == ("n", False)
    table.call("sort_by_column", None)
    table.run()
    assert table.seen(1).column("n")[:2] == ["0", "1"]


def test_a_condition_decides_which_rows_there_are() -> None:
    table = Table()
    table.call("set_filter", lambda number: number % 100 == 0)
    table.run()
    assert table.seen().length == 10
    assert table.seen().column("n") == [str(n) for n in range(0, 1000, 100)]


def test_rows_of_an_order_that_is_no_more_are_not_shown() -> None:
    table = Table()
    table.seen().look(40, 50)
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    block = job.work()
    table.call("sort_by_column", "n", False)
    table.session.readings.done(job, block)
    settle(table.session, table.browsers)
    assert table.seen().column("n")[0] == "0"
    table.run()
    assert table.seen().column("n")[0] == "959"


def test_selections_and_colours_are_by_key_whatever_is_seen() -> None:
    table = Table(False, False, selection_mode="multiple")
    page = table.page(0)
    page.fire("selected", [{"path": ["row3"], "values": {}}, {"path": ["row700"], "values": {}}])
    table.run()
    table.session.listen(table.node, "selected")
    page.fire("selected", [{"path": ["row3"], "values": {"n": "a lie"}}])
    table.call("set_row_color", ["row500"], None, "red")
    table.run()
    assert table.call("get_selected") == [{"path": ["row3"], "values": None}]
    assert [event.args for event in table.told] == [([{"path": ["row3"], "values": None}],)]
    late = connect(table.hub, table.session)
    table.browsers.append(late)
    table.run()
    assert late.messages[-1]["type"] != "error"
    assert any('"set_colors"' in frame.payload.decode() for frame in late.frames if frame.is_text)


def paths_of(*numbers: int) -> list[dict[str, Any]]:
    return [{"path": [f"row{number}"], "values": None} for number in numbers]


def test_a_range_is_selected_though_not_all_of_its_rows_have_come() -> None:
    table = Table(False, False, selection_mode="multiple")
    table.session.listen(table.node, "selected")
    page, known = table.page(0), [{"path": ["row100"], "values": {}}]
    generation = table.seen(0).generation
    page.fire("selected", known, [generation, 200, 100])
    table.run()
    assert table.call("get_selected") == paths_of(*range(100, 201))
    assert [event.args for event in table.told] == [(paths_of(*range(100, 201)),)]
    for index in (0, 1):
        frames = [f.payload.decode() for f in table.browsers[index].frames if f.is_text]
        assert sum('"set_selected"' in frame and '"row150"' in frame for frame in frames) == 1
    table.call("sort_by_column", "n", False)
    table.run()
    page.fire("selected", known, [generation + 1, 998, 2000])
    table.run()
    assert table.call("get_selected") == paths_of(1, 0)
    assert not table.refused


def test_a_range_is_not_selected_that_something_newer_has_overtaken() -> None:
    table = Table(selection_mode="multiple")
    page, known = table.page(), [{"path": ["row100"], "values": {}}]
    generation = table.seen().generation
    page.fire("selected", known, [generation, 100, 200])
    page.fire("selected", known)
    table.run()
    assert table.call("get_selected") == paths_of(100)
    page.fire("selected", [], [generation, 100, 200])
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    table.call("set_selected", [["row7"]])
    table.session.readings.done(job, job.work())
    table.run()
    assert table.call("get_selected") == paths_of(7)
    page.fire("selected", [], [generation + 5, 100, 200])  # of an order that is no more
    table.run()
    assert table.call("get_selected") == paths_of(7)
    page.fire("selected", [], [generation, 100, 200])
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    table.session.readings.failed(job)
    table.run()
    assert table.call("get_selected") == paths_of(7)
    assert not table.refused


@pytest.mark.parametrize("span", [7, [], [1, 2], [1, 2, "3"], [1, 2, True], {"a": 1}])
def test_what_is_no_range_is_refused_and_the_selection_told_again(span: Any) -> None:
    table = Table(selection_mode="multiple")
    table.call("set_selected", [["row7"]])
    table.run()
    table.page().fire("selected", [], span)
    table.run()
    assert "is no range of rows" in table.refused[0].detail
    assert table.call("get_selected") == paths_of(7)
    frames = [f.payload.decode() for f in table.browsers[0].frames if f.is_text]
    assert sum('"set_selected"' in frame for frame in frames) == 2


def test_a_range_is_no_longer_than_the_limit_from_where_it_was_begun() -> None:
    table = Table(selection_mode="multiple", limits=Limits(window_picks=3))
    generation = table.seen().generation
    for begun, ended, found in ((500, 0, (498, 499, 500)), (1, 10**12, (1, 2, 3)), (-5, -9, ())):
        table.page().fire("selected", [], [generation, begun, ended])
        table.run()
        assert table.call("get_selected") == paths_of(*found)
    assert not table.refused


def test_an_edit_is_made_by_the_source_and_then_told() -> None:
    table = Table(False, False, editable=None)
    table.call("set_editable", True)
    table.session.listen(table.node, "cell_edited")
    table.run()
    before = table.seen(1).blocks
    table.page(0).fire("cell_edited", ["row3"], "name", "number 3", "three")
    settle(table.session, table.browsers)
    assert not table.feed.edits, "the source is the program's own code: whoever drives calls it"
    table.run()
    assert table.feed.edits == [("row3", "name", "three")]
    assert [event.args for event in table.told] == [(["row3"], "name", "number 3", "three")]
    assert table.seen(1).blocks > before


def test_a_refused_edit_shows_the_truth_again_and_is_not_told() -> None:
    table = Table()
    table.call("set_editable", True)
    table.session.listen(table.node, "cell_edited")
    table.run()
    before = table.seen().blocks
    table.page().fire("cell_edited", ["row3"], "name", "number 3", "refused")
    table.run()
    assert not table.told
    assert table.seen().blocks == before + 1


def test_a_column_that_is_not_to_be_edited_is_not() -> None:
    table = Table()
    table.page().fire("cell_edited", ["row3"], "name", "number 3", "three")
    table.run()
    assert not table.feed.edits
    assert len(table.refused) == 1


def test_edits_that_wait_are_bounded() -> None:
    table = Table(limits=Limits(window_edits=3))
    table.call("set_editable", True)
    settle(table.session, table.browsers)
    for number in range(5):
        table.page().fire("cell_edited", [f"row{number}"], "name", "", "x")
    found = settle(table.session, table.browsers)
    assert len([event for event in found if isinstance(event, ReportRefused)]) == 2
    table.run()
    assert len(table.feed.edits) == 3


def test_edits_that_wait_are_bounded_by_what_is_typed_in_them_too() -> None:
    table = Table()
    table.call("set_editable", True)
    settle(table.session, table.browsers)
    long = "x" * (MOST_TYPED // 8)
    for number in range(10):
        table.page().fire("cell_edited", [f"row{number}"], "name", "", long)
        found = settle(table.session, table.browsers)
        is_refused = any(isinstance(event, ReportRefused) for event in found)
        assert is_refused is (number >= 7)
    table.run()
    assert len(table.feed.edits) == 7
    table.page().fire("cell_edited", ["row9"], "name", "", long)
    table.run()
    assert len(table.feed.edits) == 8


@pytest.mark.parametrize(
    "args",
    [
        ("0", 10),
        (None, None),
        (0.5, 10),
        (True, 10),
        ([0], 10),
        ({}, 10),
        (0,),
        (0, 1, 2),
        (),
    ],
)
def test_what_is_no_range_is_refused(args: Any) -> None:
    table = Table()
    table.browsers[0].report(table.node.wid, "looks", *args)
    table.run()
    assert len(table.refused) == 1
    assert table.seen().column("n") == [str(n) for n in range(FIRST_ROWS)]


@pytest.mark.parametrize(
    ("start", "stop", "asked"),
    [
        (-5, 5, (0, 5)),
        (-(10**30), -5, (0, 0)),
        (0, 10**30, (0, 1000)),
        (10**30, 10**31, (10**30, 10**30 + 1000)),
        (50, 20, (50, 50)),
    ],
)
def test_hostile_ranges_are_bounded(start: int, stop: int, asked: tuple[int, int]) -> None:
    table = Table(feed=Numbers(5000))
    table.browsers[0].look(table.node.wid, start, stop)
    table.run()
    assert table.feed.reads[-1][:2] == asked
    assert not table.refused


def test_thousands_of_looks_are_one_reading_each_pause() -> None:
    table = Table()
    before = len(table.feed.reads)
    for start in range(5000):
        table.browsers[0].look(table.node.wid, start, start + 10)
        table.browsers[0].deliver_up()
    assert len(table.session.inbox) == 0, "no handler is waited for"
    table.run()
    assert len(table.feed.reads) - before == 1


def test_looks_at_what_has_no_source_are_late_and_not_wrong() -> None:
    table = Table()
    other = table.session.create("Label", ("x",))
    table.browsers[0].look(other.wid, 0, 10)
    table.call("set_source", None)
    table.browsers[0].look(table.node.wid, 0, 10)
    table.run()
    assert not table.refused
    assert table.page().seen is None


def test_a_source_that_can_not_be_read_is_shown_as_such() -> None:
    class Broken(Numbers):
        def read(self, start: int, stop: int, order: Order, columns: Any) -> Block:
            if self.reads:
                raise ValueError("the disk is gone")
            return super().read(start, stop, order, columns)

    table = Table(feed=Broken())
    table.seen().look(50, 60)
    table.run()
    assert table.seen().has_failed
    assert table.seen().column("n")[0] == "0", "what it has stays"


def test_rows_that_can_not_go_over_the_wire_are_a_failure() -> None:
    class Strange(Numbers):
        def read(self, start: int, stop: int, order: Order, columns: Any) -> Block:
            block = super().read(start, stop, order, columns)
            return block if not start else block._replace(cells={"n": [object()], "name": [1]})

    table = Table(feed=Strange())
    table.browsers[0].look(table.node.wid, 50, 51)
    settle(table.session, table.browsers)
    while (job := table.session.readings.take()) is None:
        assert table.rest()
    with pytest.raises(TypeError):
        table.session.readings.done(job, job.work())
    settle(table.session, table.browsers)
    assert table.seen().has_failed


def test_a_reload_comes_to_the_same_rows_in_the_same_order() -> None:
    table = Table()
    table.call("sort_by_column", "n", False)
    table.run()
    browser = table.browsers[0]
    browser.leave()
    browser.come_back(is_new_page=True)
    table.run()
    assert table.seen().column("n")[0] == "999"
    assert table.page().sort == ("n", False)


def test_a_resumed_page_is_sent_what_has_changed_meanwhile() -> None:
    table = Table()
    table.seen().look(100, 110)
    table.run()
    browser = table.browsers[0]
    browser.drop()
    before = len(table.feed.reads)
    table.feed.length = 105
    table.call("source_changed")
    table.run()
    assert len(table.feed.reads) == before, "nobody is there to be shown anything"
    browser.come_back()
    table.run()
    assert table.seen().column("n") == [str(n) for n in range(100, 105)]


def test_rows_that_were_read_for_a_lost_browser_are_read_again_when_it_is_back() -> None:
    table = Table()
    browser = table.browsers[0]
    table.seen().look(100, 110)
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    browser.drop()
    table.do(job)
    table.run()
    browser.come_back()
    table.run()
    assert table.seen().column("n") == [str(n) for n in range(100, 110)]


def test_a_source_that_was_given_up_is_not_kept() -> None:
    table = Table()
    source = weakref.ref(table.feed)
    table.call("set_source", None)
    table.run()
    table.feed = None
    gc.collect()
    assert source() is None


def test_a_session_that_has_ended_keeps_no_source() -> None:
    table = Table()
    table.session.end()
    assert not table.session.readings.tables


def test_the_stock_client_is_shown_the_first_rows() -> None:
    table = Table(True)
    shown = table.page().shown()
    assert [row["path"] for row in shown["rows"]][:2] == [["row0"], ["row1"]]
    assert len(shown["rows"]) == 200
    assert shown["rows"][7]["values"] == {"n": "7", "name": "number 7"}
    table.feed.length = 3
    table.call("source_changed")
    table.run()
    assert len(table.page().shown()["rows"]) == 3
    late = connect(table.hub, table.session, stock=True)
    table.browsers.append(late)
    table.run()
    assert len(table.page(browser=late).shown()["rows"]) == 3


def test_a_table_takes_another_source_and_gives_it_up() -> None:
    table = Table()
    other = Numbers(7)
    table.call("set_source", other)
    table.run()
    assert table.seen().length == 7
    table.call("set_source", None)
    table.call("set_rows", [[1, "one"]])
    table.run()
    assert table.page().seen is None
    assert table.call("get_row_count") == 1
    late = connect(table.hub, table.session)
    assert table.page(browser=late).shown() == table.page().shown()


def test_rows_of_the_source_before_are_not_shown() -> None:
    table = Table()
    table.seen().look(40, 50)
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    block = job.work()
    table.call("set_source", Numbers(7))
    table.session.readings.done(job, block)
    table.run()
    assert table.seen().length == 7


def test_columns_are_those_that_the_table_names() -> None:
    table = Table(columns=[{"key": "name", "label": "Called"}])
    assert [column["label"] for column in table.page().columns] == ["Called"]
    assert list(table.seen().rows[0]) == ["name"]
    table.call("set_columns", [{"key": "n", "label": "#"}, {"key": "name", "label": "Name"}])
    table.run()
    assert list(table.seen().rows[0]) == ["n", "name"]
    with pytest.raises(ValueError, match="'nothing'"):
        table.call("set_columns", [{"key": "nothing", "label": "Nothing"}])
    assert [column["key"] for column in table.page().columns] == ["n", "name"]
    table.call("delete_column", "n")
    table.run()
    assert list(table.seen().rows[0]) == ["name"]


def test_what_is_no_condition_is_refused_at_the_call() -> None:
    table = Table()
    with pytest.raises(TypeError, match=r"TableView.set_filter\(\): 5 is no condition"):
        table.call("set_filter", 5)
    table.call("set_filter", lambda number: number < 3)
    table.run()
    assert table.seen().length == 3
    table.call("set_filter", None)
    table.run()
    assert table.seen().length == 1000


def test_values_of_hidden_columns_are_not_read() -> None:
    feed = Numbers()
    feed.columns = ({"key": "n", "hidden": True}, {"key": "name", "label": "Name"})
    table = Table(feed=feed)
    assert list(table.seen().rows[0]) == ["name"]
    table.call("set_columns", [{"key": "n", "hidden": False}, {"key": "name"}])
    table.run()
    assert table.seen().rows[0] == {"n": "0", "name": "number 0"}


def test_a_table_checks_edits_by_its_own_description_before_the_source_gets_them() -> None:
    feed = Numbers()
    hub_table = Table(feed=feed, columns=[{"key": "name", "editable": True, "validate": shortened}])
    hub_table.session.listen(hub_table.node, "cell_edited")
    hub_table.page().fire("cell_edited", ["row3"], "name", "number 3", "  three ")
    hub_table.page().fire("cell_edited", ["row4"], "name", "number 4", "")
    hub_table.run()
    assert feed.edits == [("row3", "name", "three")]
    assert len(hub_table.told) == 1
    hub_table.call("set_source", None)  # the column is what it was
    hub_table.call("set_rows", [["a"]])
    hub_table.run()
    hub_table.page().fire("cell_edited", ["row0"], "name", "a", " b ")
    hub_table.run()
    assert hub_table.told[-1].args == (["row0"], "name", "a", "b")


def shortened(text: str) -> str:
    if not text:
        raise ValueError("a name is needed")
    return text.strip()


def test_a_column_that_the_source_does_not_have_is_refused_at_the_call() -> None:
    hub = make_hub()
    session = hub.create_session()
    node = session.create("TableView", (), {"columns": [{"key": "x", "label": "X"}]})
    with pytest.raises(ValueError, match=r"TableView.set_source\(\).*'x'.*'n', 'name'"):
        session.call(node, "set_source", (Numbers(),))
    session.call(node, "set_rows", ([[1]],))  # it is as it was


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("set_rows", ([],)),
        ("set_data", ([],)),
        ("update_rows", ([],)),
        ("update_data", ([],)),
        ("append_row", ({},)),
        ("insert_row", (0, {})),
        ("delete_row", (0,)),
        ("set_cell", (["row0"], "n", 1)),
        ("clear", ()),
    ],
)
def test_rows_of_a_source_are_changed_there(method: str, args: tuple[Any, ...]) -> None:
    table = Table()
    with pytest.raises(ValueError, match=rf"TableView.{method}\(\): .*source"):
        table.call(method, *args)


def test_what_is_of_a_source_needs_one() -> None:
    session = make_hub().create_session()
    node = session.create("TableView")
    for method, args in (("source_changed", ()), ("set_filter", ("x",))):
        with pytest.raises(ValueError, match=rf"{method}\(\): .*no source"):
            session.call(node, method, args)


def test_what_is_no_source_is_refused() -> None:
    session = make_hub().create_session()
    node = session.create("TableView")
    with pytest.raises(TypeError, match="'source'"):
        session.call(node, "set_source", (7,))


def test_not_all_rows_can_be_selected() -> None:
    table = Table()
    with pytest.raises(ValueError, match="by their keys"):
        table.call("select_all")
    table.call("set_selected", [["row1"], ["row900"]])
    table.call("select_all", False)
    assert table.call("get_selected") == []


def test_a_table_that_is_destroyed_is_read_no_more() -> None:
    table = Table()
    table.seen().look(100, 110)
    settle(table.session, table.browsers)
    job = table.session.readings.take()
    assert job is not None
    table.call("destroy")
    table.session.readings.done(job, job.work())
    table.run()
    assert not table.session.readings.is_due
    assert not table.session.readings.tables
    assert not table.refused


def test_a_constructor_takes_a_source() -> None:
    hub = make_hub()
    session = hub.create_session()
    browser = connect(hub, session)
    node = session.create("TableView", (), {"source": Numbers(3)})
    settle(session, [browser])
    job = session.readings.take()
    assert job is not None
    session.readings.done(job, job.work())
    settle(session, [browser])
    content = browser.page.widgets[node.wid].content
    assert isinstance(content, PageTree)
    assert content.seen is not None
    assert content.seen.length == 3
    assert events(session) == []
