"""Shows the state diagrams of our pages as tables: pages on GitHub draw them, browsers here can't.

Knows: the lines of Mermaid's `stateDiagram-v2` that scripts/draw_states.py writes.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

_ARROW = re.compile(r"^\s*(\S+) --> (\S+?)(?:: (.+))?$")
_END = "[*]"


def _table(text: str) -> nodes.table:
    rows = [found.groups() for line in text.splitlines() if (found := _ARROW.match(line))]
    table, group = nodes.table(), nodes.tgroup(cols=3)
    table += group
    for _ in range(3):
        group += nodes.colspec(colwidth=1)
    head, body = nodes.thead(), nodes.tbody()
    group += head
    group += body
    head += _row("state", "what happens", "next state", strong=True)
    for before, after, event in rows:
        first = "(begins)" if before == _END else before
        body += _row(first, event or "", "(ends)" if after == _END else after)
    return table


def _row(*texts: str, strong: bool = False) -> nodes.row:
    row = nodes.row()
    for text in texts:
        cell = nodes.entry()
        paragraph = nodes.paragraph()
        paragraph += nodes.strong(text=text) if strong else nodes.Text(text)
        cell += paragraph
        row += cell
    return row


def _replace(app: Sphinx, tree: nodes.document) -> None:
    for block in list(tree.findall(nodes.literal_block)):
        if block.get("language") == "mermaid":
            block.replace_self(_table(block.astext()))


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", _replace)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
