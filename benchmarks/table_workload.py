"""What the tables of the benchmark hold: facts that the applications and their observer rely on.

Knows texts, numbers and button names. Must not know any widget library, socket or clock: the
applications import it in their servers' environments, the driver in its own.
"""

MANY = 100_000
SIZES = (1000, MANY)
"""Numbers of rows for which the application has a button."""

IN_ARRAYS = 1_000_000
"""Rows that stay in the program, in arrays, where the library can show them from there."""
ARRAYS_BUTTON = "arrays"
"""The button that shows them."""
JUMPS = (0.3, 0.7, 1.0, 0.0)
"""Parts of all of them that are scrolled to."""

CELLS = (100, 1000)
"""Numbers of cells, for each of which it has a button to change so many ten times a second."""

COLUMNS = ("Channel", "v0", "v1", "v2", "v3", "v4", "Unit", "State")
NUMBERS = 5
"""Columns of numbers, from the second one on."""

IN_SIGHT = 7
"""A row that can be seen at first."""

PLAIN_BUTTON = "plain"
"""A button that does nothing in the program."""
STOP_BUTTON = "stop"

PERIOD = 0.1
_NAMES, _NUMBERS = 7919, 104_729  # have no factor in common with the numbers of rows


def rows_button(rows: int) -> str:
    """Return the text of the button that fills the table with so many rows."""
    return f"{rows} rows"


def feed_button(cells: int) -> str:
    """Return the text of the button that starts to change so many cells ten times a second."""
    return f"{cells} cells"


def name_of(number: int) -> str:
    """Return what stands in the first column of a row, counted from 0."""
    return f"channel {number * _NAMES % MANY:06d}"


def place_name(place: int) -> str:
    """Return what stands in the first column of a row of the arrays, counted from 0."""
    return f"place {place:07d}"


def row_of(number: int) -> list[str | float]:
    """Return the cells of a row; those of numbers have many digits."""
    values = [(number * _NUMBERS + column * 31) % MANY / 7 for column in range(NUMBERS)]
    return [name_of(number), *values, "mV", "good" if number % 5 else "off"]


def changes(cells: int, rows: int, beat: int) -> list[tuple[int, int, float]]:
    """Return what changes at one beat: row, column (from 0) and value of each cell.

    They are the cells of the first rows, which can be seen, and then of others all over the table.
    """
    return [
        (number % rows, 1 + number // rows % NUMBERS, beat + number / 1000)
        for number in range(cells)
    ]


SORTS = (
    ("numbers", "v0", name_of(pow(_NUMBERS, -1, MANY))),
    ("texts", COLUMNS[0], name_of(pow(_NAMES, -1, MANY))),
)
"""Clicks on headers: the figure's name, the header's text, and the row that is the second then."""
