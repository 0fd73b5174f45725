"""Sources in programs of both APIs: given to tables, changed, and let go of."""

import gc
import threading
import weakref
from typing import Any

import pytest

import pgwidgets.async_
import pgwidgets.sync
from pgwidgets.tables import LogSource, RowsSource
from pgwidgets.testing.conformance.threads_world import ThreadsWorld
from pgwidgets.testing.trees import PageTree

BOTH = pytest.mark.parametrize("api", [pgwidgets.async_, pgwidgets.sync], ids=["async", "sync"])


def new_table(api: Any, **options: Any) -> Any:
    return api.Application(0, 0).create_session().get_widgets().TableView(**options)


@BOTH
def test_data_is_given_by_keyword_by_place_and_by_name(api: Any) -> None:
    data = [{"a": 1}, {"a": 2}]
    table = new_table(api, source=data)
    assert table.get_row_count() == 2
    table.set_source({"a": [1, 2, 3]})
    assert table.get_row_count() == 3
    table.set_source(source=RowsSource(data))
    assert table.get_row_count() == 2
    table.set_source(None)
    assert table.get_row_count() == 0
    table.set_rows([[5]])
    with pytest.raises(TypeError, match="int"):
        table.set_source(7)
    with pytest.raises(ValueError, match="'b'"):
        new_table(api, columns=[{"label": "B", "key": "b"}], source=data)
    assert table.get_row_count() == 1


@BOTH
def test_the_columns_of_the_table_name_those_of_the_source(api: Any) -> None:
    for table in (new_table(api, columns=["a", "b"], source=[]), new_table(api, columns=["a"])):
        table.set_source([])
        assert table.get_row_count() == 0
    assert list(table._pgwidgets.node.content.columns.keys) == ["a"]
    rows = [{"a": 1, "b": 2}]
    table = new_table(api, columns=["b"], source=rows)
    assert list(table._pgwidgets.node.content.columns.keys) == ["b"]
    table.set_columns(["a", {"label": "Bee", "key": "b"}])
    assert list(table._pgwidgets.node.content.columns.keys) == ["a", "b"]
    table = new_table(api, columns=["x", "y"], source=[(1, 2)])
    assert list(table._pgwidgets.node.content.columns.keys) == ["x", "y"]
    with pytest.raises(ValueError, match=r"no column 'c'; it has: 'a', 'b'"):
        new_table(api, columns=["c"], source=rows)
    with pytest.raises(ValueError, match=r"RowsSource\(\[\], columns="):
        new_table(api, source=[])


@BOTH
def test_a_source_does_not_hold_the_tables_that_showed_it(api: Any) -> None:
    source = RowsSource([{"a": 1}])
    table = new_table(api, source=source)
    feed = weakref.ref(table._pgwidgets.node.content.feed)
    source.changed()
    table.set_source([{"a": 2}])
    gc.collect()
    assert feed() is None
    assert not source.listeners._functions
    source.changed()


@BOTH
def test_a_destroyed_table_hears_of_changes_no_more(api: Any) -> None:
    source = RowsSource([{"a": 1}])
    table = new_table(api, source=source)
    table.destroy()
    source.changed()
    assert table.is_destroyed


def test_any_thread_may_add_to_a_log(world: ThreadsWorld) -> None:
    log = LogSource(["number"], most=1000)
    with world.serving() as app:
        session = app.create_session()
        session.get_widgets().TableView(source=log)
        visitor = world.visit(session_id=session.id, token=session.token)

        def seen() -> Any:
            tables = visitor.all("TableView")
            content = tables[0].content if tables else None
            return content.seen if isinstance(content, PageTree) else None

        visitor.until(seen, "the table")

        def feed() -> None:
            for number in range(500):
                log.append([number])

        threads = [threading.Thread(target=feed) for _ in range(4)]
        for thread in threads:
            thread.start()
        visitor.until(lambda: seen().length == 1000, "the newest rows")
        for thread in threads:
            thread.join()
        visitor.until(lambda: seen().keys.get(0) == "row1000", "the oldest of them")
        assert len(log) == 1000
