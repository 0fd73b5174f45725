"""What programs written for pgwidgets-python import, and how to tell which package is there."""

import importlib
import inspect
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import pgwidgets
from pgwidgets import __about__, async_, defs, method_types, sync
from pgwidgets.text_model import TextBufferRef
from pgwidgets_proto import BrowserError
from pgwidgets_proto.catalog import class_names


def test_names_of_the_browser_half_are_to_be_walked() -> None:
    assert tuple(defs.WIDGETS) == class_names()
    assert "set_tooltip" in defs.WIDGET_METHODS
    assert "get_children" in defs.CONTAINER_METHODS
    assert "destroy" in defs.CALLBACK_METHODS


def test_a_reference_is_one_in_both_apis() -> None:
    for api in (async_, sync):
        W = api.Application(0, 0).create_session().get_widgets()
        source = W.TextSource("x")
        assert isinstance(source.create_ref(0), TextBufferRef)
        assert issubclass(api.Widgets.TextBufferRef, TextBufferRef)
        for other in (source, W.Label("x"), None, 5):
            assert not isinstance(other, TextBufferRef)
    with pytest.raises(TypeError, match="create_ref"):
        TextBufferRef()


def test_what_browsers_report_is_to_be_walked() -> None:
    assert method_types.STATE_SYNC_CALLBACKS == {"move": "position", "resize": "size"}
    assert method_types.WIDGET_CALLBACK_SYNC["Expander"] == ("toggled",)
    with pytest.raises(AttributeError, match=r"has no SETTER: .* the catalogue"):
        _ = method_types.SETTER


def test_an_error_of_a_browser_is_a_runtime_error() -> None:
    assert issubclass(BrowserError, RuntimeError)


@pytest.mark.parametrize("api", [async_, sync], ids=["async", "sync"])
def test_a_class_is_registered_by_decorating_it(api: Any) -> None:
    app = api.Application(0, 0)

    @app.register_widget
    class Status(api.Widgets.Label):  # type: ignore[misc, name-defined]
        pass

    assert isinstance(app.create_session().get_widgets().Status("x"), Status)
    assert app.register_widget(Status, "Other") is Status


def test_a_font_has_an_id() -> None:
    app = sync.Application(0, 0)
    one, other = (app.register_font("F", b"wOF2" + bytes([n])) for n in range(2))
    assert one.endswith(".woff2")
    assert one != other
    assert app.register_font("G", bytearray(b"wOF2") + bytes([0])) == one  # the same file


def test_events_are_waited_for_where_nothing_is_said() -> None:
    assert inspect.signature(sync.Application.process_events).parameters["timeout"].default == 0.1


def test_what_is_made_is_given() -> None:
    W = sync.Application(0, 0).create_session().get_widgets()
    menu = W.Menu()
    assert W.MenuBar().add_menu(menu, "File") is menu
    tree = W.TreeView(columns=["A"])
    assert tree.add_item(None, "f", {}) == ["f"]
    assert tree.add_item(["f"], "k", {"_col0": 1}) == ["f", "k"]
    assert tree.add_item(["f"], "k", {"_col0": 2}) == ["f", "k"]
    assert tree.append_row([1]) == ["row1"]
    assert tree.insert_row([1], "key", "f") == ["key"]
    tree.set_selected([["f"], ["f", "k"]])
    assert tree.get_selected() == [
        {"path": ["f"], "values": None},  # a folder's
        {"path": ["f", "k"], "values": {"_col0": 2}},
    ]
    table = W.TableView(columns=["A"])
    assert table.append_row([1]) == ["row0"]
    assert table.insert_row(0, [0]) == ["row1"]
    assert table.insert_row(2, [0]) == ["row2"]


def test_plain_bytes_are_of_the_type_uint8() -> None:
    assert pgwidgets.Buffer(bytes(6), (2, 3)).dtype == "uint8"
    assert pgwidgets.Buffer(b"abc").shape == (3,)


def test_the_version_is_that_of_the_distribution() -> None:
    text = (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{pgwidgets.__version__}"\n' in text
    assert f'\nname = "{__about__.DISTRIBUTION}"\n' in text


def test_both_distributions_at_once_are_warned_of(tmp_path: Path) -> None:
    site = tmp_path / "site-packages"
    site.mkdir()
    (site / "pgwidgets_js-1.0.dist-info").mkdir()
    assert __about__.find_other([str(site), str(tmp_path / "none")]) is None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        __about__.warn_of_other([str(site)])
    metadata = site / "pgwidgets_python-0.4.2.dist-info"
    metadata.mkdir()
    assert __about__.find_other([str(site)]) == str(metadata)
    command = [
        sys.executable,
        "-W",
        "always",
        "-c",
        f"import sys; sys.path.append({str(site)!r}); import pgwidgets",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "RuntimeWarning: pgwidgets-python is installed as well" in done.stderr
    assert str(metadata) in done.stderr


@pytest.mark.parametrize("api", ["async_", "sync"])
def test_the_base_of_all_widgets_is_found_where_programs_import_it(api: str) -> None:
    module = importlib.import_module(f"pgwidgets.{api}.widget")
    widgets = importlib.import_module(f"pgwidgets.{api}.Widgets")
    assert issubclass(widgets.Label, module.Widget)
