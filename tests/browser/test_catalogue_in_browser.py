"""The catalogue against the real browser half: what it sends is taken, what it says is true.

The page has pgwidgets-js's own modules and nothing of ours; messages go straight into its
RemoteInterface, without a connection.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from pgwidgets_js.defs import CONTAINER_METHODS, WIDGET_METHODS
from playwright.sync_api import Page

from browser.library_page import open_library
from core.recorded import Recorded
from pgwidgets_proto import Link, Promise
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.effects.base import Get, Impossible, Query
from pgwidgets_proto.catalog.effects.grid import shape_of
from pgwidgets_proto.catalog.effects.lookup import child_count, content_count, selected_index
from pgwidgets_proto.catalog.effects.models import ModelGetter
from pgwidgets_proto.catalog.effects.numbers import NumberNow
from pgwidgets_proto.catalog.names.differences import DIFFERENCES
from pgwidgets_proto.models.grid import Grid
from pgwidgets_proto.widgets import Method, Node, Param
from pgwidgets_proto.widgets.whom import Target
from pgwidgets_proto.wire import Outgoing

PICTURE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"

APPLY = """async ([messages, questions]) => {
    const {Widgets} = await import("/Widgets.js");
    const remote = new Widgets.RemoteInterface(Widgets);
    remote._send = () => {};
    const failed = [];
    for (const message of messages) {
        const answer = remote._dispatch(message);
        if (message.bind !== undefined && answer?.value) { // as our client does
            const registry = Widgets.Callback._registry;
            const made = registry.get(answer.value.__wid__);
            registry.delete(made.wid);
            made.wid = message.bind;
            registry.set(made.wid, made);
        }
        if (answer && answer.type === "error")
            failed.push([message.method || message.type, message.class || message.wid,
                         answer.error]);
        for (const error of answer?.value?.errors ?? []) failed.push([message, error]);
    }
    const values = questions.map((question) => remote._dispatch(question).value ?? null);
    return {failed, values};
}"""

SAMPLES: dict[str, Any] = {
    "attrs": {"bold": True},
    "buttons": [["OK", 1]],
    "cells": [{"path": ["row0"], "col_key": "a"}],
    "col_key": "a",
    "column": "C",
    "columns": [{"label": "A", "key": "a", "editable": True}, "B"],
    "data": [[1, 2]],
    "hex_string": "#112233",
    "icon_url": PICTURE,
    "iconsize": [16, 16],
    "imgInfo": {"src": PICTURE, "x": 0, "y": 0},
    "intervals": [{"name": "text", "start": 0, "end": 1}],
    "items": [["row0"]],
    "maxval": 10,
    "minval": 0,
    "options": {},
    "opts": {},
    "padding": 3,
    "parent": None,
    "path": ["row0"],
    "path_or_key": ["row0"],
    "paths": [["row0"]],
    "rows": [[1, 2]],
    "sizes": [10, 10],
    "spec": {"cells": [{"path": ["row0"], "col_key": "a", "fg": "red"}], "table": {"bg": "white"}},
    "tree": {"row0": {"y": {"a": 1}}},
    "url": PICTURE,
    "values": {"a": 2},
}
"""Arguments by the name of their parameter; others are made from its type."""

LEFT_OUT = {
    "FileDialog": {"open", "show", "popup", "save"},  # they wait for a person
    "Image": {"set_binary_image"},  # bytes have a frame of their own
    # They need a source, which is an object of the program's own.
    "TableView": {"set_source", "source_changed", "set_filter"},
    "VideoWidget": {"fullscreen", "play"},
}
TAKES_AWAY = ("remove", "clear", "close", "delete", "hide", "destroy")
"""Beginnings of the names of methods that come last, or little would be left to try."""

GETTERS = (Get, NumberNow, ModelGetter)
QUERIES = (child_count, content_count, selected_index, shape_of)
DIFFERENT_HERE = {
    "get_cursor_style",  # of our own
    "get_expanding",  # a pair here, an object there
    "get_position",  # what layout tells
    "get_scroll_percent",
    "get_scroll_position",
    "get_size",
    "get_sizes",
    "is_visible",  # there, a window that was never shown is
}


def is_getter(method: Method) -> bool:
    """Whether a method gives what the browser's own gives."""
    effect = method.effect
    return isinstance(effect, GETTERS) or (isinstance(effect, Query) and effect.answer in QUERIES)


class Sending(Recorded):
    """A session that notes every message, questions too."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        super().__init__()

    @property
    def send_in_order(self) -> Any:
        """What a program's calls are told by."""
        return self._note

    def _note(
        self,
        outgoing: Outgoing,
        target: Target = Target.ALL,
        *,
        to: Link | None = None,
        but: Link | None = None,
    ) -> None:
        self.messages += for_stock([outgoing])

    def ask(self, node: Node, method: str, args: tuple[Any, ...], *, silent: bool = True) -> Any:
        self.send(self.encode_call(node, method, args, silent=silent))
        return Promise()


def for_stock(messages: Iterable[Outgoing]) -> list[dict[str, Any]]:
    """What the stock client is sent."""
    versions = [one.for_stock if one.is_extended else one for one in messages]
    return [json.loads(one.encoded) for one in versions if one is not None]


def sample(session: Sending, node: Node, method: Method, param: Param) -> Any:
    """An argument that the browser should take."""
    name, type_ = param.name, param.type
    if name == "child":
        adds = method.name.startswith(("add_", "insert_", "set_widget"))
        return session.create("Button", ("c",)) if adds else node.children[-1]
    if name == "widgets":
        return [session.create("Label", ("w",)) for _ in range(2)]
    if name == "widget":
        return session.create("TextEntry")
    if name == "menu":
        return session.create("Menu")
    if type_.startswith("TextBufferRef"):
        return session.create("TextBufferRef", (node.arguments.get("buffer", node), 1))
    if name == "align" and node.cls.name in ("Box", "HBox"):
        return "top"
    if type_.startswith("Literal["):
        return type_.split("'")[1]
    if name in SAMPLES and not (node.cls.name in ("TextSource", "Dial") and name == "size"):
        return SAMPLES[name]
    if param.default == "None":
        return None
    if "bool" in type_:
        return True
    if "float" in type_ or "int" in type_:
        return 1 if "len" in name or name == "numchars" else 0
    return "text"


def used(session: Sending) -> dict[str, Node]:
    """One widget of each class, with all of its methods called."""
    nodes: dict[str, Node] = {}
    # References need a text; windows of an MDIWidget are made by the browser.
    for name in sorted(set(class_names()) - {"MDISubWindow"}, key=lambda name: "Ref" in name):
        args = (nodes["TextSource"], 1) if name == "TextBufferRef" else ()
        node = nodes[name] = session.create(name, args)
        methods = sorted(node.cls.methods.values(), key=lambda m: m.name.startswith(TAKES_AWAY))
        methods = [m for m in methods if m.name.startswith(("set_columns", "create_tag"))] + methods
        for method in methods:
            if may_be_called(node, method):
                call(session, node, method)
        for method in methods:
            if method.name in ("add_widget", "set_widget", "add_menu", "append_text", "set_text"):
                call(session, node, method)
    return nodes


def may_be_called(node: Node, method: Method) -> bool:
    needs_child = any(param.name in ("child", "tab_id") for param in method.params)
    adds = method.name.startswith(("add_", "insert_", "set_widget"))
    return not (
        method.name in LEFT_OUT.get(node.cls.name, ())
        or method.name in ("destroy", "set_index")
        or isinstance(method.effect, Impossible)
        or (needs_child and not adds and not node.children)
    )


def call(session: Sending, node: Node, method: Method) -> None:
    args = tuple(sample(session, node, method, param) for param in method.params)
    if isinstance(node.content, Grid):
        # What the samples name, and a call before may have taken away.
        if SAMPLES["col_key"] not in node.content.columns:
            session.call(node, "set_columns", (SAMPLES["columns"],))
        if SAMPLES["path"][0] not in node.content.root.children:
            session.call(node, "set_data", (SAMPLES["data"],))
    session.call(node, method.name, args)


@pytest.fixture
def bare_page(page: Page) -> Page:
    """An empty page that can import pgwidgets-js."""
    return open_library(page)


def getters(session: Sending, nodes: dict[str, Node]) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """What Python says, and how to ask the browser the same."""
    for name, node in nodes.items():
        for method in node.cls.methods.values() if not node.cls.is_local else ():
            if is_getter(method) and method.name not in DIFFERENT_HERE:
                args = ["all" if param.name == "status" else 0 for param in method.params]
                value = session.call(node, method.name, tuple(args))
                question = {"type": "call", "wid": node.wid, "method": method.name, "args": args}
                yield f"{name}.{method.name}", value, question


def check(page: Page, messages: list[dict[str, Any]], asked: list[Any]) -> None:
    numbered = [{**message, "id": index} for index, message in enumerate(messages)]
    result = page.evaluate(APPLY, [numbered, [question for _, _, question in asked]])
    assert result["failed"] == []
    told = {name: value for (name, _, _), value in zip(asked, result["values"], strict=True)}
    assert told == {name: json.loads(json.dumps(value)) for name, value, _ in asked}


def test_every_method_is_there(bare_page: Page) -> None:
    ours = {(added.where, added.name) for added in DIFFERENCES if added.kind == "added"}
    bases: dict[str, Any] = {
        "callback": {},
        "widget": WIDGET_METHODS,
        "container": CONTAINER_METHODS,
    }
    names = {}
    for name in class_names():
        cls = widget_class(name)
        of_all = {method for where, method in ours if where in bases} - {*bases[cls.base]}
        names[name] = [m for m in cls.methods if (name, m) not in ours and m not in of_all]
    del names["MDISubWindow"]
    missing = bare_page.evaluate(
        """async (names) => {
            const {Widgets} = await import("/Widgets.js");
            return Object.entries(names).flatMap(([name, methods]) => methods
                .filter((method) => typeof Widgets[name].prototype[method] !== "function")
                .map((method) => name + "." + method));
        }""",
        names,
    )
    assert missing == []


def test_every_call_is_taken_and_every_getter_true(bare_page: Page) -> None:
    session = Sending()
    nodes = used(session)
    messages = list(session.messages)
    asked = list(getters(session, nodes))
    assert len(messages) > 1000
    assert len(asked) > 100
    check(bare_page, messages, asked)


def test_so_it_is_after_a_rebuild(bare_page: Page) -> None:
    session = Sending()
    nodes = used(session)
    check(bare_page, for_stock(session.page(stock=True)), list(getters(session, nodes)))


def test_the_browser_still_has_the_faults_that_we_work_around(bare_page: Page) -> None:
    """When one is mended, the way around it can go."""
    faults = bare_page.evaluate(
        """async () => {
            const {Widgets: W} = await import("/Widgets.js");
            const fails = (f) => { try { f(); return false; } catch { return true; } };
            const child = () => new W.Label("x");
            const tabs = new W.TabWidget(), last = child();
            tabs.add_widget(child(), {title: "1"});
            tabs.add_widget(last, {title: "2"});
            const top = new W.TopLevel();
            top.set_widget(child());
            top.set_widget(child());
            const dialog = new W.Dialog("x", []), content = child();
            dialog.add_widget(content);
            dialog.remove(content);
            const grid = new W.GridBox(), cell = child();
            grid.add_widget(cell, 0, 0);
            grid.remove(cell, true);
            const mdi = new W.MDIWidget(), inner = child();
            mdi.add_widget(inner, {});
            mdi.remove(inner, true);
            const modal = new W.Dialog("x", [], {modal: true});
            modal.show();
            modal.show();
            modal.hide();
            return {
                "a tab that is not shown can't be removed": fails(() => tabs.remove(last)),
                "a window keeps two children": top.num_children() === 2,
                "a page that is not shown can't be hidden": fails(() => new W.Page().hide()),
                "Dialog.remove finds nothing": dialog.num_children() === 1,
                "GridBox.remove destroys nothing": !cell._destroyed,
                "MDIWidget.remove destroys nothing": !inner._destroyed,
                "a dialog shown twice leaves a veil":
                    document.querySelectorAll(".dialog-overlay").length === 1,
            };
        }"""
    )
    assert all(faults.values()), faults
