"""The tokens of every theme: all are there, and what is read upon another can be read.

The contrast is that of WCAG 2.2 (section 1.4.3 and 1.4.6; 1.4.11 for lines and marks).
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from pgwidgets.looks import COLORS, SIZES, THEMES, TOKENS

SHEET = Path(__file__).parents[2] / "src/pgwidgets/web/pgwidgets/themes/tokens.css"
FOLDER = SHEET.parent

GROUNDS = ("page", "surface", "bar", "field", "raised", "raised-hover", "neutral-soft")
TEXTS: tuple[tuple[str, str], ...] = (
    *((text, ground) for ground in GROUNDS for text in ("text", "muted")),
    *(("text", ground) for ground in ("hover", "raised-press")),
    *(("text", f"{kind}-soft") for kind in ("accent", "success", "warning", "danger")),
    *((f"on-{kind}", kind) for kind in ("accent", "success", "warning", "danger")),
    ("on-accent", "accent-hover"),
    ("on-selected", "selected"),
    *(
        (kind, ground)
        for kind in ("accent", "success", "danger")
        for ground in ("surface", "field")
    ),
    ("warning", "surface"),
    *((f"code-{kind}", "field") for kind in ("keyword", "string", "number", "comment")),
)
"""Text, and what it stands upon."""

MARKS = (
    *(("line-strong", ground) for ground in ("surface", "field")),
    *(("focus", ground) for ground in ("page", "surface", "bar", "field", "raised")),
    *(("accent", ground) for ground in ("surface", "field", "bar", "neutral-soft")),
)
"""What tells where something is, or that it is chosen, and what is beside it."""


def declarations(selector: str) -> dict[str, str]:
    """The tokens that the rule with a selector sets."""
    text = re.sub(r"/\*.*?\*/", "", SHEET.read_text("utf-8"), flags=re.DOTALL)
    [body] = re.findall(rf"(?m)^{re.escape(selector)} {{(.*?)^}}", text, flags=re.DOTALL)
    return {name: value.strip() for name, value in re.findall(r"--pgw-([\w-]+):([^;]+);", body)}


def values(theme: str) -> Mapping[str, str]:
    """The colours of a theme, each as #rrggbb."""
    found = declarations(":root")
    if theme not in ("light", "dark"):
        found |= declarations(f':root[data-pgw-theme="{theme}"]')
    pair = re.compile(r"light-dark\((#\w{6}), (#\w{6})\)")
    colors = {}
    for name in COLORS:
        both = pair.fullmatch(found[name])
        colors[name] = both[2 if theme == "dark" else 1] if both else found[name]
    return colors


def luminance(color: str) -> float:
    """The relative luminance of #rrggbb, from 0 to 1."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How much two colours differ, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_figures_are_those_of_wcag() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "auto"])
def test_every_text_can_be_read_and_every_mark_be_seen(theme: str) -> None:
    colors = values(theme)
    floor = 7.0 if theme == "contrast" else 4.5
    weak = [
        f"{one} on {other}: {figure:.2f}, not {least}"
        for pairs, least in ((TEXTS, floor), (MARKS, 3.0))
        for one, other in pairs
        if (figure := contrast(colors[one], colors[other])) < least
    ]
    assert weak == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_has_a_meaning_can_be_read_in_a_selected_row(theme: str) -> None:
    colors = values(theme)
    for kind in ("success", "warning", "danger"):
        assert contrast(colors[kind], colors["selected"]) >= 4.5, kind


def test_all_tokens_are_set_and_no_other() -> None:
    assert set(declarations(":root")) == set(TOKENS)
    assert len(set(TOKENS)) == len(TOKENS)
    for theme in ("contrast", "night"):
        own = declarations(f':root[data-pgw-theme="{theme}"]')
        assert set(COLORS) <= set(own), theme
        assert set(own) <= set(TOKENS)
    for density in ("compact", "touch"):
        own = declarations(f':root[data-pgw-density="{density}"]')
        assert set(own) <= set(SIZES)


def test_the_night_has_no_light_but_red() -> None:
    for name, color in values("night").items():
        assert max(int(color[3:5], 16), int(color[5:7], 16)) <= 0.05 * 255, name


OTHERS = [file for file in sorted(FOLDER.glob("*.css")) if file != SHEET]


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_sheets_name_tokens_and_no_color_of_their_own(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    named = set(re.findall(r"var\(--pgw-([\w-]+)", text)) - {"bg"}
    assert named <= set(TOKENS)
    text = re.sub(r"(?s)@media print {.*|@media not print {.*", "", text)
    allowed = {"rgb(0 0 0 / 45%)"}  # what dims the page behind a dialog
    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", text)) <= allowed


ADDITIONS = sorted((FOLDER.parent / "additions").glob("*.css"))


@pytest.mark.parametrize("file", ADDITIONS, ids=lambda file: file.stem)
def test_sheets_of_what_we_add_name_tokens_that_there_are(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    own = set(re.findall(r"--pgw-([\w-]+):", text))
    assert set(re.findall(r"var\(--pgw-([\w-]+)", text)) <= {*TOKENS, *own}


SCOPES = (
    r':where\(:root:not\(\[data-pgw-theme="classic"\]\)\)( [.:(), \w-]+)?',
    r':root:not\(\[data-pgw-theme="classic"\]\)',
    r':root\[data-pgw-theme="(contrast|night)"\].*',
)


def preludes(text: str) -> list[str]:
    """What stands before the outermost blocks; of media queries, before the blocks in them."""
    found, depth, start = [], 0, 0
    outer = 0
    for at, letter in enumerate(text):
        if letter == "{":
            prelude = " ".join(text[start:at].split())
            if depth == outer and prelude.startswith("@media"):
                outer += 1
            elif depth == outer:
                found.append(prelude)
            depth += 1
        elif letter == "}":
            depth -= 1
            outer = min(outer, depth)
        if letter in "{};":
            start = at + 1
    return found


@pytest.mark.parametrize("file", OTHERS, ids=lambda file: file.stem)
def test_the_classic_theme_is_left_to_the_library(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    for prelude in preludes(text):
        is_scoped = any(re.fullmatch(scope, prelude) for scope in SCOPES)
        assert is_scoped or prelude.startswith("@property"), prelude


def test_every_sheet_is_imported_by_the_page() -> None:
    page = (FOLDER.parent / "page.css").read_text("utf-8")
    imported = re.findall(r'@import "((?:themes|additions)/[\w-]+\.css)"', page)
    there = [*FOLDER.glob("*.css"), *ADDITIONS]
    assert sorted(imported) == sorted(f"{file.parent.name}/{file.name}" for file in there)
