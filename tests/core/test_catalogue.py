"""The catalogue is held against the installed pgwidgets-js, both ways, and against itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pgwidgets_js import defs

from core.recorded import Recorded
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.build import define as define_module
from pgwidgets_proto.catalog.build.base import WIDGET
from pgwidgets_proto.catalog.build.define import BASES, define
from pgwidgets_proto.catalog.effects.base import Ask, Get, Set, SetConstant
from pgwidgets_proto.catalog.effects.containers import SHOW, MakeChild, RemoveChild
from pgwidgets_proto.catalog.effects.contents import ContentCall
from pgwidgets_proto.catalog.effects.models import ModelEdit, ModelGetter
from pgwidgets_proto.catalog.effects.values import Toggle
from pgwidgets_proto.catalog.names.differences import DIFFERENCES, Difference
from pgwidgets_proto.catalog.names.listed import Names
from pgwidgets_proto.catalog.names.terms import p, says, tells
from pgwidgets_proto.catalog.reports.scrolling import ReportsScrolled
from pgwidgets_proto.catalog.reports.values import (
    Reports,
    ReportsAll,
    ReportsFixed,
    ReportsRemoved,
    ReportsSelected,
)
from pgwidgets_proto.catalog.tables import TABLE
from pgwidgets_proto.models.changes import CALLS_OF_OUR_CLIENT
from pgwidgets_proto.models.source_table import SourceModel
from pgwidgets_proto.widgets.action import Report
from pgwidgets_proto.widgets.params import Param
from pgwidgets_proto.widgets.widget import Effect, WidgetClass

TYPES = {
    *("Any", "Literal", "Mapping", "PathLike", "Sequence", "Tabular", "Widget"),
    *("bool", "bytearray", "bytes", "dict", "float", "int", "list", "memoryview", "str", "tuple"),
}
"""What the type of a parameter may be made of, beside the classes."""

ROOT = Path(__file__).resolve().parent.parent.parent
STATIC = Path(defs.__file__).parent / "static" / "modules"
CLASSES = [widget_class(name) for name in class_names()]

every_class = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
every_difference = pytest.mark.parametrize(
    "difference", DIFFERENCES, ids=[f"{d.where}.{d.name}" for d in DIFFERENCES]
)


def applying(kind: str, cls: WidgetClass) -> dict[str, Difference]:
    where = (cls.name, *BASES[: BASES.index(cls.base) + 1])
    return {d.name: d for d in DIFFERENCES if d.kind == kind and d.where in where}


def listed_methods(cls: WidgetClass) -> dict[str, tuple[str, ...]]:
    bases = {
        "callback": defs.CALLBACK_METHODS,
        "widget": defs.WIDGET_METHODS,
        "container": defs.CONTAINER_METHODS,
    }
    listed = {**bases[cls.base], **defs.WIDGETS[cls.name]["methods"]}
    return {name: tuple(params) for name, params in listed.items()}


def script(name: str) -> str:
    """The browser half of a class; some share a file with another."""
    files = {
        "VBox": "Box",
        "HBox": "Box",
        "ButtonBox": "Box",
        "StackWidget": "TabWidget",
        "MDISubWindow": "MDIWidget",
        "TextBufferRef": "TextSource",
    }
    text = (STATIC / f"{files.get(name, name)}.js").read_text(encoding="utf-8")
    start = text.index(f"class {name} ")
    end = text.find("\nclass ", start + 1)
    return text[start : end if end > 0 else len(text)]


def test_the_generated_names_are_those_of_the_installed_package() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_catalogue.py"), "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_class_is_there_and_no_other() -> None:
    assert class_names() == tuple(defs.WIDGETS)
    assert set(TABLE) == set(defs.WIDGETS)


def test_an_unknown_class_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        widget_class("Lable")


def test_importing_puts_no_class_together() -> None:
    code = "from pgwidgets_proto import catalog; assert catalog._built == {}"
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT / "src")})


@every_class
def test_base_and_constructor(cls: WidgetClass) -> None:
    listed = defs.WIDGETS[cls.name]
    assert cls.base == listed["base"]
    assert [param.name for param in cls.args] == listed["args"]
    assert [param.name for param in cls.options] == [*listed["options"], *applying("option", cls)]


@every_class
def test_methods(cls: WidgetClass) -> None:
    expected = listed_methods(cls)
    for kind in ("method", "parameters", "own", "added"):
        expected |= {name: d.parameters for name, d in applying(kind, cls).items()}
    found = {m.name: tuple(param.name for param in m.params) for m in cls.methods.values()}
    assert found == expected
    assert all(name == method.name for name, method in cls.methods.items())


@every_class
def test_actions(cls: WidgetClass) -> None:
    expected = {*defs.WIDGETS[cls.name]["callbacks"], *applying("action", cls)}
    assert set(cls.actions) == expected
    assert all(name == action.name for name, action in cls.actions.items())


@every_class
def test_the_stock_client_is_not_sent_setters_that_it_has_not(cls: WidgetClass) -> None:
    added = {name for name in applying("added", cls) if type(cls.methods[name].effect) is Set}
    assert added <= CALLS_OF_OUR_CLIENT, "name it in models/changes.py"


@every_difference
def test_a_difference_is_one(difference: Difference) -> None:
    """It has a reason, and what it says is not what the list says."""
    assert difference.reason
    concerned = [cls for cls in CLASSES if difference.name in applying(difference.kind, cls)]
    assert concerned
    if difference.kind in ("method", "added"):
        assert any(difference.name not in listed_methods(cls) for cls in concerned)
    for cls in concerned:
        if difference.kind in ("parameters", "own"):
            assert listed_methods(cls)[difference.name] != difference.parameters
        if difference.kind == "own":
            assert cls.methods[difference.name].effect.is_local or difference.name == "replace"
    if difference.kind == "action":
        # Some classes list it, but not all that have it.
        names = [defs.WIDGETS[cls.name]["callbacks"] for cls in concerned]
        assert any(difference.name not in callbacks for callbacks in names)


@pytest.mark.parametrize(
    "difference", [d for d in DIFFERENCES if d.kind == "parameters"], ids=lambda d: d.name
)
def test_the_browser_names_parameters_as_a_difference_says(difference: Difference) -> None:
    """A table inherits these from the tree, whose source is read here."""
    found = re.search(rf"^    {difference.name}\((.*?)\) {{", script("TreeView"), re.MULTILINE)
    assert found is not None
    assert not re.search(rf"^    {difference.name}\(", script("TableView"), re.MULTILINE)
    names = [part.partition("=")[0].strip() for part in found[1].split(",")]
    snake = [re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name) for name in names]
    assert tuple(snake) == difference.parameters


@every_class
def test_all_is_explained(cls: WidgetClass) -> None:
    assert is_sentence(cls.doc)
    params = [*cls.args, *cls.options]
    for method in cls.methods.values():
        assert is_sentence(method.doc), method.name
        params += method.params
    for action in cls.actions.values():
        assert is_sentence(action.doc), action.name
        params += action.params
    for param in params:
        assert param.doc, param
        assert "\n" not in param.doc
        assert is_type(param), param


def is_sentence(text: str) -> bool:
    return text.endswith(".") and "\n" not in text and text[0].isupper()


def is_type(param: Param) -> bool:
    """Whether its type is a Python expression, and its default one, too."""
    names = {
        node.id
        for node in ast.walk(ast.parse(param.type, mode="eval"))
        if isinstance(node, ast.Name)
    }
    assert names <= {*TYPES, *class_names()}, param
    if param.default is not None:
        compile(param.default, param.name, "eval")
    return bool(param.type)


@every_class
def test_optional_parameters_come_last(cls: WidgetClass) -> None:
    for method in cls.methods.values():
        required = [param.default is None for param in method.params]
        assert required == sorted(required, reverse=True), method.name


@every_class
def test_every_option_has_a_default(cls: WidgetClass) -> None:
    for param in cls.options:
        assert param.default is not None, param.name


@every_class
def test_required_parameters_are_those_without_a_default_in_the_browser(cls: WidgetClass) -> None:
    """Where the browser gives a default, a parameter may be left out."""
    text = script(cls.name)
    for method in cls.methods.values():
        found = re.search(rf"^    {method.name}\((.*?)\) {{", text, re.MULTILINE)
        if found is None:
            continue
        given = [part for part in re.split(r",\s*(?![^{]*})", found[1]) if part]
        for param, source in zip(method.params, given, strict=False):
            if "=" in source:
                assert param.default is not None, f"{method.name}({param.name})"


@every_class
def test_every_method_has_an_effect(cls: WidgetClass) -> None:
    for method in cls.methods.values():
        assert isinstance(method.effect, Effect), method.name
        assert type(method.effect) is not Effect, method.name


@every_class
def test_a_content_has_what_the_methods_of_its_class_call(cls: WidgetClass) -> None:
    called = {
        getattr(method.effect, "name", None) or method.name
        for method in cls.methods.values()
        if isinstance(method.effect, (ContentCall, ModelEdit, ModelGetter))
    }
    if called:
        session = Recorded()
        args = (session.create("TextSource"), 0) if cls.name == "TextBufferRef" else ()
        contents = [type(session.create(cls, args).content)]
        if hasattr(contents[0], "lacks"):  # says why it has not all of them, which another one has
            contents.append(SourceModel)
        for name in called:
            assert any(callable(getattr(content, name, None)) for content in contents), name


@every_class
def test_what_makes_children_can_attach_them(cls: WidgetClass) -> None:
    for method in cls.methods.values():
        effect = method.effect
        if isinstance(effect, MakeChild):
            made = widget_class(effect.cls)
            options = {param.name for param in made.options}
            assert set(effect.options) <= options
            names = {param.name for param in method.params}
            assert set(effect.options.values()) <= names
            assert set(effect.order) - {"*"} <= names
            assert effect.attach in cls.methods


@every_class
def test_whoever_has_children_can_remove_one(cls: WidgetClass) -> None:
    if cls.base == "container":
        effect = cls.methods["remove"].effect
        assert isinstance(effect, RemoveChild)
        assert effect.call in cls.methods


def keys_set(cls: WidgetClass) -> Iterator[str]:
    """All that a method, a report, layout or the constructor tells of a class."""
    for method in cls.methods.values():
        effect = method.effect
        if isinstance(effect, (Set, SetConstant)):
            yield effect.key
        if isinstance(getattr(effect, "key", None), str) and not isinstance(effect, Get):
            yield effect.key  # type: ignore[attr-defined]
    yield from (param.name for param in (*cls.args, *cls.options))
    yield from cls.observes


@every_class
def test_what_is_read_is_also_set(cls: WidgetClass) -> None:
    known = set(keys_set(cls))
    for method in cls.methods.values():
        effect = method.effect
        if isinstance(effect, Get):
            assert effect.key in known, method.name
            assert effect.like is None or effect.like in known, method.name
        if isinstance(effect, (Set, SetConstant)):
            assert set(effect.depends) <= known, method.name
        if isinstance(effect, Toggle):
            assert effect.key in known
            assert effect.setter in cls.methods


def parts(report: Report | None) -> Iterator[Report]:
    if isinstance(report, ReportsAll):
        for part in report.parts:
            yield from parts(part)
    elif isinstance(report, ReportsScrolled):
        yield report.place
    elif report is not None:
        yield report


@every_class
def test_what_a_report_brings_to_other_browsers_exists(cls: WidgetClass) -> None:
    for action in cls.actions.values():
        for report in parts(action.report):
            called: tuple[str | None, ...] = ()
            match report:
                case Reports() | ReportsFixed():
                    called = (report.setter,)
                case ReportsSelected():
                    called = (SHOW,)
                case ReportsRemoved():
                    called = (report.remove,)
            for name in called:
                assert name is None or name in cls.methods, action.name
    for setter in cls.observes.values():
        assert setter is None or setter in cls.methods


@every_class
def test_what_a_report_tells_is_what_its_setter_keeps(cls: WidgetClass) -> None:
    """The setter has the key of the value, and where a rebuild repeats it."""
    for action in cls.actions.values():
        for report in parts(action.report):
            if isinstance(report, Reports):
                kind = SetConstant if isinstance(report, ReportsFixed) else Set
                assert isinstance(cls.methods[report.setter].effect, kind), action.name


def test_questions_are_few() -> None:
    """Outside the editor, whose model comes later, a browser is rarely asked."""
    asked = {
        f"{cls.name}.{method.name}"
        for cls in CLASSES
        for method in cls.methods.values()
        if isinstance(method.effect, Ask) and cls.name not in ("TextSource", "TextBufferRef")
    }
    assert asked == {
        "Button.get_icon",
        "ScrollArea.get_thumb_percent",
        "TableView.get_column_widths",
        "TreeView.get_column_widths",
        "VideoWidget.get_duration",
        "VideoWidget.get_paused",
    }


def test_an_option_may_be_one_that_the_list_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = Difference("option", "Own", "ticks", (), "our client draws them")
    monkeypatch.setattr(define_module, "DIFFERENCES", (*DIFFERENCES, ticks))
    options = (p("ticks", "bool", "whether there are ticks", "False"),)
    cls = define("Own", "", options=options, names=Names("widget", (), ("orientation",), (), ()))
    assert cls.names == ("orientation", "ticks")


@pytest.mark.parametrize("kind", ["args", "options", "methods", "actions"])
def test_an_explanation_of_no_name_is_an_error(kind: str) -> None:
    explained: dict[str, Any] = {"args": (), "options": (), "methods": {**WIDGET}, "actions": {}}
    explained[kind] = {
        "args": (p("colour", "str", "the color"),),
        "options": (p("colour", "str", "the color", "''"),),
        "methods": {**WIDGET, "set_colour": says(Set("colour"), "Sets the color.")},
        "actions": {"coloured": tells("The color is another.")},
    }[kind]
    with pytest.raises(LookupError, match=r"^Own: .* without a name: .*colour"):
        define("Own", "", names=Names("widget", (), (), (), ()), **explained)
