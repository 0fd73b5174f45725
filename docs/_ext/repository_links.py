"""Links of our pages to files that are no pages: examples, sources, CONTRIBUTING.md.

In a repository they lead to the file. In the site they do where it says where the repository is
(PGWIDGETS_DOCS_REPOSITORY, as https://host/owner/name/blob/main); else their text stands alone.
"""

import os
import re
from pathlib import Path

from sphinx.application import Sphinx

_ROOT = Path(__file__).parents[2]
_FENCED = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[ ]*$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?![a-z][a-z0-9+.-]*:)<?([^)#\s>]+)(#[^)\s]*)?>?\)")


def _relink(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take out of a page's text what leads out of docs/, before it is read."""
    page = Path(app.env.doc2path(docname))
    repository = os.environ.get("PGWIDGETS_DOCS_REPOSITORY", "").rstrip("/")

    def replaced(found: re.Match[str]) -> str:
        text, target, anchor = found[1], found[2], found[3] or ""
        file = (page.parent / target).resolve()
        is_page = file.suffix == ".md" and file.is_relative_to(app.srcdir)
        if is_page or not file.is_relative_to(_ROOT) or not file.exists():
            return found[0]
        if not repository:
            return text
        return f"[{text}]({repository}/{file.relative_to(_ROOT).as_posix()}{anchor})"

    parts = _FENCED.split(source[0])
    source[0] = "".join(
        part if index % 2 else _LINK.sub(replaced, part) for index, part in enumerate(parts)
    )


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", _relink)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
