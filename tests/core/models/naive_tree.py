"""What the tests of trees and tables share: random edits, and models that can't be wrong.

The naive tree is a dict of dicts that is rebuilt by each edit. The page is the simulated browser's
tree, which gets nothing but the steps.
"""

import copy
import json
from typing import Any

from hypothesis import strategies as st

from pgwidgets.testing.trees import PageTree
from pgwidgets_proto.models.changes import Step
from pgwidgets_proto.models.grid import Grid
from pgwidgets_proto.models.table import TableModel
from pgwidgets_proto.models.tree import TreeModel

type Tree = dict[str, tuple[dict[str, Any], "Tree"]]
"""Own values and rows below, by key."""

COLUMNS = ["x", "y", "z"]
SPECS = [{"label": name.upper(), "key": name} for name in COLUMNS]
KEYS = ["a", "b", "c", "1", "2", "10"]

values = st.dictionaries(
    st.sampled_from(COLUMNS), st.sampled_from([None, 0, 1, True, "", "t", 2.5]), max_size=3
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 2) -> dict[str, Any]:
    """A tree as a program writes one."""
    tree: dict[str, Any] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3)):
        own = draw(values)
        below = draw(trees(depth - 1)) if depth and draw(st.booleans()) else {}
        style = draw(st.sampled_from(["marked", "plain", "none"]))
        if style == "marked":
            tree[key] = {"__values__": own, **below}
        elif style == "plain":
            tree[key] = {**own, **below}
        else:
            tree[key] = below or None
    return tree


def read(tree: Any) -> Tree:
    """A tree as a program writes one, spelled out."""
    found: Tree = {}
    for key, data in (tree or {}).items():
        data = {} if data is None else data
        if "__values__" in data:
            own, below = data["__values__"], {k: v for k, v in data.items() if k != "__values__"}
        else:
            own = {k: v for k, v in data.items() if not isinstance(v, dict)}
            below = {k: v for k, v in data.items() if isinstance(v, dict)}
        found[key] = (dict(own), read(below))
    return found


def tree_of(model: Grid) -> Tree:
    """The rows of a model."""

    def below(row: Any) -> Tree:
        return {key: (dict(r.values), below(r)) for key, r in row.children.items()}

    return below(model.root)


def ordered(tree: Tree) -> list[Any]:
    """A tree in a form of which the order counts, and 1 is not True."""
    return [
        (key, sorted((k, repr(v)) for k, v in own.items()), ordered(below))
        for key, (own, below) in tree.items()
    ]


def paths_of(tree: Tree) -> list[list[str]]:
    """The paths of all rows."""
    found = []
    for key, (_, below) in tree.items():
        found += [[key], *([key, *path] for path in paths_of(below))]
    return found


def children_at(tree: Tree, path: list[str]) -> Tree:
    """The rows below a path; they may be changed."""
    for key in path:
        tree = tree[key][1]
    return tree


def state(model: Grid) -> dict[str, Any]:
    """All that a model holds."""
    colors = model.colors
    return {
        "columns": [json.dumps(spec, sort_keys=True) for spec in model.columns.specs],
        "rows": ordered(tree_of(model)),
        "open": [(row.path, row.expanded) for row in model.root.below()],
        "picked": [row.path for row in model.picked],
        "marked": sorted((row.path, sorted(keys)) for row, keys in model.marked.items()),
        "colors": (
            colors.table,
            colors.columns,
            sorted(repr((row.path, color)) for row, color in colors.rows.items()),
            sorted(repr((row.path, sorted(cells.items()))) for row, cells in colors.cells.items()),
        ),
        "sort": model.sort,
        "widths": model.widths,
        "optimal": model.is_optimal,
    }


def page_state(page: PageTree) -> dict[str, Any]:
    """All that a page holds; of selected rows the order is nobody's business."""
    shown = page.shown()
    return {**shown, "selected": sorted(shown["selected"])}


def follow(page: PageTree, steps: list[Step]) -> None:
    """Let a page carry out steps, as they arrive over the wire."""
    for step in steps:
        page.call(step.method, json.loads(json.dumps(step.args)))


def rebuilt(model: Grid, *, columns: Any = SPECS) -> PageTree:
    """A new page that was brought to the model's state."""
    page = PageTree({"columns": columns}, is_table=isinstance(model, TableModel))
    for method, args in (*model.replay(), *model.replay_attached()):
        page.call(method, json.loads(json.dumps(args)))
    return page


def reborn(model: Grid) -> TreeModel:
    """A new model that was brought to the state of another one by the same calls."""
    new = TreeModel(copy.deepcopy(SPECS))
    for method, args in (*model.replay(), *model.replay_attached()):
        getattr(new, method)(*json.loads(json.dumps(args)))
    return new


def check(model: Grid, page: PageTree) -> None:
    """The page shows what the model says, and so do a new page and a new model."""
    assert ordered(page.tree()) == ordered(tree_of(model))
    assert [(row["path"], row["expanded"]) for row in rows_of(page)] == state(model)["open"]
    assert page_state(rebuilt(model)) == page_state(page)
    assert state(reborn(model)) == state(model)


def rows_of(page: PageTree) -> list[dict[str, Any]]:
    """The rows of a page in the order in which they came."""
    by_path = {tuple(row["path"]): row for row in page.shown()["rows"]}
    return [by_path[tuple(path)] for path in page.shown()["canonical"]]
