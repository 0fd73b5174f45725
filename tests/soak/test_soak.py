"""The soak sees what it is there to see: what was lost, and what has grown."""

from typing import Any

import pytest

from soak import __main__ as soaking
from soak.__main__ import Figures, Soak
from soak.visitors import User

GOOD = Figures(1.0, 40_000, 20, 2, 16, 50_000, 12, 0)


class Label:
    """A label of a page."""

    def __init__(self, text: str) -> None:
        self._text = text

    def get(self, name: str) -> str:
        return self._text


class StandIn:
    """A page that shows what the test says."""

    def __init__(self, *texts: str) -> None:
        self.lost = 0
        self.errors: list[str] = []
        self._texts = texts

    def all(self, cls: str) -> list[Any]:
        if cls == "Button":
            button = Label("")
            button.listeners = {"activated"}  # type: ignore[attr-defined]
            return [button] if self._texts else []
        return [Label(text) for text in self._texts]


def user(*texts: str) -> Any:
    """A user who has clicked three times, typed, and brought ten bytes."""
    found: Any = User.__new__(User)
    found.clicks, found.typed, found.dropped = 3, "hello", 10
    found.page = StandIn(*texts)
    return found


@pytest.mark.parametrize(
    ("texts", "differs"),
    [
        (("3", "hello", "10", "7"), ""),
        (("2", "hello", "10", "7"), "clicks: the page shows '2' in place of '3'"),
        (("3", "hell", "10", "7"), "typed: the page shows 'hell' in place of 'hello'"),
        (("3", "hello", "", "7"), "dropped: the page shows '' in place of '10'"),
        ((), "its page is not there"),
    ],
)
def test_what_is_lost_is_seen(texts: tuple[str, ...], differs: str) -> None:
    assert user(*texts).differs == differs


def test_messages_and_calls_that_fail_are_seen() -> None:
    one = user("3", "hello", "10", "7")
    one.page.lost = 2
    assert one.differs == "2 messages could not be delivered"
    one.page.lost, one.page.errors = 0, ["no such widget"]
    assert "no such widget" in one.differs


@pytest.mark.parametrize(
    ("name", "value", "is_grown"),
    [
        ("memory", 60_000, True),
        ("memory", 50_000, False),
        ("descriptors", 30, True),
        ("descriptors", 21, False),
        ("threads", 9, True),
        ("tasks", 30, True),
        ("held", 1_000_000, True),
        ("objects", 70_000, False),  # the garbage of the moment
    ],
)
def test_what_has_grown_is_seen(name: str, value: int, is_grown: bool) -> None:
    soak: Any = Soak.__new__(Soak)
    soak.figures = [GOOD, GOOD, GOOD._replace(**{name: value})]
    found = soak._grown()
    assert [name in fault for fault in found] == ([True] if is_grown else [])


def test_sessions_that_are_kept_are_no_growth() -> None:
    soak: Any = Soak.__new__(Soak)
    later = GOOD._replace(tasks=36, memory=60_000, sessions=32)
    soak.figures = [GOOD, later, later]
    assert soak._grown() == []


@pytest.mark.deep
@pytest.mark.parametrize("world", ["asyncio", "trio", "threads"])
def test_a_short_soak(world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soaking, "ROUND", 5.0)
    monkeypatch.setenv("PYTHONPATH", "tests")
    soak = Soak(world, minutes=0.3, visitors=4, seed=1)
    soak.run()
    assert [fault for fault in soak.faults if "as it was to" not in fault] == []
