"""The method of widgets that show HTML: it says how far markup is trusted."""

from ..effects.base import Set
from ..effects.values import one_of
from ..names.terms import p, says

_KINDS = ("harmless", "trusted", "plain")

SET_MARKUP = says(
    Set("markup", refuse=one_of("kind", *_KINDS)),
    "Says what becomes of markup: what formats is shown, or all of it, or it is text.",
    p(
        "kind",
        f"Literal[{', '.join(map(repr, _KINDS))}]",
        "'harmless' at first; 'trusted' is for what no user has a part in",
    ),
)
