"""Check that the relative links of our Markdown files lead somewhere.

Knows: Markdown links and headings, as far as we use them. It opens no connection: links to other
hosts are not followed.

usage: check_links.py [FOLDER]
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def anchors(text: str) -> set[str]:
    """Return the anchors that a page's headings make, as GitHub forms them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_FENCE.sub("", text)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(anchor)
    return found


def broken_links(page: Path, place: Path) -> Iterator[str]:
    """Yield one line for each relative link of `page` whose file or heading is not there.

    Parameters:
        page: whose text it is.
        place: the file that the text stands in for its readers.
    """
    text = page.read_text(encoding="utf-8")
    prose = _CODE.sub("", _FENCE.sub("", text))
    for inline, reference in _LINK.findall(prose):
        target = inline or reference
        if _ELSEWHERE.match(target):
            continue
        name, _, anchor = target.partition("#")
        file = (place.parent / unquote(name)).resolve() if name else page.resolve()
        if not file.exists():
            yield f"{page}: there is no {target}"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text("utf-8")):
            yield f"{page}: {file.name} has no heading #{anchor}"


def _is_fragment(page: Path) -> bool:
    """Whether it is to be a part of the changelog."""
    return page.parent.name == "changes" and page.name != "README.md"


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    folders = ("", "docs/**/", "examples/**/", "changes/")
    pages = sorted(page for folder in folders for page in root.glob(f"{folder}*.md"))
    broken = [
        line
        for page in pages
        for line in broken_links(page, root / "CHANGELOG.md" if _is_fragment(page) else page)
    ]
    print("\n".join([*broken, f"{len(pages)} pages, {len(broken)} broken links"]))
    return 1 if broken or not pages else 0


if __name__ == "__main__":
    sys.exit(main())
