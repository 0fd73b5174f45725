"""Pictures, drawing, video, markup, and time.

A path on this side becomes a data URI on its way to the browser.
"""

import html
from typing import Any

from .exhibit import PICTURES, Group, Tell

GROUP = Group("Media and time")


@GROUP.shows("Image", size=(400, 330))
async def image(W: Any, tell: Tell) -> Any:
    picture = await W.Image(url=PICTURES / "spiral.svg", interactive=True)
    await picture.set_accessible_name("A spiral galaxy, drawn")
    await tell(picture, "click", "dblclick", "scroll")
    swap = await W.Button("Show the other frame")
    others = {"spiral.svg": "ring.svg", "ring.svg": "spiral.svg"}
    shown = "spiral.svg"

    async def show() -> None:
        nonlocal shown
        shown = others[shown]
        await picture.set_image(PICTURES / shown)

    await swap.on("activated", show)
    await tell(swap, "activated")
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(picture, 1)
    await box.add_widget(swap, 0)
    return box


@GROUP.shows("Canvas", size=(400, 320))
async def canvas(W: Any, tell: Tell) -> Any:
    sky = await W.Canvas(interactive=True)
    star = W.Canvas.to_data_uri(PICTURES / "star.svg")

    places = [(70, 60), (150, 100), (240, 70), (310, 140)]

    async def draw(x: float, y: float) -> None:
        await sky.draw_image({"src": star, "x": x - 10, "y": y - 10})

    # A new size clears a canvas, and one in a page that was reloaded begins empty: both tell it.
    async def draw_all(size: dict[str, float]) -> None:
        for place in places:
            await draw(*place)

    async def add(event: dict[str, Any]) -> None:
        places.append((event["x"], event["y"]))
        await draw(*places[-1])

    await sky.on("resize", draw_all)
    await sky.on("pointer-down", add)
    await tell(sky, "pointer-down")
    frame = await W.VBox(padding=8)
    await frame.set_bg("#101a33")
    await frame.add_widget(sky, 1)
    return frame


@GROUP.shows("HtmlView", size=(400, 300))
async def html_view(W: Any, tell: Tell) -> Any:
    rows = "".join(
        f"<tr><td>{name}</td><td>{kind}</td><td>{magnitude}</td></tr>"
        for name, kind, magnitude in (
            ("M 31", "galaxy", 3.4),
            ("M 45", "cluster", 1.6),
            ("M 57", "nebula", 8.8),
        )
    )
    view = await W.HtmlView(
        "<h3>Tonight</h3><table border=1 cellpadding=4 style='border-collapse: collapse'>"
        f"<tr><th>object</th><th>kind</th><th>magnitude</th></tr>{rows}</table>"
    )
    note = await W.TextEntrySet("clouds at <i>two</i>", label="Append")
    await note.set_accessible_name("A line for the report")

    async def append(text: str) -> None:
        await view.append_html(f"<p>{html.escape(text)}</p>")
        await view.scroll_to_bottom()

    await note.on("activated", append)
    await tell(view, "scrolled")
    await tell(note, "activated")
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(view, 1)
    await box.add_widget(note, 0)
    return box


@GROUP.shows("VideoWidget", size=(400, 330))
async def video_widget(W: Any, tell: Tell) -> Any:
    video = await W.VideoWidget(url=PICTURES / "orbit.webm", muted=True, loop=True)
    buttons = await W.HBox(spacing=6)
    for text, do in (("Play", video.play), ("Pause", video.pause), ("Stop", video.stop)):
        button = await W.Button(text)
        await button.on("activated", do)
        await buttons.add_widget(button, 1)
    volume = await W.Slider(min=0, max=100, value=100)

    async def set_volume(percent: float) -> None:
        await video.set_volume(percent / 100)

    await volume.on("activated", set_volume)
    await tell(video, "play", "pause", "ended", "volumechange")
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(video, 1)
    await box.add_widget(buttons, 0)
    await box.add_widget(await W.Label("Volume"), 0)
    await box.add_widget(volume, 0)
    return box


@GROUP.shows("ExternalWidget", size=(380, 270))
async def external_widget(W: Any, tell: Tell) -> Any:
    plot = await W.ExternalWidget()
    await plot.set_markup("trusted")  # no user has a part in it
    values = [3, 5, 4, 7, 6, 8]

    async def draw() -> None:
        points = " ".join(f"{20 + 50 * x},{130 - 12 * y}" for x, y in enumerate(values[-6:]))
        await plot.set_content(
            "<svg viewBox='0 0 300 140' width='100%'>"
            "<rect width='300' height='140' style='fill: var(--pgw-neutral-soft)'/>"
            f"<polyline points='{points}' style='fill: none; stroke: var(--pgw-accent)'"
            " stroke-width='3'/></svg>"
        )

    measure = await W.Button("Measure again")

    async def add() -> None:
        values.append(values[-1] * 7 % 10 + 1)
        await draw()

    await measure.on("activated", add)
    await draw()
    await tell(measure, "activated")
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(plot, 1)
    await box.add_widget(measure, 0)
    return box


@GROUP.shows("Timer", size=(340, 210))
async def timer(W: Any, tell: Tell) -> Any:
    # It counts in Python, so it expires once, with or without a browser.
    exposure = await W.Timer(duration=1)
    left = await W.Label("shutter closed")
    start, cancel = await W.Button("Expose for a second"), await W.Button("Cancel")

    async def expose() -> None:
        await left.set_text("shutter open")
        await exposure.start()

    async def done(*_: object) -> None:
        await left.set_text("shutter closed")

    await start.on("activated", expose)
    await cancel.on("activated", exposure.cancel)
    await exposure.on("expired", done)
    await exposure.on("cancelled", done)
    await tell(exposure, "expired", "cancelled")
    box = await W.VBox(spacing=10, padding=14)
    for child in (start, cancel, left):
        await box.add_widget(child, 0)
    return box
