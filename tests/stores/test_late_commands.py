"""What a Redis does of a server's after newer things: nothing of it counts."""

from collections.abc import Iterator

import pytest

from pgwidgets.stores import RedisStore, StoreError
from pgwidgets.stores.shared import About, Elsewhere, Found
from stores.late_line import LateLine, late_line
from stores.redis_server import redis_server

LEASE = 30.0


class Ways:
    """Two servers, of which one's questions may come late.

    Attributes:
        line: the way of that one.
        one: its store.
        two: that of the other, which asks Redis itself.
    """

    def __init__(self, line: LateLine, url: str) -> None:
        self.line = line
        self.one = RedisStore(line.url, server="one", lease=LEASE)
        self.two = RedisStore(url, server="two", lease=LEASE)
        for store in (self.one, self.two):
            store.join(About(server=store.server), "secret")
            store.beat()
        # Once each, so that Redis knows the scripts.
        self.one.save("other", {"meta": b"m"})
        self.one.release("other")
        self.one.save("a", {"meta": b"m", "x": b"1", "y": b"1"})


@pytest.fixture
def ways() -> Iterator[Ways]:
    with redis_server() as redis, late_line(redis.port) as line:
        both = Ways(line, redis.url)
        yield both
        both.one.close()
        both.two.close()


def kept_back(ways: Ways, what: str, *args: object, **more: object) -> None:
    """The one asks, is not answered, asks once more, and gives it up; both are to come."""
    ways.line.keeps = True
    with pytest.raises(StoreError):
        getattr(ways.one, what)(*args, **more)
    ways.line.keeps = False


def test_a_save_that_comes_behind_a_newer_one_changes_nothing(ways: Ways) -> None:
    kept_back(ways, "save", "a", {"x": b"2", "y": None})
    ways.one.save("a", {"x": b"3", "y": b"3"})
    answers = ways.line.let_on()
    assert len(answers) == 2, "it was asked again"
    assert ways.two.load("a") == {"meta": b"m", "x": b"3", "y": b"3"}
    assert all(b"late" in answer for answer in answers)
    ways.one.save("a", {"x": b"4"})
    assert ways.two.load("a") == {"meta": b"m", "x": b"4", "y": b"3"}


def test_a_question_that_comes_behind_its_answer_takes_no_new_epoch(ways: Ways) -> None:
    ways.one.release("a", {"whole": b"w"})
    kept_back(ways, "acquire", "a", take=["whole"])
    first, second = ways.line.kept
    ways.line.kept[:] = [first]
    ways.line.let_on()  # it is done, and nobody hears of it
    found = ways.one.acquire("a", take=["whole"])
    assert found == Found(3, {"meta": b"m", "x": b"1", "y": b"1", "whole": b"w"})
    ways.line.kept[:] = [second]
    ways.line.let_on()
    ways.one.save("a", {"x": b"2"})
    ways.one.release("a", {"whole": b"v"})
    assert ways.two.acquire("a", take=["whole"]) == Found(
        4, {"meta": b"m", "x": b"2", "y": b"1", "whole": b"v"}
    )


def test_one_question_that_is_done_twice_is_answered_alike(ways: Ways) -> None:
    ways.one.release("a", {"whole": b"w"})
    kept_back(ways, "acquire", "a", take=["whole"])
    one, two = ways.line.let_on()
    assert one == two
    assert b"whole" in one
    assert isinstance(ways.two.acquire("a"), Elsewhere)


def test_a_question_that_comes_behind_the_release_acquires_nothing(ways: Ways) -> None:
    kept_back(ways, "acquire", "a", take=["whole"])
    ways.one.acquire("a")
    ways.one.release("a", {"whole": b"w"})
    ways.line.let_on()
    found = ways.two.acquire("a", take=["whole"])
    assert isinstance(found, Found), "the one has it again, and does not know"
    assert found.fields["whole"] == b"w"


def test_a_release_that_comes_behind_a_newer_beginning_releases_nothing(ways: Ways) -> None:
    ways.one._epochs.clear()  # it has not heard that it has it
    kept_back(ways, "release", "a", {"whole": b"w"})
    assert isinstance(ways.one.acquire("a"), Found)
    ways.line.let_on()
    assert isinstance(ways.two.acquire("a"), Elsewhere)
    ways.one.save("a", {"x": b"2"})
    assert ways.two.load("a") == {"meta": b"m", "x": b"2", "y": b"1"}


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_an_epoch_is_not_raised_by_a_claim_that_comes_late(
    ways: Ways, *, is_forgotten: bool
) -> None:
    kept_back(ways, "reclaim", is_forgotten=True)
    ways.one.reclaim(is_forgotten=True)
    known = ways.one._epochs["a"]
    assert ways.line.let_on()
    ways.one.save("a", {"x": b"2"})
    ways.one.reclaim(is_forgotten=is_forgotten)
    assert ways.one._epochs["a"] == known + is_forgotten
    ways.one.save("a", {"x": b"3"})


def test_a_claim_whose_answer_was_lost_is_told_again(ways: Ways) -> None:
    before = ways.one._epochs["a"]
    kept_back(ways, "reclaim", is_forgotten=True)
    assert ways.line.let_on()
    assert ways.one.reclaim(is_forgotten=True).epochs == {"a": before + 1}
    ways.one.save("a", {"x": b"2"})


def test_a_record_of_an_earlier_version_is_taken_on(ways: Ways) -> None:
    owner = ways.two._key("owner", "a")
    assert ways.two._client.hdel(owner, "asker", "asked") == 2
    ways.one.save("a", {"x": b"2"})
    ways.two._client.hdel(owner, "asker", "asked")
    ways.one.release("a")
    ways.two._client.hdel(owner, "asker", "asked")
    assert ways.two.acquire("a") == Found(2, {"meta": b"m", "x": b"2", "y": b"1"})
