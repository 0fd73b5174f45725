"""What one style sheet imports comes with it; what WebKit reads with a prefix alone has one."""

import re
from pathlib import Path

import pgwidgets_js
import pytest

from pgwidgets._styles import read_sheet


def sheets(folder: Path, **texts: str) -> Path:
    """Write sheets, by name; gives the first."""
    for name, text in texts.items():
        (folder / f"{name}.css").write_text(text)
    return folder / f"{next(iter(texts))}.css"


def test_all_widgets_styles_are_one_file() -> None:
    root = Path(pgwidgets_js.get_static_path())
    joined = read_sheet(root / "Widgets.css")
    assert b"@import" not in joined
    for part in (root / "css").glob("*.css"):
        assert read_sheet(part) in joined


def test_imports_keep_their_order_also_within_each_other(tmp_path: Path) -> None:
    sheet = sheets(
        tmp_path,
        all='/* all */\n@import "a.css";\n@import "b.css";\nlast {}\n',
        a='@import "c.css";\na {}\n',
        b="b {}\n",
        c="c {}\n",
    )
    assert read_sheet(sheet).split() == b"/* all */ c {} a {} b {} last {}".split()


def test_an_import_into_a_layer_stands_in_that_layer(tmp_path: Path) -> None:
    sheet = sheets(
        tmp_path,
        all='@layer a, b;\n@import "a.css" layer(b);\nlast {}\n',
        a='@import "c.css";\na {}\n',
        c="c {}\n",
    )
    assert read_sheet(sheet).split() == b"@layer a, b; @layer b { c {} a {} } last {}".split()


def test_folders_that_are_served_as_one_import_from_each_other(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    (ours / "inner").mkdir(parents=True)
    (theirs / "css").mkdir(parents=True)
    sheet = ours / "inner" / "page.css"
    sheet.write_text('@import "../all.css";\nours {}\n')
    (theirs / "all.css").write_text('@import "css/part.css";\n')
    (theirs / "css" / "part.css").write_text("part {}\n")
    assert read_sheet(sheet, (ours, theirs)).split() == b"part {} ours {}".split()
    assert b"@import" in read_sheet(sheet)
    (tmp_path / "secret.css").write_text("secret {}\n")
    sheet.write_text('@import "../../secret2.css";\n')
    assert b"@import" in read_sheet(sheet, (ours, theirs))


def test_what_stands_in_a_comment_is_no_import(tmp_path: Path) -> None:
    text = '/* not\n@import "a.css";\n*/\nb {}\n'
    sheet = sheets(tmp_path, all=text, a="a {} /* */")
    assert read_sheet(sheet) == text.encode()


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        pytest.param('@import "a.css" print;', "a {}", id="condition"),
        pytest.param("@import url(a.css);", "a {}", id="other spelling"),
        pytest.param('@import "https://example.org/a.css";', "a {}", id="elsewhere"),
        pytest.param('@import "none.css";', "a {}", id="missing"),
        pytest.param('@import "a.css";', "a { background: url(a.png) }", id="names a file"),
        pytest.param('@import "a.css";', '@charset "utf-8"; a {}', id="must come first"),
    ],
)
def test_where_an_import_must_stay_all_of_the_sheet_do(
    tmp_path: Path, rule: str, part: str
) -> None:
    text = f'@import "plain.css";\n{rule}\n'
    sheet = sheets(tmp_path, all=text, a=part, plain="plain {}")
    assert read_sheet(sheet) == text.encode()


def test_webkit_reads_who_may_select_text_of_every_widget() -> None:
    joined = read_sheet(Path(pgwidgets_js.get_static_path()) / "Widgets.css")
    rules = re.sub(rb"/\*.*?\*/", b"", joined, flags=re.DOTALL)
    plain = re.findall(rb"(?<!-)user-select: *(\w+)", rules)
    assert len(plain) > 10
    assert re.findall(rb"-webkit-user-select: *(\w+)", rules) == plain


@pytest.mark.parametrize(
    ("sheet", "sent"),
    [
        ("a{user-select:none}", "a{-webkit-user-select:none; user-select:none}"),
        (
            "a { user-select: text !important; top: 0 }",
            "a { -webkit-user-select: text !important; user-select: text !important; top: 0 }",
        ),
        (
            "/* user-select: none */ a { USER-SELECT: all; }",
            "/* user-select: none */ a { -webkit-USER-SELECT: all; USER-SELECT: all; }",
        ),
    ],
)
def test_a_declaration_that_webkit_reads_with_a_prefix_alone(
    tmp_path: Path, sheet: str, sent: str
) -> None:
    assert read_sheet(sheets(tmp_path, all=sheet)) == sent.encode()


@pytest.mark.parametrize(
    "text",
    [
        "/* user-select: none is what\n others have */\na { top: 0 }\n",
        "a { -moz-user-select: none }",
        "a { --user-select: none; --my-user-select: none }",
        "@supports (user-select: none) { a { top: 0 } }",
    ],
)
def test_what_is_no_such_declaration_stays_as_it_is(tmp_path: Path, text: str) -> None:
    assert read_sheet(sheets(tmp_path, all=text)) == text.encode()
