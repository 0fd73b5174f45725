"""Pictures in the colours of the page: beside ``x.png`` its ``x-dark.png``, where there is one.

Authors write a picture once, which is what other readers of the sources show. The site has both,
and shows the one that goes with its theme.
"""

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

_SHOWN = ("only-light", "only-dark")


class DarkPictures(SphinxTransform):
    """Puts the dark picture behind each that has one."""

    default_priority = 200  # before Sphinx gathers the files

    def apply(self, **_: Any) -> None:
        """Go through a document's pictures."""
        folder = Path(self.env.doc2path(self.env.docname)).parent
        for image in list(self.document.findall(nodes.image)):
            file = Path(image["uri"])
            dark = file.with_name(f"{file.stem}-dark{file.suffix}")
            if set(image["classes"]) & set(_SHOWN) or not (folder / dark).is_file():
                continue
            other = image.deepcopy()
            other["uri"] = str(dark)
            image["classes"].append(_SHOWN[0])
            other["classes"].append(_SHOWN[1])
            image.parent.insert(image.parent.index(image) + 1, other)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add it to the site."""
    app.add_transform(DarkPictures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
