"""Rows of a simulated page stand in the order in which JavaScript goes through names."""

import pytest

from pgwidgets.testing.trees.node import entries


@pytest.mark.parametrize("name", ["²", "1" * 5000, "01", "-1", "4294967295", "1.0", ""])
def test_what_is_no_index_stays_where_it_stands(name: str) -> None:
    keys = [key for key, _ in entries({name: 1, "b": 2, "4294967294": 3, "10": 4, "9": 5})]
    assert keys == ["9", "10", "4294967294", name, "b"]
