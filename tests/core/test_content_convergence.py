"""Whatever the order of things: items, trees and tables are the same everywhere in the end.

The program edits, in blocks or call by call, users of up to three browsers (ours and stock) choose,
select, type, open and sort, browsers come and go, and every frame and message is delayed as the
test likes.
"""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from core.comings import PICK, Comings
from core.helpers import connect, settle
from core.models.naive_tree import COLUMNS, KEYS, SPECS, paths_of, tree_of, trees, values
from pgwidgets.testing import SimulatedBrowser
from pgwidgets.testing.items import PageItems
from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.sessions.events import SessionEvent, WidgetEvent
from pgwidgets_proto.views.batching import Batch
from pgwidgets_proto.widgets.widget import Node

TEXTS = st.sampled_from(["", "a", "B", "c", "ß"])


class ContentConvergence(Comings):
    """One session with an editable combo box, a closed one, a tree and a table."""

    def build(self) -> None:
        make = self.session.create
        self.batch: Batch | None = None
        self.overruled: set[Node] = set()  # the program has shown a text of its own
        self.users: dict[Node, set[SimulatedBrowser]] = {}  # who has chosen or typed there
        self.combos = [make("ComboBox", (), {"editable": True}), make("ComboBox")]
        self.tree = make("TreeView", (), {"columns": SPECS, "sortable": True})
        self.table = make("TableView", (), {"columns": SPECS, "selection_mode": "multiple-cell"})
        call = self.session.call
        for combo in self.combos:
            self.session.listen(combo, "activated")
            for text in ("b", "d"):
                call(combo, "append_text", (text,))
        call(self.tree, "set_tree", ({"a": {"x": 1, "b": {"x": 2}}, "c": {"x": 3}},))
        call(self.table, "set_rows", ([[1, 2, 3], [4, 5, 6]],))

    # --- the wire

    @precondition(lambda self: self.browsers)
    @rule(index=PICK, max_bytes=st.sampled_from([1, 200, 10_000]), down=PICK, up=PICK)
    def move(self, index: int, max_bytes: int, down: int, up: int) -> None:
        browser = self.browser(index)
        browser.collect(max_bytes)
        for _ in range(down):
            browser.deliver_down()
        for _ in range(up):
            browser.deliver_up()

    # --- the program

    def call(self, node: Node, name: str, args: tuple[Any, ...] = ()) -> None:
        """Call something, in the block that is open if one is."""
        self.session.act(self.session.call, node, name, args, batch=self.batch)

    @rule()
    def program_opens_or_ends_a_block(self) -> None:
        if self.batch is None:
            self.batch = Batch()
        else:
            self.batch.release()
            self.batch = None

    @rule(index=PICK, text=TEXTS, method=st.sampled_from(["append_text", "insert_alpha"]))
    def program_adds_an_item(self, index: int, text: str, method: str) -> None:
        combo = self.combos[index % 2]
        if not combo.content.items:
            self.overruled.add(combo)  # the first item is shown
        self.call(combo, method, (text,))

    @rule(index=PICK, text=TEXTS, method=st.sampled_from(["delete_alpha", "show_text"]))
    def program_handles_an_item(self, index: int, text: str, method: str) -> None:
        combo = self.combos[index % 2]
        self.call(combo, method, (text,))
        if method == "show_text":
            self.overruled.add(combo)

    @rule(index=PICK)
    def program_clears_items(self, index: int) -> None:
        self.call(self.combos[index % 2], "clear")
        self.overruled.add(self.combos[index % 2])

    def _row(self, node: Node, index: int) -> list[str] | None:
        paths = paths_of(tree_of(node.content))
        return paths[index % len(paths)] if paths else None

    @rule(tree=trees(1), method=st.sampled_from(["set_tree", "update_tree", "add_tree"]))
    def program_loads(self, tree: Any, method: str) -> None:
        self.call(self.tree, method, (tree,))

    @rule(rows=st.lists(values, max_size=3), method=st.sampled_from(["set_rows", "update_rows"]))
    def program_loads_a_table(self, rows: Any, method: str) -> None:
        self.call(self.table, method, (rows,))

    @rule(index=PICK, key=st.sampled_from(KEYS), own=values)
    def program_adds_a_row(self, index: int, key: str, own: Any) -> None:
        self.call(self.tree, "add_item", (self._row(self.tree, index), key, own))
        self.call(self.table, "append_row", (own,))

    @rule(
        index=PICK,
        column=st.sampled_from(COLUMNS),
        name=st.sampled_from(
            [
                "set_cell",
                "remove_item",
                "select_path",
                "select_cell",
                "expand_item",
                "collapse_item",
            ]
        ),
    )
    def program_edits(self, index: int, column: str, name: str) -> None:
        for node in (self.tree, self.table):
            path = self._row(node, index)
            if path is None or column not in node.content.columns:
                continue
            more = {"set_cell": (column, "program"), "select_cell": (column,)}.get(name, ())
            if name in node.cls.methods:
                self.call(node, name, (path, *more))

    @rule(column=st.sampled_from([None, *COLUMNS]), is_small_first=st.booleans())
    def program_sorts(self, column: str | None, is_small_first: bool) -> None:
        if column is None or column in self.tree.content.columns:
            self.call(self.tree, "sort_by_column", (column, is_small_first))

    @rule(kept=st.lists(st.sampled_from(COLUMNS), unique=True, min_size=1))
    def program_changes_columns(self, kept: list[str]) -> None:
        for node in (self.tree, self.table):
            columns = node.content.columns
            if len(kept) == len(COLUMNS):
                missing = [spec for spec in SPECS if spec["key"] not in columns]
                for spec in missing:
                    self.call(node, "append_column", (spec,))
            elif kept[0] in columns and len(columns) > 1:
                self.call(node, "delete_column", (kept[0],))
            else:
                specs = [spec for spec in SPECS if spec["key"] in kept]
                self.call(node, "set_columns", (specs,))

    # --- the users

    def _content(self, who: int, node: Node, kind: type[Any]) -> Any:
        browser = self.browser(who)
        widget = browser.page.widgets.get(node.wid)
        if widget is None or not widget.listeners:
            return None  # it is not built yet
        assert isinstance(widget.content, kind)
        return widget.content

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, index=PICK)
    def user_chooses(self, who: int, index: int) -> None:
        combo = self._content(who, self.combos[index % 2], PageItems)
        if combo and combo.items:
            self.users.setdefault(self.combos[index % 2], set()).add(self.browser(who))
            combo.user_chooses(combo.items[index % len(combo.items)])

    @precondition(lambda self: self.browsers)
    @rule(who=PICK, text=TEXTS, commit=st.booleans())
    def user_types(self, who: int, text: str, commit: bool) -> None:
        combo = self._content(who, self.combos[0], PageItems)
        if combo:
            self.users.setdefault(self.combos[0], set()).add(self.browser(who))
            combo.user_types(text)
            if commit:
                combo.user_presses_enter()

    @precondition(lambda self: self.browsers)
    @rule(
        who=PICK,
        index=PICK,
        other=PICK,
        in_table=st.booleans(),
        act=st.sampled_from(["select", "mark", "toggle", "sort", "edit", "edit"]),
    )
    def user_acts(self, who: int, index: int, other: int, in_table: bool, act: str) -> None:
        node = self.table if in_table else self.tree
        page: PageTree | None = self._content(who, node, PageTree)
        if page is None:
            return
        rows = page.shown()["rows"]
        columns = [column["key"] for column in page.columns]
        if act == "sort":
            page.user_sorts(columns[index % len(columns)])
        if not rows:
            return
        paths = [row["path"] for row in rows]
        path, second = paths[index % len(paths)], paths[other % len(paths)]
        column = columns[other % len(columns)]
        opens = [row["path"] for row in rows if page.has_children(row["path"])]
        acts: dict[str, Callable[[], Any]] = {
            "select": lambda: page.user_selects(path, *([second] if second != path else [])),
            "mark": lambda: page.user_marks((path, column), (second, column)),
            "edit": lambda: page.user_edits(path, column, f"user {who}"),
        }
        if act == "toggle" and opens:
            page.user_toggles(opens[index % len(opens)])
        elif act in acts and (act != "mark" or in_table):
            acts[act]()

    # --- what must hold

    def told(self, event: SessionEvent) -> None:
        """What was chosen is an item, at its place in our list, however old the browser's was."""
        if isinstance(event, WidgetEvent) and event.action == "activated":
            index, text = event.args
            assert self.session.call(event.node, "get_alpha", (index,)) == text
            # Of a choice that is older than what the program or another user has put there,
            # handlers hear, and the newer stays.
            is_shown = self.session.call(event.node, "get_text") == text
            is_shared = len(self.users[event.node]) > 1
            assert is_shown or event.node in self.overruled or is_shared

    @invariant()
    def no_browser_is_sent_away(self) -> None:
        for browser in self.browsers:
            assert not browser.errors

    def teardown(self) -> None:
        if self.batch is not None:
            self.batch.release()
        for browser in self.browsers:
            browser.bury()
            if browser.channel.link is None:
                browser.come_back()
        settle(self.session, self.browsers)
        late = connect(self.hub, self.session)
        for browser in (late, *self.browsers):
            assert not browser.errors
            for combo in self.combos:
                model = combo.content
                seen = browser.page.widgets[combo.wid].content
                assert seen is not None
                assert seen.shown() == {"items": model.items, "text": model.text}
            for node in (self.tree, self.table):
                assert self._seen(browser, node) == self._seen(late, node)

    def _seen(self, browser: SimulatedBrowser, node: Node) -> Any:
        page = browser.page.widgets[node.wid].content
        assert isinstance(page, PageTree)
        shown = page.shown()
        for row in shown["rows"]:
            if not page.has_children(row["path"]):
                del row["expanded"]  # nobody sees whether it would be open
        shown["selected"] = sorted(shown["selected"])
        return json.loads(json.dumps(shown))


TestContentConvergence = ContentConvergence.TestCase
TestContentConvergence.settings = settings(stateful_step_count=50, deadline=None)
