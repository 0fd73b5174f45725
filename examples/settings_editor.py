"""A settings editor: a form from a struct, kept in a file, and bound to what the program shows.

usage: settings_editor.py [FILE]
"""

import asyncio
import html
import sys
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from pgwidgets.asking import Observable
from pgwidgets.async_ import Application
from pgwidgets.extras import Form

FILE = Path(sys.argv[1] if len(sys.argv) > 1 else "settings.json")


class Settings(msgspec.Struct):
    """What the camera is to do; constraints are checked as they are typed."""

    target: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] = "M 31"
    exposure: Annotated[float, msgspec.Meta(gt=0, le=3600, title="Exposure (s)")] = 30.0
    count: Annotated[int, msgspec.Meta(ge=1, le=500, title="Images")] = 10
    binning: Literal[1, 2, 4] = 1
    filters: Annotated[list[str], msgspec.Meta(description="One after another")] = msgspec.field(
        default_factory=lambda: ["R", "G", "B"]
    )
    cooled: bool = True
    temperature: Annotated[float, msgspec.Meta(ge=-60, le=30, title="Temperature (°C)")] = -10.0
    notes: Annotated[str, msgspec.Meta(max_length=2000)] = ""

    def __post_init__(self) -> None:
        if self.cooled and self.temperature > 20:
            raise ValueError("nothing is cooled to more than 20 °C")


class Plan(Observable):
    """What all pages show, whoever has changed it."""

    summary: str = ""

    def follow(self, settings: Settings) -> None:
        """Say what the settings come to."""
        minutes = settings.count * settings.exposure / 60
        self.summary = f"{settings.count} images of {settings.target}: {minutes:.1f} minutes"


def load() -> Settings:
    """The settings of the file; those of the type where there is none, or it can't be read."""
    try:
        return msgspec.json.decode(FILE.read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError):
        return Settings()


def save(settings: Settings) -> None:
    """Keep them for the next time."""
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(settings)))


app = Application(max_sessions=8, title="Settings", theme="auto")
plan = Plan()
plan.follow(load())


@app.on_connect
async def setup(session):
    W = session.get_widgets()
    window = await W.TopLevel(title="Sequence")
    box = await W.VBox(spacing=8, padding=12)
    summary = await W.Label("")
    summary.bind_text(plan, "summary", format=html.escape)
    form = Form(session, load())
    start = await W.Button("Start the sequence")
    for widget in (summary, form.widget, start):
        await box.add_widget(widget, 0)
    await window.set_widget(box)
    await window.resize(520, 500)
    await window.show()

    async def applied(settings):
        await asyncio.to_thread(save, settings)
        plan.follow(settings)
        await session.notify("The settings are saved.", "success")

    async def run():
        settings = form.get_value()
        if not await session.confirm(f"{plan.summary}.\nStart now?", yes="Start"):
            return
        async with box.busy("Exposing …", total=settings.count, cancel=True) as busy:
            for _ in range(settings.count):
                await asyncio.sleep(0.2)  # a camera would take longer
                await busy.step()
        if busy.is_cancelled:
            await session.notify("The sequence was cancelled.", "warning")
        else:
            await session.notify("The sequence is done.", "success")

    await form.on("applied", applied)
    await start.on("activated", run)
    await start.add_shortcut("F5")
    await session.add_shortcut("Ctrl+S", form.apply, label="Apply the settings")


if __name__ == "__main__":
    asyncio.run(app.run())
