"""Style sheets in one piece: what one imports stands where it imports it.

A browser finds out what a sheet imports when it has it, and asks for each import by itself.

Knows: files, comments and plain imports in CSS. Must not know: requests, which sheets there are.
"""

import re
from pathlib import Path

# Comments are matched as well, so that what stands in one is no import.
_COMMENT_OR_IMPORT = re.compile(rb'/\*.*?\*/|@import "([^":]+)";', re.DOTALL)


def read_sheet(file: Path) -> bytes:
    """Read a style sheet with all that it imports.

    An import stays one if it has conditions, is elsewhere, or names files itself: they are found
    from where it stands. As imports must come first, all of that sheet then stay.
    """
    sheet = file.read_bytes()
    imports = [match[1] for match in _COMMENT_OR_IMPORT.finditer(sheet) if match[1]]
    outside_comments = _COMMENT_OR_IMPORT.sub(b"", sheet)
    if not imports or b"@import" in outside_comments:
        return sheet
    parts = {name: file.parent / name.decode() for name in imports}
    if not all(part.is_file() for part in parts.values()):
        return sheet
    texts = {name: read_sheet(part) for name, part in parts.items()}
    if any(mark in text for text in texts.values() for mark in (b"url(", b"@import", b"@charset")):
        return sheet
    return _COMMENT_OR_IMPORT.sub(lambda match: texts[match[1]] if match[1] else match[0], sheet)
