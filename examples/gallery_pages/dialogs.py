"""Dialogs, the colour chooser, and the browser's file picker.

`popup()` is state: a dialog that is open stays open over a reload, and is shown in every browser.
"""

import html
from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Dialogs")


@GROUP.shows("Dialog", size=(340, 200))
async def dialog(W: Any, tell: Tell) -> Any:
    ask = await W.Button("Close the dome …")
    answer = await W.Label("The dome is open.")
    sure = await W.Dialog(
        "Close the dome?", [["Close", "closed"], ["Leave open", "open"]], autoclose=True, modal=True
    )
    warning = await W.Label("The exposure that is running will be lost.")
    await warning.set_padding(14)
    await sure.add_widget(warning, 0)

    async def popup() -> None:
        await sure.popup()

    async def answered(value: str) -> None:
        await answer.set_text(f"The dome is {html.escape(str(value))}.")

    await ask.on("activated", popup)
    await sure.on("activated", answered)
    await tell(sure, "activated", "close")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(ask, 0)
    await box.add_widget(answer, 0)
    return box


@GROUP.shows("ColorWidget", size=(340, 430))
async def color_widget(W: Any, tell: Tell) -> Any:
    chooser = await W.ColorWidget(color="#2f6fb0")
    sample = await W.Label("overlay color", halign="center")
    await sample.set_padding(6)
    await sample.set_color("#2f6fb0")

    async def show(color: str) -> None:
        await sample.set_color(color)

    await chooser.on("pick", show)
    await tell(chooser, "pick")
    box = await W.VBox(spacing=8, padding=10)
    await box.add_widget(sample, 0)
    await box.add_widget(chooser, 1)
    return box


@GROUP.shows("ColorDialog", size=(340, 190))
async def color_dialog(W: Any, tell: Tell) -> Any:
    choose = await W.Button("Choose the grid's color …")
    sample = await W.Label("grid", halign="center")
    await sample.set_padding(6)
    await sample.set_color("#4caf50")
    chooser = await W.ColorDialog(color="#4caf50", title="Color of the grid")

    async def popup() -> None:
        await chooser.popup(380, 200)

    async def take(color: str) -> None:
        await sample.set_color(color)

    await choose.on("activated", popup)
    await chooser.on("activated", take)
    await tell(chooser, "activated", "pick")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(choose, 0)
    await box.add_widget(sample, 0)
    return box


@GROUP.shows("FileDialog", size=(380, 240))
async def file_dialog(W: Any, tell: Tell) -> Any:
    dialog = await W.FileDialog(mode="files", accept=".txt,.csv,.fits")
    load, save = await W.Button("Load catalogues …"), await W.Button("Save the log …")
    loaded = await W.TextArea("", editable=False)
    await loaded.set_accessible_name("The file's text")

    async def show(event: dict[str, Any]) -> None:
        lines = [f"{file['name']}: {file['size']} bytes" for file in event["files"]]
        await loaded.set_text("\n".join(lines))

    async def save_log() -> None:
        await dialog.save("night.log", b"20:14 dome open\n20:31 first light\n", "text/plain")

    await load.on("activated", dialog.open)
    await save.on("activated", save_log)
    await dialog.on("activated", show)
    await tell(dialog, "activated", "progress")
    buttons = await W.HBox(spacing=6)
    await buttons.add_widget(load, 1)
    await buttons.add_widget(save, 1)
    box = await W.VBox(spacing=8, padding=12)
    await box.add_widget(buttons, 0)
    await box.add_widget(loaded, 1)
    return box
