"""Columns of values, and how Chromium shows and sorts them.

Knows: what Chromium makes of them (tests/browser/test_kit_values.py). Must not know: how they are
looked at.
"""

from typing import Any

NUMBERS = [10, 9, None, -1.5, "7 km", 0.1 + 0.2, "offline", 1e21, 1234567.125, 1e-7, True, -0.0]
TEXTS = ["Zebra", "äpfel", "Apfel", "banana", "10", "9", "_x", "-x", "straße", "Strassf", "Øl", ""]
COLUMNS: list[tuple[dict[str, Any], list[Any], list[str], list[int], list[int]]] = [
    ({"type": "float"}, NUMBERS,
     ["10", "9", "", "-1.5", "7 km", "0.3", "offline", "1e+21", "1234567.125", "1e-7", "true", "0"],
     [3, 11, 9, 5, 4, 1, 0, 8, 7, 2, 6, 10], [2, 6, 10, 7, 8, 0, 1, 4, 5, 9, 11, 3]),
    ({"type": "int", "format": ",.1f", "unit": "m"}, NUMBERS,
     ["10.0 m", "9.0 m", "", "-1.5 m", "7 km", "0.3 m", "offline",
      "1,000,000,000,000,000,000,000.0 m", "1,234,567.1 m", "0.0 m", "true", "-0.0 m"],
     [3, 11, 9, 5, 4, 1, 0, 8, 7, 2, 6, 10], [2, 6, 10, 7, 8, 0, 1, 4, 5, 9, 11, 3]),
    ({}, TEXTS, TEXTS,
     [11, 6, 7, 4, 5, 1, 2, 3, 10, 8, 9, 0], [0, 9, 8, 10, 3, 1, 2, 5, 4, 7, 6, 11]),
    ({"type": "string"}, [10, 9, 1.0, True, 100, None, [1, 2]],
     ["10", "9", "1", "true", "100", "", "1,2"], [5, 2, 6, 0, 4, 1, 3], [3, 1, 4, 0, 6, 2, 5]),
    ({"type": "bool"}, [True, 0, "no", None, "", 2], ["✓", "", "✓", "", "", "✓"],
     [1, 3, 4, 0, 2, 5], [0, 2, 5, 1, 3, 4]),
]  # fmt: skip
"""Each: a column, its values, what cells show, and their places sorted rising and falling."""


def program(column: dict[str, Any], values: list[Any]) -> Any:
    """A program with a table of such a column."""

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window = await W.TopLevel(title="Rows")
        await window.resize(400, 500)
        columns = [{"key": "value", "label": "Value", **column}]
        table = await W.TableView(columns=columns, sortable=True)
        await table.set_data([[value] for value in values])
        await window.set_widget(table)
        await window.show()

    return build
