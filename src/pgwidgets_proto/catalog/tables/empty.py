"""What all have that can be empty: a text in the place of what is not there."""

from ..effects.base import Set
from ..names.terms import p, says

SET_PLACEHOLDER = says(
    Set("placeholder"),
    "Sets a text that is shown while it is empty.",
    p("text", "str | None", "the text; None: none"),
)
