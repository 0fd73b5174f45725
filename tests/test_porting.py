"""What programs written for pgwidgets-python import, and how to tell which package is there."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import pgwidgets
from pgwidgets import __about__, async_, defs, method_types, sync
from pgwidgets.text_model import TextBufferRef
from pgwidgets_proto.catalog import class_names
from pgwidgets_proto.errors import BrowserError


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
