"""docs/how-to/testing.md: its test passes, in the time that it says, and it names what is there."""

import re
from pathlib import Path
from typing import Any

from pgwidgets.testing import User
from pgwidgets.testing.chromium.user import ChromiumUser

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "testing.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_example_passes() -> None:
    code = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    names["test_greeting"]()


def test_what_users_are_said_to_do_they_can() -> None:
    rows = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    found = set(re.findall(r"`(\w+)[(`]", "".join(rows)))
    found |= set(re.findall(r"user\.(\w+)\(", TEXT))
    assert {"click", "answer", "wait_until"} <= found
    in_chromium = {"screenshot"}
    assert [name for name in found - in_chromium if not hasattr(User, name)] == []
    assert all(hasattr(ChromiumUser, name) for name in in_chromium)
