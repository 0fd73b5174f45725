"""What a user without a browser sees in the cells of a table, and in which order."""

from typing import Any

import pytest

from pgwidgets.testing import open_app

from .sorted_rows import COLUMNS, program


@pytest.mark.parametrize("case", COLUMNS, ids=lambda case: str(case[0]))
def test_cells_and_their_order_are_those_of_a_browser(case: Any) -> None:
    column, values, shown, *orders = case
    with open_app(program(column, values)) as user:
        table = user.find(cls="TableView")
        assert [row[0] for row in table.rows] == shown
        for order in orders:
            user.sort(None, "Value", cls="TableView")
            assert [row[0] for row in table.rows] == [shown[place] for place in order]


def test_rows_may_be_named_by_figures_of_any_kind() -> None:
    keys = ["m²", "²", "10", "9", "01", "4294967294", "4294967295", "٣", "9" * 5000]

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window = await W.TopLevel(title="Tree")
        tree = await W.TreeView(columns=[{"key": "name", "label": "Name"}])
        await tree.set_tree({key: {"name": key} for key in keys})
        await window.set_widget(tree)
        await window.show()

    with open_app(build) as user:
        assert [row[0] for row in user.find(cls="TreeView").rows] == keys
