"""A recorded session replays byte for byte: what the core sends does not change by accident.

The recording was made by a core that all other tests hold for right. Where something of it is meant
to change, `make recording` prints and keeps the difference; a change of the wire is told of in
changes/, too.
"""

import json
import re

import pytest

from core.any_program import NOT_CALLED, NOT_MADE
from core.recording import Line, read
from core.recording.recorder import Recorder
from core.recording.script import CHAPTERS
from core.recording.world import World
from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.catalog.effects.base import Ask, Impossible
from pgwidgets_proto.errors import CloseCode
from pgwidgets_proto.wire import messages

RECORDING = read()


NEWER = {
    "set_accessible_name",
    "set_danger_button",
    "set_default_button",
    "set_kind",
    "set_label_for",
    "set_live",
    "set_placeholder",
}
"""Methods that came after it was recorded: setters, as many are that are in it."""


def all_lines() -> list[Line]:
    return [line for lines in RECORDING.values() for line in lines]


@pytest.mark.parametrize("chapter", RECORDING)
def test_every_step_brings_about_what_it_did(chapter: str) -> None:
    world = World()
    for number, (step, outcome) in enumerate(RECORDING[chapter]):
        assert [number, step, world.perform(step)] == [number, step, outcome]


def test_what_is_recorded_is_the_same_each_time() -> None:
    first, second = Recorder(), Recorder()
    for recorder in (first, second):
        for chapter in CHAPTERS[:2]:
            chapter(recorder)
    assert json.dumps(first.lines) == json.dumps(second.lines)
    assert len(first.lines) > 100


# --- the recording holds all that there is

OF_STORES = {"frozen", "restoring", "kept", "unrepeated", "carried"}
"""Kinds of messages of sessions that outlive their server; test_returning.py has them."""


def test_every_chapter_is_there() -> None:
    assert len(RECORDING) == len(CHAPTERS)


def test_every_class_is_made_and_every_method_called() -> None:
    made: dict[tuple[str, int], str] = {}
    called: set[tuple[str, str]] = set()
    for chapter, lines in RECORDING.items():
        for step, outcome in lines:
            if step[0] == "create" and "node" in outcome:
                made[chapter, outcome["node"]] = step[2]
            elif step[0] == "call" and (chapter, step[2]) in made:
                called.add((made[chapter, step[2]], step[3]))
    assert set(made.values()) == set(class_names()) - NOT_MADE
    for name in set(made.values()):
        methods = {
            method.name
            for method in widget_class(name).methods.values()
            if not isinstance(method.effect, (Ask, Impossible))
        }
        known = NOT_CALLED | NEWER | {"destroy"}
        assert not methods - known - {m for cls, m in called if cls == name}


def test_every_kind_of_message_goes_both_ways() -> None:
    sent = "".join(map(str, (step[2] for step, _ in all_lines() if step[0] == "bytes")))
    received = json.dumps([outcome for step, outcome in all_lines() if step[0] == "turn"])
    kinds = {
        cls.__struct_config__.tag
        for cls in vars(messages).values()
        if isinstance(cls, type)
        and issubclass(cls, messages.Message)
        and cls is not messages.Message
    }
    kinds -= OF_STORES
    from_browser = {cls.__struct_config__.tag for cls in messages.FromBrowser.__args__} - OF_STORES
    assert set(re.findall(r'"type": ?"([a-z-]+)"', sent)) >= from_browser
    assert set(re.findall(r'\\"type\\":\\"([a-z-]+)\\"', received)) >= kinds - from_browser


def test_every_close_code_is_sent() -> None:
    codes = {
        fact[2]
        for step, outcome in all_lines()
        if step[0] == "turn"
        for fact in outcome.get("told", [])
        if fact[1:2] == ["closed"]
    }
    assert codes >= set(CloseCode) - {CloseCode.INTERNAL_ERROR, CloseCode.TRY_AGAIN_LATER}


def test_a_changed_byte_is_noticed() -> None:
    world = World()
    done = [(step, world.perform(step)) for step, _ in RECORDING["use"]]
    text = json.dumps(RECORDING["use"])
    assert text.count("bersicht") > 3
    assert json.loads(text) == json.loads(json.dumps(done))
    assert json.loads(text.replace("bersicht", "bersight")) != json.loads(json.dumps(done))
