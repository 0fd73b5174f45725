"""Observations in a queue: drag one to another place, and run them; `pgwidgets demo queue` runs it.

All visitors see one queue. What the mouse does, the buttons of each row do, too.
"""

import asyncio
import html
from typing import Any

from made_up_observations import Observation, Queue

from pgwidgets.async_ import Application, Session, Widgets
from pgwidgets_proto import SessionGoneError

LEFT = 1
"""The button of the mouse, in `button_mask`."""


class Page:
    """What one visitor sees, and drags."""

    def __init__(self, session: Session, queue: Queue) -> None:
        self.W, self.queue = session.get_widgets(), queue
        self.rows: dict[Observation, tuple[Widgets.HBox, Widgets.Label]] = {}
        self.held: Observation | None = None
        self.turn = asyncio.Lock()

    async def filled(self, box: Any, *children: Any, stretched: Any) -> Any:
        for child in children:
            await box.add_widget(child, 1 if child is stretched else 0)
        return box

    async def build(self) -> None:
        W = self.W
        self.box, self.state = await W.VBox(spacing=4), await W.Label("")
        self.start, add = await W.Button("Run"), await W.Button("Add")
        target, seconds = await W.TextEntry(""), await W.SpinBox(min=1, max=3600, value=5)

        async def append(*_: Any) -> None:
            if name := target.get_text().strip():
                await target.set_text("")
                await self.queue.add(name, int(seconds.get_value()))

        await seconds.set_max_size(90, None)
        await self.start.on("activated", self.queue.switch)
        await add.on("activated", append)
        await target.on("activated", append)
        words = await W.Label("Target"), await W.Label("Seconds")
        fields = words[0], target, words[1], seconds, add
        bar = await self.filled(await W.HBox(), self.state, self.start, stretched=self.state)
        new = await self.filled(await W.HBox(spacing=8), *fields, stretched=target)
        scroll, page = await W.ScrollArea(), await W.VBox(spacing=8, padding=10)
        await scroll.set_widget(self.box)
        for box in (bar, new):
            await box.set_align("center")
        window = await W.TopLevel(title="Queue", resizable=True)
        await window.set_widget(await self.filled(page, bar, scroll, new, stretched=scroll))
        await window.resize(480, 420)
        await self.show()
        await window.show()
        self.queue.watchers.append(self.show)

    async def make_row(self, item: Observation) -> None:
        queue, label = self.queue, await self.W.Label("", interactive=True)
        row = await self.filled(await self.W.HBox(spacing=4), label, stretched=label)
        self.rows[item] = row, label
        await label.set_padding((10, 7, 10, 7))
        await label.set_valign("center")
        await label.set_cursor("grab")
        await label.on("pointer-down", lambda event: self.hold(item))
        await label.on("pointer-up", lambda event: self.hold(None))
        await label.on("enter", lambda event: self.drag_over(item, event))
        for icon, act in (
            ("up", lambda: queue.put(item, queue.place_of(item) - 1)),
            ("down", lambda: queue.put(item, queue.place_of(item) + 1)),
            ("remove", lambda: queue.put(item, None)),
        ):
            button = await self.W.Button(tooltip=f"{item.target}: {icon}")
            await button.set_icon(icon, [14, 14])
            await button.on("activated", act)
            await row.add_widget(button, 0)

    async def hold(self, item: Observation | None) -> None:
        self.held = item
        await self.show()

    async def drag_over(self, item: Observation, event: dict[str, Any]) -> None:
        """The mouse has come over a row: what it holds goes there."""
        if not event["button_mask"] & LEFT:  # it was let go elsewhere
            await self.hold(None)
        elif self.held is not None:
            await self.queue.put(self.held, self.queue.place_of(item))

    async def show(self) -> None:
        """Show the queue as it is, for as long as the page is there."""
        async with self.turn:  # a page that reads slowly is still being told when more comes
            try:
                if not self.box.is_destroyed:
                    await self.draw()
                    return
            except SessionGoneError:
                pass
        if self.show in self.queue.watchers:
            self.queue.watchers.remove(self.show)

    async def draw(self) -> None:
        items, is_running = tuple(self.queue.items), self.queue.is_running
        for gone in [item for item in self.rows if item not in items]:
            await self.rows.pop(gone)[0].destroy()
        for place, item in enumerate(items):
            if item not in self.rows:
                await self.make_row(item)
            row, label = self.rows[item]
            if self.box.get_children()[place : place + 1] != [row]:
                if row in self.box.get_children():
                    await self.box.remove_widget(row)
                await self.box.insert_widget(place, row)
            done = f", {item.done} done" if item.done else ""
            text = f"<b>{html.escape(item.target)}</b> &ensp; {item.seconds} s{done}"
            await label.set_text(f"<span>{text}</span>")
            first = "success-soft" if is_running and place == 0 else "neutral-soft"
            await label.set_bg("selected" if item is self.held else first)
        left = sum(item.seconds - item.done for item in items)
        await self.state.set_text(f"{len(items)} observations, {left} s")
        await self.start.set_text("Stop" if is_running else "Run")


async def main() -> None:
    queue = Queue()
    app = Application(max_sessions=None, title="Queue", theme="auto")

    @app.on_connect
    async def visit(session: Session) -> None:
        await Page(session, queue).build()

    work = asyncio.create_task(queue.work())
    try:
        await app.run()
    finally:
        work.cancel()


if __name__ == "__main__":
    asyncio.run(main())
