"""A server with a store is stopped, and killed, while users work; see `make test-cluster`."""

from pathlib import Path

from deploy.fleet.happenings import in_turn
from deploy.fleet.trials import trial


def test_stops_lose_and_double_nothing_and_after_a_kill_each_click_is_told(tmp_path: Path) -> None:
    outcome = trial(
        in_turn("stop", "kill", calm=0.8),
        folder=tmp_path,
        seed=1,
        store=str(tmp_path / "sessions.sqlite"),
        names="a",
        router=None,
    )
    assert outcome.faults == []
    assert outcome.ledger.handled > 10, outcome.ledger
    assert len(outcome.outages) == 2 * 3  # of each page, once for each end
