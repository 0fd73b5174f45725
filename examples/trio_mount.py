"""A telescope's mount on trio, with a simulator of its hardware; `pgwidgets demo mount` runs it.

The simulator, the page, and each way to a target are tasks of one nursery; Stop cancels the last.
"""

from typing import Any

import trio

from pgwidgets.async_ import Application, Session

TARGETS = {"Park": (0.0, 0.0), "M 31": (10.7, 41.3), "Polaris": (37.9, 89.3), "Vega": (279.2, 38.8)}
SPEED = 30.0
"""Degrees a second."""
STEP = 0.1
"""Seconds between two looks at the hardware."""


class Hardware:
    """A simulator: it is told where to go, and asked where it is."""

    def __init__(self) -> None:
        self.angles, self.targets = [0.0, 0.0], [0.0, 0.0]

    @property
    def is_there(self) -> bool:
        """Whether it has come to where it was told to go."""
        return self.angles == self.targets

    async def run(self) -> None:
        """Turn, as time goes by."""
        most = SPEED * STEP
        while True:
            await trio.sleep(STEP)
            for axis, target in enumerate(self.targets):
                at = self.angles[axis]
                self.angles[axis] = min(max(target, at - most), at + most)


class Mount:
    """The mount, and the pages that show it."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self.nursery, self.hardware = nursery, Hardware()
        self.pages: list[Any] = []
        self.slewing: trio.CancelScope | None = None
        self.said = "Ready"

    def begin(self, name: str) -> None:
        """Go to a target, and keep no handler waiting."""
        self.nursery.start_soon(self.slew, name)

    async def slew(self, name: str) -> None:
        """Go to a target, until it is there or is stopped."""
        self.stop()
        self.slewing = mine = trio.CancelScope()
        self.said = f"On the way to {name}"
        self.hardware.targets = list(TARGETS[name])
        with mine:
            while not self.hardware.is_there:  # noqa: ASYNC110 (hardware tells nothing by itself)
                await trio.sleep(STEP)
        if self.slewing is mine:  # and no other way has begun
            self.hardware.targets = list(self.hardware.angles)
            self.said = "Stopped" if mine.cancelled_caught else f"At {name}"

    def stop(self) -> None:
        """Stand still."""
        if self.slewing is not None:
            self.slewing.cancel()

    async def tell(self) -> None:
        """Have all pages show where it is."""
        while True:
            await trio.sleep(STEP)
            self.pages = [page for page in self.pages if not page[0].is_destroyed]
            for state, *angles in self.pages:
                await state.set_text(self.said)
                for label, angle in zip(angles, self.hardware.angles, strict=True):
                    await label.set_text(f"{angle:+.2f}°")

    async def visit(self, session: Session) -> None:
        """Give a visitor the window."""
        W = session.get_widgets()
        state, grid, row = await W.Label(self.said), await W.GridBox(), await W.HBox(spacing=6)
        angles = [await W.Label("") for _ in self.hardware.angles]
        await grid.set_spacing(10)
        for line, text in enumerate(("Right ascension", "Declination")):
            await grid.add_widget(label := await W.Label(text), line, 0)
            await label.set_valign("center")
            await grid.add_widget(angles[line], line, 1)
            await angles[line].set_font(size=18, weight="bold")
        for name in TARGETS:
            button = await W.Button(name)
            await button.on("activated", self.begin, name)
            await row.add_widget(button, 1)
        stop, box = await W.Button("Stop"), await W.VBox(spacing=12, padding=14)
        await stop.on("activated", self.stop)
        await stop.set_kind("danger")
        for widget in (state, grid, row, stop):
            await box.add_widget(widget, 0)
        window = await W.TopLevel(title="Mount")
        await window.set_widget(box)
        await window.resize(420, 232)
        await window.show()
        self.pages.append((state, *angles))


async def main() -> None:
    async with trio.open_nursery() as nursery:
        mount = Mount(nursery)
        app = Application(max_sessions=None, title="Mount", theme="auto")
        app.on_connect(mount.visit)
        nursery.start_soon(mount.hardware.run)
        nursery.start_soon(mount.tell)
        await app.run()
        nursery.cancel_scope.cancel()


if __name__ == "__main__":
    trio.run(main)
