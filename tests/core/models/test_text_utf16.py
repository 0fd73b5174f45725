"""Both ways of counting, against the definition of UTF-16."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models.text_utf16 import (
    as_units,
    check_text,
    count_pairs,
    from_units,
    from_utf16,
    to_utf16,
)

texts = st.text(st.sampled_from("ab\né́😀👩‍👩‍👧🏽\U0010ffff\uffff"), max_size=12)


def units(text: str) -> int:
    return sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@THOROUGHLY
@given(texts, st.data())
def test_offsets_are_counted_in_code_units(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    assert to_utf16(text, offset) == units(text[:offset])
    assert from_utf16(text, units(text[:offset])) == offset
    assert count_pairs(text) == units(text) - len(text)


@THOROUGHLY
@given(texts)
def test_an_offset_inside_of_a_pair_is_rounded_down(text: str) -> None:
    for place, character in enumerate(text):
        if ord(character) > 0xFFFF:
            assert from_utf16(text, units(text[:place]) + 1) == place


@THOROUGHLY
@given(texts)
def test_units_are_one_character_each(text: str) -> None:
    assert len(as_units(text)) == units(text)
    assert from_units(as_units(text)) == text


@pytest.mark.parametrize(("text", "offset"), [("", 1), ("ab", 3), ("😀", 3), ("a😀", -1)])
def test_a_place_that_is_not_there_is_refused(text: str, offset: int) -> None:
    with pytest.raises(ValueError, match=rf"offset {offset} is (before|after)"):
        from_utf16(text, offset)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match=r"half a surrogate pair, '\\ud83d', at offset 1"):
        check_text("a\ud83d")
    with pytest.raises(ValueError, match="unexpected end of data"):
        from_units("\ud83d")
