"""Buttons, and what can be on or off.

The text and the state of a button are read with plain getters: they are Python's own.
"""

from typing import Any

from .exhibit import PICTURES, Group, Tell

GROUP = Group("Buttons")


@GROUP.shows("Button", size=(340, 190))
async def button(W: Any, tell: Tell) -> Any:
    start = await W.Button("Start exposure")
    await start.set_icon(PICTURES / "camera.svg", [32, 32])
    stop = await W.Button("Stop")
    await stop.set_kind("danger")
    await stop.set_enabled(False)

    async def expose(running: bool) -> None:
        await start.set_enabled(not running)
        await stop.set_enabled(running)

    await start.on("activated", expose, True)
    await stop.on("activated", expose, False)
    await tell(start, "activated")
    await tell(stop, "activated")

    row = await W.HBox(spacing=10, padding=14)
    await row.add_widget(start, 1)
    await row.add_widget(stop, 1)
    return row


@GROUP.shows("CheckBox", size=(320, 190))
async def check_box(W: Any, tell: Tell) -> Any:
    box = await W.VBox(spacing=8, padding=14)
    for text, ticked in (("Guide star", True), ("Dither", False), ("Save raw frames", True)):
        check = await W.CheckBox(text)
        await check.set_state(ticked)
        await tell(check, "activated")
        await box.add_widget(check, 0)
    return box


@GROUP.shows("RadioButton", size=(320, 190))
async def radio_button(W: Any, tell: Tell) -> Any:
    box = await W.VBox(spacing=8, padding=14)
    sidereal = await W.RadioButton("Sidereal rate")
    await sidereal.set_state(True)
    # Naming one that is there already puts a new one into its group.
    lunar = await W.RadioButton("Lunar rate", group=sidereal)
    solar = await W.RadioButton("Solar rate", group=sidereal)
    for radio in (sidereal, lunar, solar):
        await tell(radio, "activated")
        await box.add_widget(radio, 0)
    return box


@GROUP.shows("ToggleButton", size=(340, 190))
async def toggle_button(W: Any, tell: Tell) -> Any:
    lamp = await W.ToggleButton("Dome lamp")
    await tell(lamp, "activated")
    filters = await W.HBox(spacing=6)
    ultraviolet = await W.ToggleButton("U")
    await ultraviolet.set_state(True)
    others = [await W.ToggleButton(name, group=ultraviolet) for name in ("B", "V", "R")]
    for toggle in (ultraviolet, *others):
        await tell(toggle, "activated")
        await filters.add_widget(toggle, 1)

    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(lamp, 0)
    await box.add_widget(await W.Label("Filter, one of a group:"), 0)
    await box.add_widget(filters, 0)
    return box
