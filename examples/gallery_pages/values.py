"""Choices and numbers."""

from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Values")


async def captioned(W: Any, *rows: tuple[str, Any]) -> Any:
    """Widgets one below the other, each under its caption."""
    box = await W.VBox(spacing=6, padding=14)
    for caption, widget in rows:
        await box.add_widget(await W.Label(caption), 0)
        await box.add_widget(widget, 0)
    return box


@GROUP.shows("ComboBox", size=(340, 250))
async def combo_box(W: Any, tell: Tell) -> Any:
    binning = await W.ComboBox()
    for text in ("1 x 1", "2 x 2", "4 x 4"):
        await binning.append_text(text)
    # One that is typed into takes what is not there yet, with Enter.
    site = await W.ComboBox(editable=True)
    for text in ("Paranal", "Mauna Kea", "La Palma"):
        await site.insert_alpha(text)
    await site.show_text("La Palma")
    await tell(binning, "activated")
    await tell(site, "activated")
    return await captioned(W, ("Binning", binning), ("Site", site))


@GROUP.shows("SpinBox", size=(320, 220))
async def spin_box(W: Any, tell: Tell) -> Any:
    frames = await W.SpinBox(min=1, max=50, value=5)
    seconds = await W.SpinBox(dtype="float", min=0, max=10, step=0.25, value=1.5, decimals=2)
    await tell(frames, "activated")
    await tell(seconds, "activated")
    return await captioned(W, ("Frames", frames), ("Seconds each", seconds))


@GROUP.shows("Slider", size=(360, 250))
async def slider(W: Any, tell: Tell) -> Any:
    gain = await W.Slider(min=0, max=100, value=30, show_value=True)
    focus = await W.Slider(
        dtype="float", min=-1, max=1, step=0.05, value=0.25, track=True, show_value=True, decimals=2
    )
    await tell(gain, "activated")
    await tell(focus, "activated")
    return await captioned(W, ("Gain, told when let go", gain), ("Focus, told on the way", focus))


@GROUP.shows("Dial", size=(300, 330))
async def dial(W: Any, tell: Tell) -> Any:
    azimuth = await W.Dial(min=0, max=359, value=120, show_value=True)
    await tell(azimuth, "activated")
    box = await W.VBox(spacing=6, padding=14)
    await box.add_widget(await W.Label("Dome azimuth, in degrees", halign="center"), 0)
    await box.add_widget(azimuth, 1)
    return box


@GROUP.shows("ScrollBar", size=(360, 200))
async def scroll_bar(W: Any, tell: Tell) -> Any:
    bar = await W.ScrollBar(orientation="horizontal")
    await bar.set_thumb_percent(0.25)
    await bar.set_scroll_percent(0.5)
    time = await W.Label("00:00")

    async def show(fraction: float) -> None:
        minutes = round(18 * 60 + fraction * 12 * 60) % (24 * 60)
        await time.set_text(f"{minutes // 60:02d}:{minutes % 60:02d}")

    await bar.on("activated", show)
    await tell(bar, "activated")
    return await captioned(W, ("From dusk to dawn", bar), ("Time of the frame", time))


@GROUP.shows("ProgressBar", size=(340, 210))
async def progress_bar(W: Any, tell: Tell) -> Any:
    done = await W.ProgressBar()
    await done.set_value(0.4)
    step = await W.Button("Read out the next rows")

    async def advance() -> None:
        await done.set_value(0 if done.get_value() >= 1 else round(done.get_value() + 0.2, 1))

    await step.on("activated", advance)
    await tell(step, "activated")
    return await captioned(W, ("Readout", done), ("", step))
