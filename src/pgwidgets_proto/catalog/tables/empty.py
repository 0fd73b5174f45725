"""The method of widgets that can be empty: it sets a text that is shown then."""

from ..effects.base import Set
from ..names.terms import p, says

SET_PLACEHOLDER = says(
    Set("placeholder"),
    "Sets a text that is shown while it is empty.",
    p("text", "str | None", "the text; None: none"),
)
