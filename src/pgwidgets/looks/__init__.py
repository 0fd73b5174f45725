"""What pages look like: the themes, densities and tokens that there are, and what a program chose.

Knows: their names, and how a page is told of them in HTML and CSS. Must not know: the values of
tokens (web/pgwidgets/themes), pages as a whole, sessions, messages.
"""

from .choice import (
    DENSITIES,
    THEMES,
    Density,
    PageLooks,
    Theme,
    density_setting,
    theme_setting,
)
from .tokens import COLORS, SIZES, TOKENS

__all__ = [
    "COLORS",
    "DENSITIES",
    "SIZES",
    "THEMES",
    "TOKENS",
    "Density",
    "PageLooks",
    "Theme",
    "density_setting",
    "theme_setting",
]
