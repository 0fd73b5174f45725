"""Widgets made of widgets, in Python alone.

They are imported by themselves (`from pgwidgets.extras.file_browser import FileBrowser`), and take
the session as their first argument.
"""

import html
from typing import Any

from pgwidgets.extras.file_browser import FileBrowser

from .exhibit import PICTURES, Group, Tell

GROUP = Group("Extras")


@GROUP.shows("FileBrowser", size=(400, 200))
async def file_browser(W: Any, tell: Tell) -> Any:
    choose = await W.Button("Choose a picture on the server …")
    chosen = await W.Label("nothing chosen yet")
    files = FileBrowser(choose.session, "Pictures", modal=False, root=PICTURES)
    for extension in (".svg", ".webm"):
        files.add_ext_filter("Pictures", extension)
    files.set_icon("Pictures", PICTURES / "camera.svg")

    async def popup() -> None:
        await files.popup(360, 160)  # reads the folder, in a thread

    async def show(path: str) -> None:
        await chosen.set_text(html.escape(path.rpartition("/")[2]))

    await choose.on("activated", popup)
    await files.on("activated", show)
    await tell(choose, "activated")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(choose, 0)
    await box.add_widget(chosen, 0)
    return box
