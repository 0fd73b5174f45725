"""Style sheets as browsers get them: in one piece, and in the spelling that each engine reads.

A browser finds out what a sheet imports when it has it, and asks for each import by itself.

Knows: comments, plain imports and declarations in CSS. Must not know: requests, which sheets there
are.
"""

import re
from pathlib import Path

# Comments are matched as well, so that what stands in one is no import and no declaration.
_COMMENT_OR_IMPORT = re.compile(rb'/\*.*?\*/|@import "([^":]+)";', re.DOTALL)
_COMMENT_OR_SELECTING = re.compile(
    rb"/\*.*?\*/|(?<![-\w(])(user-select\s*:[^;{}()]*)", re.DOTALL | re.IGNORECASE
)
"""Not ``(user-select: none)``, which stands in a condition (``@supports``)."""


def read_sheet(file: Path) -> bytes:
    """Read a style sheet with all that it imports.

    An import stays one if it has conditions, is elsewhere, or names files itself: they are found
    from where it stands. As imports must come first, all of that sheet then stay.

    WebKit knows ``user-select`` by the name with its prefix alone, so each such declaration stands
    there twice.
    """
    return _COMMENT_OR_SELECTING.sub(
        lambda match: b"-webkit-%b; %b" % (match[1], match[1]) if match[1] else match[0],
        _in_one_piece(file),
    )


def _in_one_piece(file: Path) -> bytes:
    sheet = file.read_bytes()
    imports = [match[1] for match in _COMMENT_OR_IMPORT.finditer(sheet) if match[1]]
    outside_comments = _COMMENT_OR_IMPORT.sub(b"", sheet)
    if not imports or b"@import" in outside_comments:
        return sheet
    parts = {name: file.parent / name.decode() for name in imports}
    if not all(part.is_file() for part in parts.values()):
        return sheet
    texts = {name: _in_one_piece(part) for name, part in parts.items()}
    if any(mark in text for text in texts.values() for mark in (b"url(", b"@import", b"@charset")):
        return sheet
    return _COMMENT_OR_IMPORT.sub(lambda match: texts[match[1]] if match[1] else match[0], sheet)
