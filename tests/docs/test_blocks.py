"""Every block of Python in the documentation is Python; what is run of them, other tests say.

Knows: Markdown fences. Must not know: what any block does.
"""

import ast
import re
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```(?:python|py)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_blocks_can_be_compiled(page: Path) -> None:
    for indent, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        text = textwrap.dedent(block) if indent else block
        # What stands in a coroutine function as a rule is shown without it.
        compile(text, page.name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


def test_there_are_blocks() -> None:
    assert sum(len(BLOCK.findall(page.read_text(encoding="utf-8"))) for page in PAGES) > 100
