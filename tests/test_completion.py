"""What an editor offers while somebody types: names, parameters and docs, from the stubs.

Asked of jedi, the library behind completion in many editors.
"""

from pathlib import Path

import jedi
import pytest
from jedi.api.classes import Completion

ROOT = Path(__file__).resolve().parent.parent

PROGRAM = """\
from pgwidgets.{api} import Application, Session, Widgets

def on_session(session: Session) -> None:
    W = session.get_widgets()
    btn = W.Button("x")
    {typed}"""

AWAITED = """\
from pgwidgets.async_ import Session, Widgets

async def on_session(session: Session) -> None:
    W = session.get_widgets()
    btn = await W.Button("x")
    {typed}"""

every_api = pytest.mark.parametrize("api", ["async_", "sync"])


def offered(api: str, typed: str) -> dict[str, Completion]:
    """What is offered after what was typed, by name."""
    return {found.name: found for found in script_of(api, typed).complete()}


def project() -> jedi.Project:
    return jedi.Project(
        ROOT, added_sys_path=[str(ROOT / "src"), str(ROOT / "transports")], smart_sys_path=False
    )


def script_of(api: str, typed: str) -> jedi.Script:
    return jedi.Script(PROGRAM.format(api=api, typed=typed), project=project())


@every_api
def test_classes_are_offered_after_the_namespace(api: str) -> None:
    found = offered(api, "W.")
    assert {"Button", "TreeView", "MDIWidget"} <= found.keys()
    assert "A button with a text, an icon, or both." in found["Button"].docstring()
    assert "tree_view" not in found


@every_api
def test_a_constructor_shows_its_parameters(api: str) -> None:
    [found] = script_of(api, "W.Slider(").get_signatures()
    names = [param.name for param in found.params]
    assert names[:2] == ["orientation", "track"]
    assert "tooltip" in names
    assert "session" not in names
    assert "Literal['horizontal', 'vertical']" in found.params[0].to_string().replace('"', "'")


@every_api
def test_methods_are_offered_after_a_widget_with_their_docs(api: str) -> None:
    found = offered(api, "btn.")
    assert {"set_text", "get_text", "on", "add_callback", "show", "destroy"} <= found.keys()
    result = "Completion[None]" if api == "async_" else "None"
    assert (
        found["set_text"].docstring() == f"set_text(text: str) -> {result}\n\nSets the text on it."
    )


@every_api
def test_only_what_begins_so_is_offered(api: str) -> None:
    assert offered(api, "btn.set_te").keys() == {"set_text"}


@every_api
def test_what_a_method_gives_is_known(api: str) -> None:
    assert "upper" in offered(api, "btn.get_text().")
    assert "set_text" in offered(api, "Widgets.Label(session, '').")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("btn.", {"set_text", "get_text", "on", "destroy"}),
        ("(await W.TreeView()).", {"set_tree", "expand_all"}),
        ("(await Widgets.Slider(session)).", {"set_value"}),
        ("session.", {"get_widgets", "batch", "call_soon_threadsafe"}),
    ],
)
def test_what_was_awaited_is_known(typed: str, wanted: set[str]) -> None:
    script = jedi.Script(AWAITED.format(typed=typed), project=project())
    assert wanted <= {found.name for found in script.complete()}
