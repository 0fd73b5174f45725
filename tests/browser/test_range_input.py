"""A range input of Chromium, and its rounding, give the numbers that the core has of them."""

import json
from pathlib import Path

from playwright.sync_api import Page

TABLES = Path(__file__).parents[1] / "core" / "models"
CASES: list[list[float]] = json.loads((TABLES / "range_input.json").read_text())
ROUNDED: list[list[float]] = json.loads((TABLES / "rounding.json").read_text())

SET = """(cases) => cases.map(([value, min, max, step]) => {
    const input = Object.assign(document.createElement("input"), {type: "range", min, max, step});
    input.value = value;
    return Number(input.value);
})"""


def test_the_table_of_numbers_is_right(page: Page) -> None:
    found = page.evaluate(SET, [case[:4] for case in CASES])
    assert found == [case[4] for case in CASES]


def test_the_table_of_whole_numbers_is_right(page: Page) -> None:
    found = page.evaluate("(numbers) => numbers.map(Math.round)", [case[0] for case in ROUNDED])
    assert found == [case[1] for case in ROUNDED]
