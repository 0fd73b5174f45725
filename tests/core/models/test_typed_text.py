"""A field's text that several pages type into, when more was written than is remembered."""

from pgwidgets_proto.models.text_rebase import Edit
from pgwidgets_proto.models.typed_text import KEPT, TypedText


class Page:
    """Stands for a page."""


def test_who_wrote_since_is_forgotten_and_nobody_s_text_is_lost() -> None:
    field, page, other = TypedText("abc", is_line=True), Page(), Page()
    for number in range(KEPT + 1):
        written = f"a{number % 2}c"
        field.write(written, field.edits_to(written), other)
        # It tells what it has, so what it does not know is known; but not by whom it was written.
        assert field.receive(page, 0, None, "abc")
    assert field.receive(page, 0, Edit(0, 3, "new"), "new", lambda author: author is other)
    assert field.shown == "new0"


def test_a_user_s_own_pages_write_over_each_other() -> None:
    field, page, other = TypedText("abc", is_line=True), Page(), Page()
    field.write("a1c", field.edits_to("a1c"), other)
    assert field.receive(page, 0, Edit(0, 3, "new"), "new", lambda author: author is other)
    assert field.shown == "new"
