"""Transports stay thin: few lines, and none in which they decide what is the core's to decide.

Knows: the source of the transports, read from its AST. Runs none of it.

The loops of asyncio, trio and ASGI servers are libraries; that of threads is `io_thread.py`, which
knows nothing of ours and so is no part of the transport that runs on it.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from pgwidgets_proto.wire import Message

_FOLDER = Path(__file__).parents[2] / "transports" / "pgwidgets_transports"
_TRANSPORTS = ["asgi", "asyncio", "driver", "threads", "trio"]
_LOOPS = ["asyncio_servers", "descriptors", "io_thread", "trio_parts"]
_MOST_LINES = 200

_CORE = {
    # What the core tells a transport, and what a transport is told to call: there is no need for
    # other wings, least of all for messages.
    "pgwidgets_proto",
    "pgwidgets_proto.stream",
}
_SIZES = {"_READ_SIZE", "_POKES", "_LONGEST"}
"""Constants that say how much is read, or waited, at once."""


def source(name: str) -> str:
    return (_FOLDER / f"{name}.py").read_text(encoding="utf-8")


def code_lines(text: str) -> int:
    """Lines without blanks, comments and docstrings."""
    docs: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                docs.update(range(child.lineno, (child.end_lineno or child.lineno) + 1))
    code: set[int] = set()
    blank = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in blank and token.type != tokenize.ENDMARKER:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - docs)


def own_decisions(text: str) -> Iterator[str]:
    """Yield `line: what` where a transport holds a number, or a module, that is not its to hold."""
    tree = ast.parse(text)
    harmless = {id(inner) for node in ast.walk(tree) for inner in ast.walk(_without_waits(node))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            # 0: no timeout, no output; 1: the next of something.
            if id(node) not in harmless and node.value not in (0, 1):
                yield f"{node.lineno}: the number {node.value!r}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("pgwidgets"):
                    yield f"{node.lineno}: imports {alias.name}"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pgwidgets"):
            if node.module not in _CORE:
                yield f"{node.lineno}: imports {node.module}"
            elif names := {alias.name for alias in node.names} & {"CloseCode", "Limits"}:
                yield f"{node.lineno}: imports {', '.join(sorted(names))}"


def _without_waits(node: ast.AST) -> ast.AST:
    """The part of a node whose numbers can't be waits or codes; an empty one if there is none."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _SIZES:
            return value
        case ast.Compare(left=ast.Attribute(attr="version_info")):
            return node
        case ast.Subscript(slice=place):
            return place
    return ast.Pass()


def message_types(text: str) -> set[str]:
    """Strings, docstrings aside, that are the name of one of our messages."""
    tree = ast.parse(text)
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } & _messages_of_the_wire()


def _messages_of_the_wire() -> set[str]:
    """What the wire's messages are called, from the tags of the core's structs."""
    return {str(kind.__struct_config__.tag) for kind in _kinds(Message)}


def _kinds(base: type[Message]) -> Iterator[type[Message]]:
    for kind in base.__subclasses__():
        yield kind
        yield from _kinds(kind)


# ---------------------------------------------------------------- our transports


def test_all_are_looked_at() -> None:
    known = {*_TRANSPORTS, *_LOOPS, "__init__", "seam"}
    assert {file.stem for file in _FOLDER.glob("*.py")} == known


@pytest.mark.parametrize("name", [*_TRANSPORTS, *_LOOPS])
def test_they_are_short(name: str) -> None:
    assert code_lines(source(name)) < _MOST_LINES


@pytest.mark.parametrize("name", [*_TRANSPORTS, *_LOOPS])
def test_they_decide_nothing(name: str) -> None:
    assert list(own_decisions(source(name))) == []


@pytest.mark.parametrize("name", [*_TRANSPORTS, *_LOOPS])
def test_they_know_no_message(name: str) -> None:
    assert {"ack", "callback", "result"} <= _messages_of_the_wire()
    assert message_types(source(name)) == set()


@pytest.mark.parametrize("name", _LOOPS)
def test_a_loop_knows_nothing_of_ours(name: str) -> None:
    for node in ast.walk(ast.parse(source(name))):
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("pgwidgets") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert not (node.module or "").startswith("pgwidgets")


# ------------------------------------------------------------------- the checker


def test_lines_are_counted_as_readers_would() -> None:
    text = '"""Doc.\n\nMore."""\n\n# comment\nx = (\n    1,  # why\n)\n\ndef f():\n    """Doc."""\n'
    assert code_lines(text) == 4


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import pgwidgets_proto.limits", "1: imports pgwidgets_proto.limits"),
        (
            "from pgwidgets_proto.wire.messages import Ack",
            "1: imports pgwidgets_proto.wire.messages",
        ),
        ("from pgwidgets_proto import Channel, CloseCode", "1: imports CloseCode"),
        ("async def f():\n    await sleep(0.1)", "2: the number 0.1"),
        ("f(timeout=20)", "1: the number 20"),
        ("_TIME = 5", "1: the number 5"),
        ("close(1001)", "1: the number 1001"),
    ],
)
def test_decisions_are_seen(text: str, found: str) -> None:
    assert list(own_decisions(text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "_READ_SIZE = 64 * 1024",
        "x = y[2] + 1",
        "if sys.version_info >= (3, 13):\n    pass",
        "from pgwidgets_proto import Channel",
    ],
)
def test_what_they_may_have_is_not_reported(text: str) -> None:
    assert list(own_decisions(text)) == []


def test_messages_are_seen() -> None:
    assert message_types("send({'type': 'ack'})") == {"ack"}
