"""Pages are moved, servers stopped, killed, answers lost, by seeds: each click counts once."""

import pytest

from pgwidgets.stores import fetching
from stores.any_moves import Moves


@pytest.mark.parametrize(
    ("kinds", "seed"),
    [
        *(("mh", seed) for seed in (18, 19)),  # one was wanted before it was built
        *(("msh", seed) for seed in (25, 27)),  # a server stopped as one came to it
        *(("mshu", seed) for seed in range(4)),
        ("mshc", 16),  # it was another's before it was built
        ("msha", 4),
        ("k", 209),  # the page named a view that was older than one that was stored
        *(("mshk", seed) for seed in (17, 30, 75)),  # what is not repeated was told twice, or never
        *(("msvhw", seed) for seed in (1, 3)),  # a view ended; handlers waited for their page
        *(("msv", seed) for seed in (11, 38)),  # a text was mixed with that of the view before
        *(("msr", seed) for seed in (2, 13)),  # likewise, as a server began again
        ("mvc", 108),  # a page forgot what was done, and not stored
    ],
)
def test_whatever_is_moved_and_stopped_each_click_is_handled_once(
    kinds: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SETTLED", 0.5)
    moves = Moves(seed, kinds)
    moves.run(20.0)
    assert moves.faults() == []
