"""A made-up instrument on one page: live plot, camera, channels, exposures, settings, a log."""

import asyncio
import io
import json
import re
import time
from datetime import UTC, datetime
from typing import Any

from made_up_instrument import Instrument

from pgwidgets.async_ import Application, Session
from pgwidgets.pictures import Stream
from pgwidgets.tables import to_csv

NAME = re.compile(r"[A-Za-z][\w-]{0,19}", re.ASCII)
FAULT = "A letter; then letters, digits, - or _, up to 20"


async def filled(box: Any, *children: Any, stretch: Any = None) -> Any:
    for child in children:
        await box.add_widget(child, 1 if child is stretch else 0)
    return box


async def build(session: Session) -> None:
    W, device = session.get_widgets(), Instrument()
    start, cancel = await W.Button("Expose"), await W.Button("Cancel")
    load, save = await W.Button("Load settings …"), await W.Button("Save log")
    done, state = await W.ProgressBar(), await W.Label("Ready")
    seconds = await W.SpinBox(dtype="float", min=0.5, max=60, step=0.5, value=4)
    frames = await W.SpinBox(min=1, max=50, value=3)
    name, fault = await W.TextEntry("m51"), await W.Label("")
    files = await W.FileDialog(mode="file", accept=".json")
    plot = await W.Plot(y_label="temperature", y_units="°C", x_scale="time", window=30)
    lines = [await plot.add_line(each) for each in ("detector", "mirror", "dome")]
    image = await W.Image(use_animation_frame=True)
    camera = Stream(image, colormap="viridis", limits=(0, 255))
    exposures: list[asyncio.Task[None]] = []

    async def check(text: str) -> bool:
        is_fit = NAME.fullmatch(text) is not None
        await fault.set_text("" if is_fit else FAULT)
        await start.set_enabled(is_fit and not exposures)
        return is_fit

    async def expose() -> None:
        count, length, prefix = int(frames.get_value()), seconds.get_value(), name.get_text()
        await check(prefix)
        await cancel.set_enabled(True)
        number = 0
        try:
            for step in range(round(count * length * 10)):
                number = int(step / length / 10)
                await state.set_text(f"Exposing {number + 1} of {count}")
                await done.set_value(step / (count * length * 10))
                await asyncio.sleep(0.1)
            device.note(f"{count} frames of {length} s written: {prefix}-*.fits")
        except asyncio.CancelledError:
            device.note(f"Cancelled in frame {number + 1} of {count}")
        exposures.clear()
        await state.set_text("Ready")
        await done.set_value(0)
        await cancel.set_enabled(False)
        await check(name.get_text())

    def stop() -> None:
        for exposure in exposures:
            exposure.cancel()

    async def take_settings(event: dict[str, Any]) -> None:
        try:
            given = json.loads(event["files"][0]["data"])
            if not await check(given["name"]):
                raise ValueError(f"the name {given['name']!r}")
            for field, value in ((seconds, given["seconds"]), (frames, given["frames"])):
                await field.set_value(value)
            await name.set_text(given["name"])
            device.note(f"Settings taken from {event['files'][0]['name']}")
        except (KeyError, TypeError, ValueError) as exc:
            device.note(f"Settings refused: {exc!r}")

    async def save_log() -> None:
        to_csv(device.log, text := io.StringIO())
        await files.save("instrument.csv", text.getvalue().encode(), "text/csv")

    async def run() -> None:
        began, count = time.monotonic(), 0
        while not plot.is_destroyed:
            now, count = time.monotonic() - began, count + 1
            for line, value in zip(lines, device.temperatures(now), strict=True):
                line.append(datetime.now(UTC), value)
            if count % 2 == 0:
                device.measure(now)
                camera.show(device.picture(now, *map(round, image.get_size())))
            await asyncio.sleep(max(0, began + count / 20 - time.monotonic()))

    await start.on("activated", lambda: exposures.append(asyncio.create_task(expose())))
    await cancel.on("activated", stop)
    await name.on("modified", check)
    await load.on("activated", files.open)
    await files.on("activated", take_settings)
    await save.on("activated", save_log)

    grid, fields = await W.GridBox(), {"Seconds": seconds, "Frames": frames, "Name": name}
    for row, (text, field) in enumerate(fields.items()):
        await grid.add_widget(label := await W.Label(text), row, 0)
        await label.set_valign("center")
        await grid.add_widget(field, row, 1)
    await grid.set_spacing(6)
    await fault.set_color("transparent", "danger")
    controls = (start, cancel, done, state, load, save)
    bar = await filled(await W.HBox(spacing=8), *controls, stretch=done)
    await bar.set_align("center")
    settings = await filled(await W.VBox(spacing=6, padding=8), grid, fault)
    table = await W.TableView(source=device.channels, sortable=True)
    events = await W.TableView(source=device.log, placeholder="Nothing has happened yet")
    left, panes = await W.Splitter(orientation="vertical"), await W.Splitter()
    right = await W.VBox(spacing=6, padding=4)
    groups = {"Camera": (image, 3), "Settings": (settings, 0), "Log": (events, 2)}
    for title, (child, share) in groups.items():
        await right.add_widget(frame := await W.Frame(title=title), share)
        await frame.set_widget(child)
    halves = (left, (plot, table), (320, 380)), (panes, (left, right), (760, 400))
    for splitter, widgets, sizes in halves:
        for half in widgets:
            await splitter.add_widget(half)
        await splitter.set_sizes(sizes)
    page = await filled(await W.VBox(spacing=6, padding=8), bar, panes, stretch=panes)
    top = await W.TopLevel(title="Instrument", resizable=False)
    await top.set_widget(page)
    await top.show()
    await cancel.set_enabled(False)
    tasks.add(task := asyncio.create_task(run()))
    task.add_done_callback(tasks.discard)


tasks: set[asyncio.Task[None]] = set()


async def main() -> None:
    app = Application(max_sessions=4, title="Instrument", theme="auto", density="compact")
    app.on_connect(build)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
