"""The walks of scripts/walks.py lead from the bytes to the program, and back; they can be counted.

Knows: where each must come by. Must not know: the way between.
"""

import runpy
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "walks.py"))
Step = SCRIPT["Step"]


@pytest.fixture(scope="module")
def walks() -> Any:
    return SCRIPT["take"]()


@pytest.mark.parametrize(
    ("walk", "names"),
    [
        ("click", ["ByteStream.buffer_updated", "Connection.receive_data", "Channel.receive"]),
        ("call", ["Session.call_method", "Channel.frames_to_send", "Connection.data_to_send"]),
        ("rebuild", ["ByteStream.buffer_updated", "Hub.hello", "replay", "Link.rebuild"]),
        ("resume", ["ByteStream.buffer_updated", "Hub.hello", "Link.resume"]),
    ],
)
def test_a_walk_comes_by_where_it_must(walks: Any, walk: str, names: list[str]) -> None:
    assert {step.name for step in walks[walk]} >= set(names)


def test_steps_are_ours_and_below_each_other(walks: Any) -> None:
    for walk in walks.values():
        assert walk[0].caller is None
        assert all((step.depth == 0) == (step.caller is None) for step in walk)
        assert all(later.depth <= step.depth + 1 for step, later in pairwise(walk))
        roots = {step.file.partition("/")[0] for step in walk}
        assert roots == {"pgwidgets", "pgwidgets_proto", "pgwidgets_transports"}


def test_figures() -> None:
    a, b, c = "pgwidgets_proto/wire/a.py", "pgwidgets_proto/wire/b.py", "pgwidgets/c.py"
    walk = [Step(0, None, a, "f"), Step(1, a, b, "g"), Step(2, b, a, "h"), Step(1, a, c, "i")]
    assert list(SCRIPT["report"]("it", walk)) == [
        "it: 4 calls in 3 files; of the core 3 in 2",
        "    files that call each other: 1",
        f"        {a} <-> {b}",
        "    wings that call each other: 0",
    ]
    assert SCRIPT["both_ways"]([*walk, Step(1, c, a, "j")], SCRIPT["wing"]) == [
        ("pgwidgets", "pgwidgets_proto/wire")
    ]
