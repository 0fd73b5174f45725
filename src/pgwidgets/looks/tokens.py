"""The tokens: names for colours and sizes, whose values the theme and the density decide.

Knows: their names, which of them follow from others, and how they are written in CSS. Must not
know: the values that they have in a theme (web/pgwidgets/themes/tokens.css).
"""

from collections.abc import Mapping

COLORS: tuple[str, ...] = (
    *("page", "surface", "bar", "field", "raised", "raised-hover", "raised-press", "raised-line"),
    *("text", "muted", "line", "line-strong"),
    *("accent", "accent-hover", "on-accent", "hover", "selected", "on-selected", "focus"),
    *("success", "on-success", "warning", "on-warning", "danger", "on-danger"),
    *("accent-soft", "success-soft", "warning-soft", "danger-soft", "neutral-soft"),
    *("code-keyword", "code-string", "code-number", "code-comment"),
    "veil",
)
"""Tokens for colours. Methods that take a colour take these names: ``set_bg("accent-soft")``."""

SIZES: tuple[str, ...] = (
    *("shadow", "shadow-small", "space", "radius", "radius-small", "ring", "motion"),
    *("font", "font-mono", "font-size", "pad-y", "pad-x", "field-pad-x", "item-pad-y"),
    *("row-height", "mark", "title-height"),
)
"""Tokens for shadows, lengths, times and fonts."""

TOKENS: tuple[str, ...] = (*COLORS, *SIZES)
"""All tokens; in CSS ``accent`` is ``var(--pgw-accent)``."""

_ON = "color(from var(--pgw-{0}) xyz-d65 {1} {1} {1})".format(
    "{0}", "calc((0.18 - y) * 999)"
)  # white over what is darker than this luminance, else black
_SOFT = "color-mix(in oklab, var(--pgw-{0}) 16%, var(--pgw-surface))"

_FOLLOWING: Mapping[str, Mapping[str, str]] = {
    "accent": {
        "on-accent": _ON.format("accent"),
        "accent-hover": "color-mix(in oklab, var(--pgw-accent), var(--pgw-text) 18%)",
        "accent-soft": _SOFT.format("accent"),
        "selected": "color-mix(in oklab, var(--pgw-accent) 26%, var(--pgw-surface))",
        "on-selected": "var(--pgw-text)",
        "focus": "var(--pgw-accent)",
    },
    **{
        name: {f"on-{name}": _ON.format(name), f"{name}-soft": _SOFT.format(name)}
        for name in ("success", "warning", "danger")
    },
}
"""What fits to a token of the program's own, unless the program says otherwise."""


def check_tokens(tokens: object) -> dict[str, str]:
    """The tokens that a program sets.

    Raises:
        TypeError: no mapping of texts to texts.
        ValueError: there is no such token, or a value would end the declaration that it stands in.
    """
    if tokens is None:
        return {}
    if not isinstance(tokens, Mapping):
        raise TypeError(f"tokens is {tokens!r}; it must be a mapping of tokens to values of CSS")
    found: dict[str, str] = {}
    for name, value in tokens.items():
        if name not in TOKENS:
            raise ValueError(f"tokens has {name!r}; it must be one of {', '.join(TOKENS)}")
        if not isinstance(value, str):
            raise TypeError(f"tokens[{name!r}] is {value!r}; it must be a text: a value of CSS")
        is_one = value.isprintable() and not any(mark in value for mark in ";{}<>\\")
        if not value.strip() or not is_one or not _is_closed(value):
            raise ValueError(
                f"tokens[{name!r}] is {value!r}; it must be one value of CSS, such as '#0a7', and "
                f"have none of ; {{ }} < > \\"
            )
        found[name] = value
    return found


def token_style(tokens: Mapping[str, str]) -> str:
    """The rules of CSS that give tokens the values of a program.

    Colours leave the themes for contrast and night alone, which would not be what they say.
    """
    values = dict(tokens)
    for name, following in _FOLLOWING.items():
        if name in tokens:
            values = {**following, **values}
    groups = (
        (':root:not([data-pgw-theme="contrast"], [data-pgw-theme="night"])', COLORS),
        (":root:root:root", SIZES),  # more than the rules for a density have
    )
    rules = []
    for selector, names in groups:
        given = [f"--pgw-{name}: {values[name]};" for name in names if name in values]
        if given:
            rules.append(f"{selector} {{ {' '.join(given)} }}")
    return " ".join(rules)


def _is_closed(value: str) -> bool:
    depth = 0
    for letter in value:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0 and value.count('"') % 2 == 0 and value.count("'") % 2 == 0
