"""A text in pieces behaves as the one str that it stands for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thorough import THOROUGHLY
from pgwidgets_proto.models import text_buffer
from pgwidgets_proto.models.text_buffer import TextBuffer

texts = st.text(st.sampled_from("ab\n\n😀é"), max_size=20)


@pytest.fixture(autouse=True, scope="module")
def small_pieces() -> object:
    """So small that every text of these tests has several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_buffer, "PIECE", 4)
        yield


@THOROUGHLY
@given(st.data())
def test_pieces_are_one_text(data: st.DataObject) -> None:
    text = data.draw(texts)
    buffer = TextBuffer(text)
    for _ in range(data.draw(st.integers(0, 8))):
        start, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(2))
        assert buffer.part(start, end) == text[start:end]
        new = data.draw(texts)
        buffer.replace(start, end, new)
        text = text[:start] + new + text[end:]
        if data.draw(st.booleans()):
            assert buffer.text == text
        check(buffer, text, data.draw(st.integers(0, len(text))))
    assert buffer.text == text


def check(buffer: TextBuffer, text: str, offset: int) -> None:
    before, lines = text[:offset].split("\n"), text.split("\n")
    units = len(text[:offset].encode("utf-16-le")) // 2
    assert len(buffer) == len(text)
    assert buffer.line_count == len(lines)
    assert buffer.line_of(offset) == len(before) - 1
    assert buffer.line_column(offset) == (len(before) - 1, len(before[-1]))
    assert buffer.line_start(len(before) - 1) == offset - len(before[-1])
    assert buffer.line_start(len(lines)) == len(text)
    assert buffer.line_start(-1) == 0
    assert buffer.line_end(offset) == offset + len(text[offset:].partition("\n")[0])
    assert buffer.to_utf16(offset) == units
    assert buffer.from_utf16(units) == offset
    assert (buffer.clamp(-1), buffer.clamp(offset), buffer.clamp(99_999)) == (0, offset, len(text))


def test_a_place_that_is_not_there_is_refused() -> None:
    buffer = TextBuffer("ab😀cdef")
    for units in (-1, 9):
        with pytest.raises(ValueError, match=f"offset {units} is"):
            buffer.from_utf16(units)
    with pytest.raises(IndexError):
        buffer.to_utf16(8)


LETTERS = "aAbBsSſkK\u212aiIıİßẞéÉµΜμǅ"  # noqa: RUF001 # alike, but for their case


@THOROUGHLY
@given(st.text(st.sampled_from(LETTERS), max_size=20), st.text(st.sampled_from(LETTERS)), st.data())
def test_a_long_text_is_found_where_a_short_one_is(
    text: str, query: str, data: st.DataObject
) -> None:
    buffer = TextBuffer(text)
    start = data.draw(st.integers(0, len(text) + 1))
    query = data.draw(st.sampled_from([query, text[:2], text[1:3].swapcase()]))
    for is_any_case in (False, True):
        found = list(buffer.find_all(query, start, case_insensitive=is_any_case))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text_buffer, "SHORT", 0)
            assert list(buffer.find_all(query, start, case_insensitive=is_any_case)) == found
        flags = re.IGNORECASE if is_any_case else re.NOFLAG
        matches = re.finditer(re.escape(query), text[start:], flags) if query else ()
        assert found == [(start + match.start(), start + match.end()) for match in matches]


@pytest.mark.parametrize("is_any_case", [False, True])
def test_a_very_long_text_is_found_in_a_longer_one(is_any_case: bool) -> None:
    buffer = TextBuffer("A" * 1_000_000 + "B" + "a" * 10)
    query = ("a" if is_any_case else "A") * 300_000 + "B"
    found = list(buffer.find_all(query, case_insensitive=is_any_case))
    assert found == [(700_000, 1_000_001)]
    assert not list(buffer.find_all(query + "c", case_insensitive=is_any_case))
