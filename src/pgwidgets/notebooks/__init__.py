"""Pages in notebooks: JupyterLab, VS Code, marimo, and what else shows objects as HTML.

``session.display()`` and ``app.display()`` give a :class:`Frame`, which a notebook shows.
"""

from .frame import Frame

__all__ = ["Frame"]
