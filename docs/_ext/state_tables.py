"""Shows the diagrams of our pages as tables: pages on GitHub draw them, browsers here can't.

Knows: the lines of Mermaid's `stateDiagram-v2` that scripts/draw_states.py writes, those of the
`flowchart` that scripts/draw_house.py does, or that says who does what to whom (arrows with words),
and messages of a `sequenceDiagram`.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

_ARROW = re.compile(r"^\s*(\S+) --> (\S+?)(?:: (.+))?$")
_DEED = re.compile(
    r"""^\s*(\w+)(?:\["(.+?)"\])?\s+-[-.]\s+"?(.+?)"?\s+(?:-->|\.->?|--)\s+(\w+)(?:\["(.+?)"\])?$"""
)
"""An arrow with words on it; its ends may say what they are called."""
_MESSAGE = re.compile(r"^\s*(\w+)--?>>(\w+): (.+)$")
_PARTICIPANT = re.compile(r"^\s*participant (\w+) as (.+)$")
_END = "[*]"


def _table(text: str) -> nodes.table:
    arrows = [found.groups() for line in text.splitlines() if (found := _ARROW.match(line))]
    if text.lstrip().startswith("sequenceDiagram"):
        return _rows(("from", "to", "message"), _messages(text))
    if text.lstrip().startswith("flowchart") and not arrows:
        return _rows(("who", "what", "to"), _deeds(text))
    if text.lstrip().startswith("flowchart"):
        rooms: dict[str, list[str]] = {}
        for room, below, _ in arrows:
            rooms.setdefault(room, []).append(below)
        return _rows(("room", "imports"), [(room, ", ".join(all_)) for room, all_ in rooms.items()])
    rows = [
        ("(begins)" if before == _END else before, event or "", "(ends)" if to == _END else to)
        for before, to, event in arrows
    ]
    return _rows(("state", "what happens", "next state"), rows)


def _deeds(text: str) -> list[tuple[str, ...]]:
    found = [deed.groups() for line in text.splitlines() if (deed := _DEED.match(line))]
    names: dict[str, str] = {}
    for one, name, _, other, other_name in found:
        for each, called in ((one, name), (other, other_name)):
            if called:
                names[each] = called.replace("<br>", ": ")
    return [(names.get(one, one), what, names.get(to, to)) for one, _, what, to, _ in found]


def _messages(text: str) -> list[tuple[str, ...]]:
    lines = text.splitlines()
    names = dict(found.groups() for line in lines if (found := _PARTICIPANT.match(line)))
    sent = [found.groups() for line in lines if (found := _MESSAGE.match(line))]
    return [(names.get(one, one), names.get(to, to), what) for one, to, what in sent]


def _rows(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> nodes.table:
    table, group = nodes.table(), nodes.tgroup(cols=len(heads))
    table += group
    for _ in heads:
        group += nodes.colspec(colwidth=1)
    head, body = nodes.thead(), nodes.tbody()
    group += head
    group += body
    head += _row(*heads, strong=True)
    for row in rows:
        body += _row(*row)
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
