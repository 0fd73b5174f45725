"""api.md is what signatures and docstrings give now, and tells of all that there is."""

import inspect
import re
import runpy
from pathlib import Path

import msgspec

from pgwidgets import async_, sync
from pgwidgets_proto import Limits

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "make_api_docs.py"))


def section(name: str) -> str:
    """What the page has under a heading."""
    found = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", SCRIPT["page"](), re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def test_the_page_is_current() -> None:
    assert SCRIPT["main"](["--check"]) == 0, "run `make api-docs`"


def test_every_parameter_of_an_application_has_type_default_and_meaning() -> None:
    text = section("Application")
    for api in (async_, sync):
        for parameter in inspect.signature(api.Application).parameters.values():
            default = re.escape(repr(parameter.default))
            row = rf"^\| `{parameter.name}` \| `[^`]+` \| `{default}` \| [`\w]"
            assert re.search(row, text, re.MULTILINE), parameter


def test_every_public_member_is_there() -> None:
    for name in ("Application", "Session"):
        text = section(name)
        for api in (async_, sync):
            cls = getattr(api, name)
            for member in set(dir(cls)) - SCRIPT["_OTHERS_BUSINESS"]:
                if not member.startswith("_") and member != "lock":
                    assert re.search(rf"(### |\| )`{member}[(`]", text), member


def test_a_call_that_gives_something_is_not_said_to_give_nothing() -> None:
    parts = re.split(r"^#+ ", SCRIPT["page"](), flags=re.MULTILINE)
    calls = {part.partition("\n")[0]: part for part in parts}
    for name, part in calls.items():
        assert "- Returns:" not in part or "`Completion[None]`" not in part, name
    [confirm] = (part for name, part in calls.items() if name.startswith("`confirm("))
    assert "Gives `Completion[bool]` (async), `bool` (sync)." in confirm
    assert "Gives `Any`." in next(p for n, p in calls.items() if n.startswith("`get_value("))


def test_every_limit_is_there() -> None:
    text = section("Limits")
    for field in msgspec.structs.fields(Limits):
        assert f"| `{field.name}` |" in text


def test_markup_of_docstrings_becomes_markdown() -> None:
    text = SCRIPT["page"]()
    assert not re.search(r":\w+:`", text)
    assert "``" not in text.replace("```", "")
    assert "A|" not in text
