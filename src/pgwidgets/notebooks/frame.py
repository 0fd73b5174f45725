"""A page of an application, as an object that notebooks show.

Knows: the protocols by which notebooks ask objects for HTML. Must not know: applications, sessions.
"""

import html

from .address import Address

NAME = "pgwidgets-notebook"
"""Of the frame: by it the page knows where it is, and what to say when its program is gone."""


class Frame:
    """A frame with the page; the last expression of a cell shows it, or ``display(frame)``.

    Attributes:
        url: the address that is shown. It holds the session's secret, as the cell's output does.
        height: of the frame, in pixels.
    """

    def __init__(self, address: Address, height: int) -> None:
        self.url = address.url
        self.height = height

    def _repr_html_(self) -> str:  # IPython: JupyterLab, VS Code
        return (
            f'<iframe src="{html.escape(self.url)}" title="pgwidgets" name="{NAME}" width="100%" '
            f'height="{self.height}" style="border: 1px solid #8885; border-radius: 4px" '
            f'allow="clipboard-read; clipboard-write; fullscreen"></iframe>'
        )

    def _mime_(self) -> tuple[str, str]:  # marimo
        return "text/html", self._repr_html_()

    def __repr__(self) -> str:
        return f"<Frame of a page, {self.height} pixels high; a notebook shows it>"
