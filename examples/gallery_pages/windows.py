"""What stands in the page by itself, and windows within a widget.

A window can be moved, resized and rolled up by its user; Python knows its place and its size.
"""

import html
from typing import Any

from .exhibit import PICTURES, Group, Tell
from .layout import sheet

GROUP = Group("Windows")


@GROUP.shows("MDIWidget", size=(520, 360))
async def mdi_widget(W: Any, tell: Tell) -> Any:
    desk = await W.MDIWidget()
    for index, (title, color) in enumerate(
        (("Finder", "accent-soft"), ("Guider", "success-soft"), ("Spectrum", "warning-soft"))
    ):
        await desk.add_widget(
            await sheet(W, title.lower(), color),
            title=title,
            x=12 + 70 * index,
            y=8 + 40 * index,
            width=230,
            height=130,
        )
    await tell(desk, "page-switch", "page-close")
    tools = await W.ToolBar()
    for text, arrange in (("Cascade", desk.cascade_windows), ("Tile", desk.tile_windows)):
        action = await tools.add_action(text=text)
        await action.on("activated", arrange)
    box = await W.VBox()
    await box.add_widget(tools, 0)
    await box.add_widget(desk, 1)
    return box


@GROUP.shows("MDISubWindow", size=(480, 320))
async def mdi_sub_window(W: Any, tell: Tell) -> Any:
    desk = await W.MDIWidget()
    window = await desk.add_widget(
        await sheet(W, "a window within", "accent-soft"),
        title="Spectrum",
        x=40,
        y=20,
        width=240,
        height=120,
    )
    await tell(window, "move")
    tools = await W.ToolBar()
    title = await W.TextEntrySet("Spectrum", label="Set title")
    await title.set_accessible_name("Title of the window")

    async def rename(text: str) -> None:
        await window.set_title(html.escape(text))  # a title renders markup

    await title.on("activated", rename)
    for text, do in (
        ("Shade", window.toggle_shade),
        ("Minimize", window.toggle_minimize),
        ("Maximize", window.toggle_maximize),
    ):
        action = await tools.add_action(text=text)
        await action.on("activated", do)
    box = await W.VBox()
    await box.add_widget(tools, 0)
    row = await W.HBox(padding=8)
    await row.add_widget(title, 1)
    await box.add_widget(row, 0)
    await box.add_widget(desk, 1)
    return box


@GROUP.shows("TopLevel", size=(340, 190))
async def top_level(W: Any, tell: Tell) -> Any:
    top = await W.TopLevel(
        title="Async Demo", icon=PICTURES / "camera.svg", minimizable=True, maximizable=True
    )
    await top.resize(340, 180)
    await top.set_position(420, 260)
    box = await W.VBox(spacing=8, padding=10)
    status = await W.Label("Click a button!")
    hello = await W.Button("Hello")
    entry = await W.TextEntry("Type here", linehistory=5)
    for child, stretch in ((hello, 0), (entry, 0), (status, 1)):
        await box.add_widget(child, stretch)
    await top.set_widget(box)

    async def greet() -> None:
        await status.set_text("Hello!")

    async def entered(text: str) -> None:
        await status.set_text(f"Entered: {html.escape(text)}")

    await hello.on("activated", greet)
    await entry.on("activated", entered)
    await top.on("close", top.hide)  # its button only asks
    await tell(top, "close", "move", "window-state")

    open_ = await W.Button("Open a window in the page")
    await open_.on("activated", top.show)
    outer = await W.VBox(padding=14)
    await outer.add_widget(open_, 0)
    return outer


@GROUP.shows("Page", size=(340, 190))
async def page(W: Any, tell: Tell) -> Any:
    plain = await W.Page()
    await plain.set_bg("#101a33")
    text = await W.Label("A page fills all there is, without a frame.", halign="center")
    await text.set_color(None, "#ffe9a8")
    back = await W.Button("Back to the gallery")
    inner = await W.VBox(spacing=20, padding=60)
    await inner.add_widget(text, 0)
    await inner.add_widget(back, 0)
    await plain.set_widget(inner)
    await back.on("activated", plain.hide)
    await tell(back, "activated")

    open_ = await W.Button("Show a page of its own")
    await open_.on("activated", plain.show)
    outer = await W.VBox(padding=14)
    await outer.add_widget(open_, 0)
    return outer
