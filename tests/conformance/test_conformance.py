"""Every scenario in every world.

The worlds stand in `pgwidgets.testing.conformance` and, where they need a server that is not ours,
in `worlds.py` beside this file.
"""

import pytest

from pgwidgets.testing.conformance import SCENARIOS, Scenario, World, run

from .worlds import WORLDS

CASES = [
    pytest.param(world, scenario, id=f"{world.__name__}-{scenario}")
    for world in WORLDS
    for scenario in SCENARIOS
    if scenario.excuse(world) is None
]


@pytest.mark.parametrize(("world", "scenario"), CASES)
def test_scenario(world: type[World], scenario: Scenario) -> None:
    run(scenario, world)


@pytest.mark.parametrize("world", WORLDS)
def test_what_is_left_out_has_a_reason(world: type[World]) -> None:
    names = {scenario.name for scenario in SCENARIOS}
    for name, reason in world.excuses.items():
        assert name in names
        assert len(reason.split()) > 3
