"""The content of a table whose rows are elsewhere: in a source, of which browsers see windows.

Knows: columns, order, selection and colours of rows that are known by their keys alone. Must not
know: the rows, where they come from, widgets, sessions, or encoding.

A key names a row whatever the order. Nobody can say without reading whether a row of a key is
there, so every key may be selected or coloured; what is selected or coloured is all that is kept.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from weakref import WeakValueDictionary

from .browser_edits import BrowserEdits
from .changes import SHAPE, Call, Part, ReportedChange, Step
from .columns import Columns, is_made_up, parse_column
from .conversions import Doubts
from .parts import CELLS, COLUMNS, REPLACED, SELECTED, SORT, WIDTHS
from .plain import Convert, is_scalar, shown
from .rows import Row, listed, path_of
from .selection import Selection
from .table import TableModel
from .window import FIRST_ROWS, Edit, Feed, Order, Pick, Reading, Windows

MOST_TYPED = 4 * 1024 * 1024
"""Characters in the edits of one table that wait for its source; a longer edit waits alone."""

SOURCE = "source"
"""The rows are those of another source."""


class Bounds(NamedTuple):
    """How much browsers may ask of a source.

    Attributes:
        rows: in a window.
        edits: that wait for the source.
        picks: rows that a user selects at a time, where not all have come to the browser.
    """

    rows: int
    edits: int
    picks: int


class _StandIn(Row):
    """A row of which the key is all that is known."""

    __slots__ = ("__weakref__",)

    @property
    def told_values(self) -> None:
        """Its values are not known here."""
        return None


class SourceModel(BrowserEdits, Selection):
    """The content of one table with a source.

    Parameters:
        feed: the source.
        before: what the table had until now: its columns and their looks stay.
        bounds: how much may be asked of it.
        is_editable: tells whether columns can be edited that say nothing of it.
        wake: is called when something is to be read or edited.

    Attributes:
        feed: as the parameter.
        own_columns: the columns that the program has described; none: all of the source are shown.
        windows: what browsers see.
        filter: as :class:`~.window.Order` has it.
        length: how many rows there were when they were last read.
    """

    scrolls_apart = True
    """Its browsers look at different places."""
    lacks = "the rows are those of a source: change them there, or take it away by set_source(None)"

    def __init__(
        self,
        feed: Feed,
        before: "TableModel | SourceModel",
        *,
        bounds: Bounds,
        is_editable: Callable[[], bool],
        wake: Callable[[], None],
    ) -> None:
        super().__init__(
            convert=before.convert, doubts=before.doubts, picks_cells=before.picks_cells
        )
        own: Columns = before.own_columns if isinstance(before, SourceModel) else before.columns
        self.own_columns: Columns = own
        self.columns = _columns_of(feed, own, before.convert, before.doubts)
        self.feed = feed
        self.windows: Windows[Any] = Windows(bounds.rows)
        self.filter: Any = None
        self.length = feed.length
        if isinstance(before, SourceModel):
            # What is read for the source before is thrown away by its number.
            self.windows.generation = before.windows.generation + 1
        self._edits: deque[Edit] = deque()
        self._typed = 0  # characters in these
        self._changes = 0
        self._is_editing = False
        self._most_edits = bounds.edits
        self._span: Pick | None = None
        self._most_picks = bounds.picks
        self._is_editable = is_editable
        self._wake = wake
        self._stand_ins: WeakValueDictionary[str, _StandIn] = WeakValueDictionary()
        self._has_first_columns = (
            before._has_first_columns and self.columns.specs == before.columns.specs
        )

    def take_over(self, before: "TableModel | SourceModel") -> list[Step]:
        """The steps from what the table had; its rows, what was selected and the order go."""
        return [*_handed_over(before, self), Step(*self.show_source, parts=(SOURCE,))]

    def leave(self) -> tuple[TableModel, list[Step]]:
        """The table without its source: with the columns, and no rows; and the steps there."""
        left = TableModel(
            self.columns.described,
            convert=self.convert,
            doubts=self.doubts,
            picks_cells=self.picks_cells,
        )
        left._has_first_columns = self._has_first_columns
        return left, [Step("_showSource", (None,), (SOURCE,)), *_handed_over(self, left)]

    # --- reading and editing

    def look(self, viewer: Any, start: Any, stop: Any) -> None:
        """A browser looks at a range.

        Raises:
            TypeError: it is no range.
        """
        if type(start) is not int or type(stop) is not int:
            raise TypeError(f"{start!r} to {stop!r} is no range of rows")
        self.windows.look(viewer, start, stop)
        self._wake()

    def source_changed(self) -> list[Step]:
        """The rows of the source have changed, or their number."""
        self._changes += 1
        self.windows.changed()
        self._wake()
        return []

    @property
    def order(self) -> Order:
        """In which order the rows are read."""
        return Order(self.sort, self.filter, self._changes)

    def next_edit(self) -> Edit | None:
        """Take the edit that is to be made next, or None while one is under way."""
        if self._is_editing or not self._edits:
            return None
        self._is_editing = True
        edit = self._edits.popleft()
        self._typed -= _typed_in(edit)
        return edit

    def edit_ended(self) -> None:
        """The edit that was taken is made, or refused: browsers are shown what came of it."""
        self._is_editing = False
        self.source_changed()

    def next_pick(self) -> Pick | None:
        """Take the range of which the names are to be read, or None."""
        pick, self._span = self._span, None
        return pick

    def picked_names(self, pick: Pick, keys: Iterable[str] | None) -> bool:
        """The names of a range have been read. Tells whether its rows are selected now.

        Parameters:
            pick: the range.
            keys: the names; None: they could not be read.
        """
        is_newest = pick.generation == self.windows.generation and pick.before == self._picked_keys
        if keys is None or not is_newest:
            return False
        self.picked = {self._find([key]): None for key in keys}
        return True

    @property
    def _picked_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.picked)

    def next_reading(self, is_ready: Callable[[Any], bool]) -> Reading[Any] | None:
        """Take the range that is to be read next, or None; as :meth:`.window.Windows.take`."""
        specs = [spec for spec in self.columns.specs if not spec.get("hidden")]
        return self.windows.take(is_ready, self.order, specs)

    def _renew(self) -> None:
        self.windows.renewed()
        self._wake()

    # --- replaying

    def _replay_rows(self) -> Iterator[Call]:
        yield self.show_source

    @property
    def show_source(self) -> Call:
        """The call by which a browser begins to look."""
        about = {
            "generation": self.windows.generation,
            "length": self.length,
            "coming": FIRST_ROWS,
        }
        return "_showSource", (about,)

    def tell(self, key: Part) -> Iterator[Step]:
        """The steps that bring a browser to today's value of one part."""
        if isinstance(key, tuple) and key[0] in ("cell", "expanded"):
            return  # rows come by windows
        yield from super().tell(key)

    # --- what the program does

    def set_filter(self, condition: Any) -> list[Step]:
        """Show only rows that the source's filter lets through; None: all.

        Raises:
            TypeError, ValueError: the source has no such condition.
        """
        if condition is not None:
            self.feed.check_filter(condition)
        self.filter = condition
        self._renew()
        return []

    def sort_by_column(self, col_key: str | None, ascending: bool = True) -> list[Step]:
        """Have the source sort by a column; None: in its own order."""
        steps = super().sort_by_column(col_key, ascending)
        self._renew()
        return steps

    def set_columns(self, columns: Any) -> list[Step]:
        """Show these columns of the source, each as it is described here."""
        was = self.columns, self.own_columns
        columns = [
            {"label": one, "key": one} if isinstance(one, str) and _has(self.feed, one) else one
            for one in listed(() if columns is None else columns, "columns")
        ]
        steps = super().set_columns(columns)
        try:
            self.columns = _columns_of(self.feed, self.columns, self.convert, self.doubts)
        except ValueError:
            self.columns, self.own_columns = was
            raise
        self.own_columns = self.columns
        self._renew()
        *before, _ = steps
        keys = (COLUMNS, SHAPE, SORT, WIDTHS)
        return [*before, Step("set_columns", (self.columns.specs,), keys)]

    def insert_column(self, column: Any, before: str | None = None) -> list[Step]:
        """Show one more column of the source."""
        described = dict(column) if isinstance(column, dict) else {"label": column, "key": column}
        _find_column(self.feed, described.get("key"))
        steps = super().insert_column(described, before)
        self.own_columns = self.columns
        self._renew()
        return steps

    def delete_column(self, col_key: str) -> list[Step]:
        """Show a column of the source no more."""
        steps = super().delete_column(col_key)
        self.own_columns = self.columns
        self._renew()
        return steps

    def get_row_count(self) -> int:
        """How many rows there were when they were last read."""
        return self.length

    def select_all(self, state: bool = True) -> list[Step]:
        """Select no row: to select all would mean to read all."""
        if state:
            raise ValueError("rows of a source are selected by their keys; not all can be named")
        return super().select_all(False)

    def get_selected_cells(self) -> list[dict[str, Any]]:
        """The selected cells: path and col_key; the value is the source's."""
        return [
            {"path": row.path, "col_key": key, "value": None}
            for row, keys in self.marked.items()
            for key in self.columns.keys
            if key in keys
        ]

    def scroll_to_path(self, path: Any) -> list[Step]:
        """Refuse: where a row stands is known to the source alone."""
        raise ValueError("where a row of a source stands is not known; see set_scroll_position()")

    # --- what browsers report

    def sorted_reported(self, col_key: Any, ascending: Any) -> ReportedChange:
        """The user wants another order."""
        change = super().sorted_reported(col_key, ascending)

        def carry_out() -> None:
            change.carry_out()
            self._renew()

        return change._replace(carry_out=carry_out)

    def selected_reported(self, rows: Any, span: Any = None, /) -> ReportedChange:
        """The user has selected other rows.

        Parameters:
            rows: those that the browser knows.
            span: where not all of a range have come to it: the number of the order that it shows,
                and the places of the rows at both ends, first that where the range was begun. The
                rows are selected, and handlers told, when their names have been read.
        """
        change = super().selected_reported(rows)
        if span is not None:
            return self._span_reported(span)
        paths = [record["path"] for record in rows]

        def carry_out() -> None:
            self._span = None  # this is newer
            change.carry_out()

        def given() -> tuple[Any, ...]:
            return ([{"path": path, "values": None} for path in paths],)

        return change._replace(carry_out=carry_out, given=given)

    def _span_reported(self, span: Any) -> ReportedChange:
        if (
            not isinstance(span, list)
            or len(span) != 3
            or any(type(one) is not int for one in span)
        ):
            raise TypeError(f"{span!r} is no range of rows")
        generation, begun, ended = span
        most = self._most_picks - 1
        ended = max(begun - most, min(begun + most, ended))
        start, stop = max(0, min(begun, ended)), max(0, begun + 1, ended + 1)

        def carry_out() -> None:
            order, before = self.order, self._picked_keys
            self._span = Pick(start, stop, generation, order, before)
            self._wake()

        return ReportedChange((SELECTED,), carry_out, given=lambda: None)

    def cell_edited_reported(self, path: Any, col_key: Any, old: Any, new: Any) -> ReportedChange:
        """The user wants a value to be another; handlers hear of it when the source takes it."""
        if not is_scalar(new) or not is_scalar(old):
            raise TypeError(f"{new!r} is no value that the user can have typed")
        row = self._reported_row(path)
        if row is None or not isinstance(col_key, str):
            raise TypeError(f"{path!r}, {col_key!r} is no cell")
        if col_key not in self.columns:
            return ReportedChange((), lambda: None, f"there is no column {col_key!r}")
        if not (self.columns.get(col_key).spec.get("editable") or self._is_editable()):
            raise ValueError(f"the column {col_key!r} can't be edited")
        if len(self._edits) >= self._most_edits:
            raise ValueError(f"{self._most_edits} edits wait for the source already")
        edit = Edit(row.key, col_key, old, new, self.columns.get(col_key).validate)
        if self._edits and self._typed + _typed_in(edit) > MOST_TYPED:
            raise ValueError(f"edits of {self._typed} characters wait for the source already")

        def carry_out() -> None:
            self._edits.append(edit)
            self._typed += _typed_in(edit)
            self._wake()

        # No value of ours is another by it, but columns may have changed meanwhile.
        return ReportedChange((REPLACED,), carry_out, given=lambda: None)

    # --- rows by their keys

    def _find(self, path: Any, what: str = "path") -> Row:
        row = self._known(path_of(path, what))
        if row is None:
            raise ValueError(f"{what!r} is {path!r}; a row of a source has a path of one key")
        return row

    def _known(self, path: Any) -> Row | None:
        if len(path) != 1:
            return None
        key = path[0]
        row = self._stand_ins.get(key)
        if row is None:
            row = self._stand_ins[key] = _StandIn(key, {})
            row.parent = self.root
        return row

    def _forget_all(self) -> None:
        super()._forget_all()
        self._stand_ins.clear()


def _columns_of(feed: Feed, own: Columns, convert: Convert, doubts: Doubts) -> Columns:
    """The columns as they are shown: those that the table has been given, or all of the source."""
    keys = own.keys or tuple(str(column["key"]) for column in feed.columns)
    columns = []
    for key in keys:
        label = own.get(key).spec.get("label") if own.keys and is_made_up(key) else None
        # A column that is but a text has its name for a label: no source knows the key made up.
        wanted = key if label is None or _has(feed, key) else label
        described = dict(_find_column(feed, wanted))
        if own.keys:
            described.update(own.get(key).described, key=wanted)
        columns.append(parse_column(described, wanted, convert, doubts))
    feed.check_columns([column.spec for column in columns])
    return Columns(columns)


def _has(feed: Feed, key: Any) -> bool:
    return any(column["key"] == key for column in feed.columns)


def _find_column(feed: Feed, key: Any) -> Mapping[str, Any]:
    for column in feed.columns:
        if column["key"] == key:
            return column
    names = shown(column["key"] for column in feed.columns)
    raise ValueError(f"the source has no column {key!r}; it has: {names}")


def _handed_over(before: TableModel | SourceModel, model: TableModel | SourceModel) -> list[Step]:
    """Hand the columns' looks over to the next content; gives the steps that bring browsers to it.

    As when a table is cleared, its columns keep their colours, and it keeps its own.
    """
    steps = [] if before.sort is None else before._unsorting()
    before._forget_all()
    steps.append(Step("clear", (), (REPLACED, SHAPE, SELECTED, CELLS)))
    for key in before.columns.keys:
        if key not in model.columns and key in before.colors.columns:
            steps += before.set_column_color(key)
    model.colors = before.colors
    if model.columns.specs == before.columns.specs:
        model.widths, model.is_optimal = before.widths, before.is_optimal
    else:
        specs = model.columns.specs
        steps.append(Step("set_columns", (specs,), (COLUMNS, SHAPE, SORT, WIDTHS)))
    return steps


def _typed_in(edit: Edit) -> int:
    """The characters that an edit keeps of what a browser told."""
    return sum(len(part) for part in (edit.key, edit.old, edit.new) if isinstance(part, str))
