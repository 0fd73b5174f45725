"""Where widgets stand: boxes, grids, panes and frames.

Python adds and removes children without waiting for a browser; a `stretch` above 0 is a child's
share of the room that is left.
"""

from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Layout")


async def tile(W: Any, text: str, color: str) -> Any:
    """A coloured label, for something to lay out."""
    label = await W.Label(text, halign="center")
    await label.set_color(color, "text")
    await label.set_valign("center")
    await label.set_padding(8)
    return label


async def sheet(W: Any, text: str, color: str) -> Any:
    """A tile that fills whatever holds it, such as a window or a tab's page."""
    box = await W.VBox()
    await box.add_widget(await tile(W, text, color), 1)
    return box


@GROUP.shows("Box", size=(380, 200))
async def box(W: Any, tell: Tell) -> Any:
    stages = await W.Box(orientation="horizontal", spacing=6)
    await tell(stages, "child-added", "child-removed")
    for text, color, stretch in (("dome", "accent-soft", 1), ("mirror", "success-soft", 2)):
        await stages.add_widget(await tile(W, text, color), stretch)
    add = await W.Button("Add the camera")
    remove = await W.Button("Remove the last")

    async def add_one() -> None:
        await stages.add_widget(await tile(W, "camera", "warning-soft"), 1)

    async def remove_one() -> None:
        if children := stages.get_children():
            await stages.remove_widget(children[-1], destroy=True)

    await add.on("activated", add_one)
    await remove.on("activated", remove_one)
    buttons = await W.HBox(spacing=6)
    await buttons.add_widget(add, 1)
    await buttons.add_widget(remove, 1)

    all_ = await W.Box(orientation="vertical", spacing=10, padding=12)
    await all_.add_widget(stages, 1)
    await all_.add_widget(buttons, 0)
    return all_


@GROUP.shows("VBox", size=(300, 240))
async def vbox(W: Any, tell: Tell) -> Any:
    column = await W.VBox(spacing=6, padding=12)
    await tell(column, "child-added")
    record = await W.Button("Record a reading")
    await column.add_widget(record, 0)
    readings = iter(("seeing 0.8″", "seeing 0.9″", "seeing 1.1″", "seeing 1.0″"))

    async def add() -> None:
        if text := next(readings, None):
            await column.insert_widget(1, await tile(W, text, "accent-soft"), 0)

    await record.on("activated", add)
    await add()
    return column


@GROUP.shows("HBox", size=(400, 170))
async def hbox(W: Any, tell: Tell) -> Any:
    row = await W.HBox(spacing=6, padding=12)
    narrow = await W.Button("narrow")
    wide = await W.Button("stretch 1")
    wider = await W.Button("stretch 2")
    for child, stretch in ((narrow, 0), (wide, 1), (wider, 2)):
        await tell(child, "activated")
        await row.add_widget(child, stretch)
    return row


@GROUP.shows("ButtonBox", size=(380, 170))
async def button_box(W: Any, tell: Tell) -> Any:
    buttons = await W.ButtonBox(halign="right", min_button_width=84, spacing=6)
    for text in ("Slew", "Park", "Cancel"):
        button = await W.Button(text)
        await tell(button, "activated")
        await buttons.add_widget(button, 0)
    box = await W.VBox(spacing=10, padding=12)
    await box.add_widget(await W.Label("Buttons of one width, at the right:"), 1)
    await box.add_widget(buttons, 0)
    return box


@GROUP.shows("FixedLayout", size=(360, 260))
async def fixed_layout(W: Any, tell: Tell) -> Any:
    sky = await W.FixedLayout()
    await sky.set_bg("#101a33")
    await tell(sky, "child-added", "child-removed")
    for name, x, y in (("Vega", 60, 30), ("Deneb", 220, 50), ("Altair", 150, 130)):
        star = await W.Label(f"✦ {name}")
        await star.set_color(None, "#ffe9a8")
        await sky.add_widget(star, x, y)
    marker = await W.Label("○")
    await marker.set_color(None, "#7fd1ff")
    await sky.add_widget(marker, 40, 32)
    targets = iter(((200, 52), (130, 132), (40, 32)) * 100)
    slew = await W.Button("Slew to the next")

    async def move() -> None:
        x, y = next(targets)
        await sky.remove_widget(marker)
        await sky.add_widget(marker, x, y)

    await slew.on("activated", move)
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(sky, 1)
    await box.add_widget(slew, 0)
    return box


@GROUP.shows("GridBox", size=(360, 250))
async def grid_box(W: Any, tell: Tell) -> Any:
    grid = await W.GridBox(rows=2, columns=3)
    await grid.set_spacing(6)
    await tell(grid, "child-added", "child-removed")
    for row, values in enumerate((("mirror", "4.2 °C", "steady"), ("dome", "6.8 °C", "falling"))):
        for column, text in enumerate(values):
            await grid.add_widget(await tile(W, text, "accent-soft"), row, column)
    add = await W.Button("Append a row")
    delete = await W.Button("Delete the first row")

    async def append() -> None:
        await grid.append_row(
            [await tile(W, text, "success-soft") for text in ("air", "9 °C", "rising")]
        )

    async def delete_first() -> None:
        if grid.get_row_column_count()[0]:
            await grid.delete_row(0)

    await add.on("activated", append)
    await delete.on("activated", delete_first)
    buttons = await W.HBox(spacing=6)
    await buttons.add_widget(add, 1)
    await buttons.add_widget(delete, 1)
    box = await W.VBox(spacing=10, padding=12)
    await box.add_widget(grid, 1)
    await box.add_widget(buttons, 0)
    return box


@GROUP.shows("Splitter", size=(420, 240))
async def splitter(W: Any, tell: Tell) -> Any:
    panes = await W.Splitter(orientation="horizontal")
    for text, color in (
        ("finder", "accent-soft"),
        ("guider", "success-soft"),
        ("science", "warning-soft"),
    ):
        await panes.add_widget(await tile(W, text, color))
    await panes.set_sizes([120, 120, 160])
    await tell(panes, "sizing")
    return panes


@GROUP.shows("Frame", size=(340, 210))
async def frame(W: Any, tell: Tell) -> Any:
    group = await W.Frame(title="Cooling")
    box = await W.VBox(spacing=8, padding=6)
    fan = await W.CheckBox("Fan")
    rename = await W.TextEntrySet("Cooling", label="Rename")
    await rename.set_accessible_name("Title of the frame")
    await box.add_widget(fan, 0)
    await box.add_widget(rename, 0)
    await group.set_widget(box)
    await rename.on("activated", group.set_title)
    await tell(fan, "activated")
    await tell(rename, "activated")
    outer = await W.VBox(padding=12)
    await outer.add_widget(group, 1)
    return outer


@GROUP.shows("Separator", size=(320, 210))
async def separator(W: Any, tell: Tell) -> Any:
    line = await W.Separator("horizontal")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(await W.Label("Night of the 14th"), 0)
    await box.add_widget(line, 0)
    row = await W.HBox(spacing=10)
    for text in ("12 frames", None, "3 flats"):
        child = await (W.Separator("vertical") if text is None else W.Label(text))
        await row.add_widget(child, 0)
    await box.add_widget(row, 0)
    hide = await W.CheckBox("Hide the line")

    async def toggle(hidden: bool) -> None:
        await (line.hide() if hidden else line.show())

    await hide.on("activated", toggle)
    await tell(hide, "activated")
    await box.add_widget(hide, 0)
    return box


@GROUP.shows("Expander", size=(340, 250))
async def expander(W: Any, tell: Tell) -> Any:
    box = await W.VBox(spacing=8, padding=12)
    for title, text in (
        ("Weather", "Wind 12 km/h, humidity 40 %"),
        ("Instrument", "CCD at -95 °C, shutter closed"),
    ):
        part = await W.Expander(title=title, shadow=True)
        await part.set_widget(await tile(W, text, "neutral-soft"))
        await tell(part, "toggled")
        await box.add_widget(part, 0)
    return box
