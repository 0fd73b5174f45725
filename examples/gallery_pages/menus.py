"""Menus and tool bars.

A menu's and a tool bar's entries are there at once, with or without a browser.
"""

from typing import Any

from pgwidgets.looks.icons import icon

from .exhibit import PICTURES, Group, Tell
from .layout import tile

GROUP = Group("Menus and tool bars")


@GROUP.shows("MenuBar", size=(400, 250))
async def menu_bar(W: Any, tell: Tell) -> Any:
    bar = await W.MenuBar()
    for name, entries in (
        ("Frame", ("Open", "Save")),
        ("Telescope", ("Slew", "Park", "Stop")),
        ("Help", ("About",)),
    ):
        menu = await bar.add_name(name)
        for entry in entries:
            action = await menu.add_name(entry)
            await tell(action, "activated")
    box = await W.VBox()
    await box.add_widget(bar, 0)
    await box.add_widget(await tile(W, "the window's content", "neutral-soft"), 1)
    return box


@GROUP.shows("Menu", size=(400, 250))
async def menu(W: Any, tell: Tell) -> Any:
    bar = await W.MenuBar()
    frame = await W.Menu()
    await bar.add_menu(frame, "Frame")
    for text in ("Open", "Save"):
        await tell(await frame.add_name(text), "activated")
    await frame.add_separator()
    export = await frame.add_menu("Export as")
    for text in ("FITS", "PNG"):
        await tell(await export.add_name(text), "activated")

    # A menu that belongs to no bar pops up where it is told to.
    context = await W.Menu()
    for text in ("Center", "Zoom in"):
        await tell(await context.add_name(text), "activated")
    area = await W.Label("click here", halign="center", interactive=True)
    await area.set_color("neutral-soft", "text")
    await area.set_padding(30)

    async def popup(event: dict[str, Any]) -> None:
        await context.popup(event["viewport_x"], event["viewport_y"])

    await area.on("click", popup)
    box = await W.VBox()
    await box.add_widget(bar, 0)
    await box.add_widget(area, 1)
    return box


@GROUP.shows("MenuAction", size=(360, 250))
async def menu_action(W: Any, tell: Tell) -> Any:
    bar = await W.MenuBar()
    view = await bar.add_name("View")
    grid = await W.MenuAction(text="Grid", checkable=True)
    await grid.set_checked(True)
    names = await W.MenuAction(text="Names", checkable=True)
    reset = await W.MenuAction(text="Reset", icon_url=PICTURES / "camera.svg", iconsize=[16, 16])
    for action in (grid, names):
        await view.add_widget(action)
        await tell(action, "activated")
    await view.add_separator()
    await view.add_widget(reset)
    await tell(reset, "activated")

    async def uncheck() -> None:
        await grid.set_checked(False)
        await names.set_checked(False)

    await reset.on("activated", lambda *_: uncheck())
    box = await W.VBox()
    await box.add_widget(bar, 0)
    await box.add_widget(await tile(W, "checked entries stay so", "neutral-soft"), 1)
    return box


@GROUP.shows("ToolBar", size=(420, 220))
async def tool_bar(W: Any, tell: Tell) -> Any:
    bar = await W.ToolBar()
    for text, name in (("Open", "open"), ("Save", "save"), (None, None), ("Slew", "target")):
        if name is None:
            await bar.add_separator()
        else:
            await tell(await bar.add_action(text=text, icon_url=icon(name)), "activated")
    await bar.add_spacer()
    await tell(await bar.add_action(text="Help", icon_url=icon("help")), "activated")
    box = await W.VBox()
    await box.add_widget(bar, 0)
    await box.add_widget(await tile(W, "a spacer keeps Help at the right", "neutral-soft"), 1)
    return box


@GROUP.shows("ToolBarAction", size=(440, 240))
async def tool_bar_action(W: Any, tell: Tell) -> Any:
    bar = await W.ToolBar()
    camera = await bar.add_action(text="Expose", icon_url=PICTURES / "camera.svg")
    guide = await bar.add_action(text="Guide", toggle=True)
    await bar.add_separator()
    slow = await W.ToolBarAction(text="Slow", toggle=True)
    fast = await W.ToolBarAction(text="Fast", group=slow)
    for action in (slow, fast):
        await bar.add_widget(action)
    await slow.set_state(True)
    zoom = await W.Menu()
    for text in ("50 %", "100 %", "200 %"):
        await tell(await zoom.add_name(text), "activated")
    await bar.add_action(text="Zoom", menu=zoom)
    for action in (camera, guide, slow, fast):
        await tell(action, "activated")
    box = await W.VBox()
    await box.add_widget(bar, 0)
    await box.add_widget(await tile(W, "plain, toggle, one of a group, menu", "neutral-soft"), 1)
    return box
