"""Which codings a browser takes, by what it says of them."""

import pytest

from pgwidgets._packing import codings


@pytest.mark.parametrize(
    ("value", "taken"),
    [
        ("gzip, br", {"gzip", "br"}),
        (" gzip ;\tq = 0.5 , br;q=0 ", {"gzip"}),
        ("*", {"gzip", "br"}),
        ("*;q=0, x-gzip", {"gzip"}),
        ("gzip;q=2, br;level=1", set()),
        ("", set()),
    ],
)
def test_what_a_browser_takes(value: str, taken: set[str]) -> None:
    assert codings([value]) == taken
    assert codings(value.split(",")) == taken


@pytest.mark.parametrize("value", ["gzip{}x", "{}x", "gzip{};{}x", "gzip;{}q{}={}x", "gzip;q=1{}x"])
def test_space_costs_no_more_than_its_length(value: str) -> None:
    space = " " * 1_000_000
    assert codings([value.replace("{}", space)]) == set()
