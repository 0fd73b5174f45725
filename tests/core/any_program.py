"""Programs that call anything at all: any class, any method, arguments of the right kind.

Knows: the catalogue's types. Must not know: what a method does.

A program is a list of numbers, so that Hypothesis can shrink it; what can't be done at a step (a
window put into itself) is refused by the core, and is no step.
"""

import random
import re
from typing import Any

from hypothesis import strategies as st

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.effects.base import Act, Ask, Impossible
from pgwidgets_proto.errors import SessionGoneError
from pgwidgets_proto.sessions.session import Session
from pgwidgets_proto.widgets.params import Param
from pgwidgets_proto.widgets.whom import Target
from pgwidgets_proto.widgets.widget import Method, Node

PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"

TEXTS = ("", "a", "two words", "<b>&amp;", "line\nand line", "ä€🔭")
COLORS = ("red", "#00ff80", "#123456")
KEYS = ("a", "b", "row0", "row1")
COLUMNS = ({"label": "A", "key": "a", "editable": True}, {"label": "B", "key": "b"})
TREE = {"row0": {"a": "1", "b": 2}, "row1": {"row0": {"a": "3"}, "b": {}}}

STEPS = st.lists(
    st.tuples(st.sampled_from(["create", "call", "call", "call", "add"]), st.integers(0, 2**16)),
    max_size=40,
)
"""Programs: what is done, and the number that all choices in it are made by."""

NOT_MADE = frozenset({"MDISubWindow", "TextBufferRef"})
"""Classes whose widgets come from methods of others."""

NOT_CALLED = frozenset(
    # They wait for a person, or for the network.
    {"open", "save", "fullscreen", "play"}
    # They need a source, which is an object of the program's own.
    | {"set_source", "source_changed", "set_filter"}
)


WINDOWS = frozenset({"TopLevel", "Page", "Dialog", "ColorDialog"})
"""What stands in the page by itself. Put into a container and shown, it would be in both places."""

MEASURED = frozenset({"set_optimal_column_widths", "cascade_windows", "tile_windows"})
"""What depends on the sizes of the moment, which a page that is rebuilt does not have yet."""


class AnyProgram:
    """Carries out steps in a session.

    Parameters:
        session: where.
        classes: the classes that are made; None: all.
        is_lasting: only what leaves the same marks whenever it is done: no one-offs for the browser
            that asked, no windows within containers, nothing that is measured.

    Attributes:
        refused: what could not be done, as errors.
    """

    def __init__(
        self,
        session: Session,
        classes: tuple[str, ...] | None = None,
        *,
        is_lasting: bool = False,
    ) -> None:
        self.session = session
        self.refused: list[Exception] = []
        self._is_lasting = is_lasting
        self._menus: set[Node] = set()  # of widgets: in a container, one would be in two places
        self._classes = classes or tuple(name for name in class_names() if name not in NOT_MADE)

    def step(self, kind: str, number: int) -> None:
        """Do something; what is refused is noted."""
        choose = random.Random(number)
        try:
            if kind == "create" or not self.session.nodes:
                self._create(choose)
            elif kind == "add":
                self._add(choose)
            else:
                self._call(choose)
        except (TypeError, ValueError, LookupError, SessionGoneError) as exc:
            self.refused.append(exc)

    def _create(self, choose: random.Random) -> None:
        name = choose.choice(self._classes)
        cls = widget_class(name)
        params = [*cls.args, *cls.options]
        given = {
            param.name: self._value(choose, param)
            for param in params
            if param.default is None or choose.random() < 0.3
        }
        self.session.create(name, (), given)

    def _add(self, choose: random.Random) -> None:
        nodes = list(self.session.nodes.values())
        parents = [node for node in nodes if _adding(node)]
        parent = choose.choice(parents or nodes)
        free = [node for node in nodes if node.parent is None and not self._is_left_out(node)]
        if not free:
            return
        child = choose.choice(free)
        method = choose.choice(
            _adding(parent) or [m for m in parent.cls.methods.values() if self._may_be_called(m)]
        )
        args = [self._value(choose, param) for param in method.params]
        for index, param in enumerate(method.params):
            if param.type.startswith(("Widget", "Menu")):
                args[index] = child
        self.session.call(parent, method.name, tuple(args))

    def _call(self, choose: random.Random) -> None:
        node = choose.choice(list(self.session.nodes.values()))
        method = choose.choice([m for m in node.cls.methods.values() if self._may_be_called(m)])
        if node in self._menus and method.name in ("show", "hide"):
            return  # what it opens from does that
        count = choose.randint(
            sum(param.default is None for param in method.params), len(method.params)
        )
        args = tuple(self._value(choose, param, node) for param in method.params[:count])
        self.session.call(node, method.name, args)

    def call_each(self, node: Node, choose: random.Random) -> None:
        """Call every method of a widget that may be called, once."""
        for method in [m for m in node.cls.methods.values() if self._may_be_called(m)]:
            args = tuple(self._value(choose, param, node) for param in method.params)
            if method.name != "destroy":
                self.session.call(node, method.name, args)

    def call_oddly(self, number: int, odd: Any) -> tuple[str, Exception] | None:
        """Call something with one argument that it may not take.

        Returns:
            What was called, as errors name it, and the error; None if it was taken.
        """
        choose = random.Random(number)
        nodes = list(self.session.nodes.values())
        if not nodes:
            return None
        node = choose.choice(nodes)
        method = choose.choice([m for m in node.cls.methods.values() if self._may_be_called(m)])
        if not method.params:
            return None
        args = [self._value(choose, param, node) for param in method.params]
        args[choose.randrange(len(args))] = odd
        try:
            self.session.call(node, method.name, tuple(args))
        except Exception as exc:
            return f"{node.cls.name}.{method.name}()", exc
        return None

    def _value(self, choose: random.Random, param: Param, node: Node | None = None) -> Any:
        """An argument of the kind that a parameter takes."""
        named = self._named(choose, param, node)
        if named is not None:
            return named
        kind = param.type
        if "None" in kind and choose.random() < 0.2:
            return None
        if words := re.findall(r"'([^']*)'", kind):
            return choose.choice(words)
        if kind.startswith("Sequence[Widget"):
            return self._some(choose)
        if kind.startswith(("Widget", "Menu", "TextBufferRef", "RadioButton", "ToolBar")):
            cls = None if kind.startswith("Widget") else kind.partition(" ")[0]
            return self._one(choose, cls)
        if "bool" in kind:
            return choose.random() < 0.5
        if kind.startswith("int"):
            return choose.randint(0, 5)
        if kind.startswith("float"):
            return choose.choice((0, 0.25, 1, 7, 120))
        if kind.startswith("Sequence[float]"):
            return [choose.randint(0, 100), choose.randint(0, 100)]
        return choose.choice(TEXTS)

    def _named(self, choose: random.Random, param: Param, node: Node | None) -> Any:
        match param.name:
            case "color" | "fg" | "bg" | "hex_string":
                return choose.choice(COLORS[1:] if "#" in (param.default or "#") else COLORS)
            case "url" | "icon" | "icon_url":
                return PICTURE
            case "path" | "path_or_key":
                return choose.choice((["row0"], ["row1"], ["row1", "row0"]))
            case "paths" | "items":
                return [choose.choice((["row0"], ["row1"]))]
            case "col_key" | "before":
                return choose.choice(("a", "b"))
            case "columns":
                return [dict(column) for column in COLUMNS[: choose.randint(1, 2)]]
            case "column":
                return choose.choice(("C", dict(COLUMNS[1]), "b"))
            case "data" | "rows":
                return [[choose.randint(0, 9), text] for text in choose.sample(TEXTS, 2)]
            case "values":
                return {"a": choose.randint(0, 9)}
            case "tree":
                return {key: TREE[key] for key in choose.sample(sorted(TREE), choose.randint(1, 2))}
            case "cells":
                return [{"path": ["row0"], "col_key": "a"}]
            case "spec":
                return {"cells": [{"path": ["row0"], "col_key": "a", "fg": "red"}]}
            case "imgInfo":
                return {"src": PICTURE, "x": choose.randint(0, 9), "y": 0}
            case "options" | "opts" | "attrs":
                return {"bold": True} if param.name == "attrs" else {}
            case "buttons":
                return [["OK", 1], ["Cancel", 0]][: choose.randint(1, 2)]
            case "fields" | "labels":
                return ["one", "two"]
            case "sizes":
                return [choose.randint(20, 80), choose.randint(20, 80)]
            case "name" if node is not None and choose.random() < 0.7:
                return choose.choice(KEYS)
            case "padding":
                return choose.choice((0, 3, (1, 2, 3, 4)))
        return None

    def _one(self, choose: random.Random, cls: str | None = None) -> Node | None:
        nodes = [
            node
            for node in self.session.nodes.values()
            if (cls is None or node.cls.name == cls) and not self._is_left_out(node)
        ]
        if cls == "Menu" and self._is_lasting:
            nodes = [node for node in nodes if node.parent is None]
            self._menus.update(nodes[:1])
            return nodes[0] if nodes else None
        return choose.choice(nodes) if nodes else None

    def _some(self, choose: random.Random) -> list[Node]:
        nodes = [
            node
            for node in self.session.nodes.values()
            if node.parent is None and not self._is_left_out(node)
        ]
        return choose.sample(nodes, min(2, len(nodes)))

    def _is_left_out(self, node: Node) -> bool:
        return self._is_lasting and (node.cls.name in WINDOWS or node in self._menus)

    def _may_be_called(self, method: Method) -> bool:
        effect = method.effect
        if method.name in NOT_CALLED or isinstance(effect, (Impossible, Ask)):
            return False
        is_one_off = isinstance(effect, Act) and effect.target is Target.ASKER
        return not (self._is_lasting and (is_one_off or method.name in MEASURED))


def _adding(node: Node) -> list[Method]:
    return [
        method
        for method in node.cls.methods.values()
        if method.name.startswith(("add_widget", "insert_widget", "set_widget", "add_menu"))
    ]
