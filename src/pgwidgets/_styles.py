"""Style sheets as browsers get them: in one piece, and in the spelling that each engine reads.

A browser finds out what a sheet imports when it has it, and asks for each import by itself.

Knows: comments, plain imports, those into a layer, and declarations in CSS. Must not know:
requests, which sheets there are.
"""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

# Comments are matched as well, so that what stands in one is no import and no declaration.
_COMMENT_OR_IMPORT = re.compile(rb'/\*.*?\*/|@import "([^":]+)"(?: layer\(([\w-]+)\))?;', re.DOTALL)
_COMMENT_OR_SELECTING = re.compile(
    rb"/\*.*?\*/|(?<![-\w(])(user-select\s*:[^;{}()]*)", re.DOTALL | re.IGNORECASE
)
"""Not ``(user-select: none)``, which stands in a condition (``@supports``)."""


def read_sheet(file: Path, roots: Sequence[Path] = ()) -> bytes:
    """Read a style sheet with all that it imports.

    An import stays one if it has conditions, is elsewhere, or names files itself: they are found
    from where it stands. As imports must come first, all of that sheet then stay.

    WebKit knows ``user-select`` by the name with its prefix alone, so each such declaration stands
    there twice.

    Parameters:
        file: the sheet.
        roots: folders that are served as one, so that a sheet of one may import one of another.
    """
    return _COMMENT_OR_SELECTING.sub(
        lambda match: b"-webkit-%b; %b" % (match[1], match[1]) if match[1] else match[0],
        _in_one_piece(file, roots),
    )


def _in_one_piece(file: Path, roots: Sequence[Path]) -> bytes:
    sheet = file.read_bytes()
    imports = [match[1] for match in _COMMENT_OR_IMPORT.finditer(sheet) if match[1]]
    outside_comments = _COMMENT_OR_IMPORT.sub(b"", sheet)
    if not imports or b"@import" in outside_comments:
        return sheet
    texts: dict[bytes, bytes] = {}
    for name in imports:
        part = _find(file, name.decode(), roots)
        if part is None:
            return sheet
        texts[name] = _in_one_piece(part, roots)
    if any(mark in text for text in texts.values() for mark in (b"url(", b"@import", b"@charset")):
        return sheet

    def joined(match: re.Match[bytes]) -> bytes:
        name, layer = match[1], match[2]
        if name is None:
            return match[0]
        return texts[name] if layer is None else b"@layer %b {\n%b}\n" % (layer, texts[name])

    return _COMMENT_OR_IMPORT.sub(joined, sheet)


def _find(file: Path, name: str, roots: Sequence[Path]) -> Path | None:
    """The file that a sheet imports; None if there is none."""
    beside = file.parent / name
    if beside.is_file():
        return beside
    for root in roots:
        if file.is_relative_to(root):
            path = _resolved(PurePosixPath(file.relative_to(root).parent.as_posix(), name))
            found = [other / path for other in roots if path and (other / path).is_file()]
            if found:
                return found[0]
    return None


def _resolved(path: PurePosixPath) -> str:
    """A path without ``..``; empty if it leads out of where it begins."""
    parts: list[str] = []
    for part in path.parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return ""
    return "/".join(parts)
