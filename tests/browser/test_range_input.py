"""A range input of Chromium has the numbers that the core takes it to have."""

import json
from pathlib import Path

from playwright.sync_api import Page

CASES: list[list[float]] = json.loads(
    (Path(__file__).parents[1] / "core" / "models" / "range_input.json").read_text()
)

SET = """(cases) => cases.map(([value, min, max, step]) => {
    const input = Object.assign(document.createElement("input"), {type: "range", min, max, step});
    input.value = value;
    return Number(input.value);
})"""


def test_the_table_of_numbers_is_right(page: Page) -> None:
    found = page.evaluate(SET, [case[:4] for case in CASES])
    assert found == [case[4] for case in CASES]
