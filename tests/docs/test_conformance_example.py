"""The test of writing-a-transport.md is one: pytest finds its cases, and they can be run."""

import re
from pathlib import Path
from typing import Any

from pgwidgets.testing.conformance import SCENARIOS, run

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "writing-a-transport.md"


def test_the_world_of_the_page_is_a_world() -> None:
    (code,) = re.findall(r"```py\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    (mark,) = names["test_scenario"].pytestmark
    cases = mark.args[1]
    left_out = {scenario.name for scenario in SCENARIOS if scenario not in cases}
    world = names["MyWorld"]
    over_tls = {scenario.name for scenario in SCENARIOS if scenario.needs_tls}
    assert left_out == over_tls | set(world.excuses)
    run(next(case for case in cases if case.name == "clicks_reach_their_handler_once_each"), world)
