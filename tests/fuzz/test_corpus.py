"""Inputs that searches have found are tried again, with a few damages of each; so is the searching.

The search itself (`make fuzz`) needs Atheris, and takes as long as it is given.
"""

import random
from pathlib import Path

import pytest

from fuzz import corpus
from fuzz.corpus import keep, kept
from fuzz.stack import bytes_of, messages_of, stack
from fuzz.targets import TARGETS

SEED = 1
MOST = 10
"""Inputs of each target that are damaged once."""

SAID = bytes_of(
    '{"type":"callback","wid":1,"action":"activated","args":[],"seen":1}',
    '{"type":"callback","wid":2,"action":"modified","args":["a",{"start":0,"end":0}]}',
    '{"type":"callback","wid":3,"action":"changed","args":'
    '[{"start":0,"end":0,"text":"x","revision":0,"number":1}]}',
    '[{"type":"ack","seen":3},{"type":"geometry","sizes":[[1,2,3]],"positions":[]}]',
    "\x09",
    '{"type":"goodbye"}',
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The same with a few bytes changed, left out, doubled or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        place, length = chance.randint(0, len(found)), chance.randint(0, 8)
        again = found[place : place + 2 * length]
        found[place : place + length] = chance.choice([again, chance.randbytes(length), b""])
    return bytes(found)


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_is_well(name: str) -> None:
    chance = random.Random(SEED)
    inputs = kept(name)
    assert inputs
    for data in inputs:
        TARGETS[name](data)
    for data in chance.sample(inputs, min(MOST, len(inputs))):
        TARGETS[name](damaged(data, chance))


def test_all_that_is_kept_is_of_a_target() -> None:
    assert {file.stem for file in corpus.KEPT.iterdir()} == set(TARGETS)


def test_a_browser_that_says_what_pages_say_is_well() -> None:
    stack(SAID)


def test_a_fault_of_the_core_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that could not fail would be searched in vain."""

    def broken(*_: object) -> None:
        raise ValueError("the core has broken")

    monkeypatch.setattr("pgwidgets_proto.sessions.receiving.inbox.observe", broken)
    with pytest.raises(ValueError, match="the core has broken"):
        stack(SAID)


def test_bytes_stand_for_texts_and_binaries() -> None:
    assert messages_of(bytes_of("a", "ü") + b"\xff\xfe\xff") == ["a", "ü", b"\xfe", ""]


def test_of_many_inputs_some_of_each_length_are_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("fuzz.corpus.KEPT", tmp_path)
    keep("one", [bytes(number) for number in (*range(1, 81), corpus.LONGEST + 1)])
    assert [len(data) for data in kept("one")] == list(range(1, 81, 2))
