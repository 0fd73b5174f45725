"""Two servers, one of which is stopped, and killed, while users work; see `make test-cluster`."""

from pathlib import Path

from deploy.fleet.happenings import in_turn
from deploy.fleet.trials import trial
from stores.redis_server import redis_server


def test_stops_lose_and_double_nothing_and_after_a_kill_each_click_is_told(tmp_path: Path) -> None:
    with redis_server() as store:
        outcome = trial(
            in_turn("stop", "kill", calm=0.8),
            folder=tmp_path,
            seed=1,
            store=store.url,
            names="ab",
            sessions=4,
            browsers=6,
        )
    assert outcome.faults == []
    assert outcome.ledger.handled > 10, outcome.ledger
    assert len(outcome.outages) >= 4  # the first session has two pages, and lost its server twice
