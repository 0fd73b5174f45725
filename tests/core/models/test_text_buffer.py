"""A text in pieces behaves as the one str that it stands for."""

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
