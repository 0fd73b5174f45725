"""A server with a store is stopped, or killed, while users press; see `make test-restarts`."""

from pathlib import Path

from deploy.restarts import check


def test_stops_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = check(seed=1, rounds=2, sessions=2, kill=0.0, folder=tmp_path)
    assert (outcome.lost, outcome.doubled, outcome.unrepeated) == (0, 0, 0), outcome
    assert outcome.handled == outcome.counted == outcome.pressed > 10, outcome


def test_after_kills_each_press_is_counted_or_told(tmp_path: Path) -> None:
    outcome = check(seed=2, rounds=2, sessions=2, kill=1.0, folder=tmp_path)
    assert outcome.lost == 0, outcome
    assert outcome.handled <= outcome.pressed, outcome
