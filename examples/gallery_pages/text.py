"""Text that is shown, and text that is typed.

A label shows formatting markup. Before showing text a user typed, escape it yourself or call
`set_markup("plain")`. What is typed is known in Python
a moment later, submitted or not, and to the handler of whatever the user does next.
"""

import html
from typing import Any

from .exhibit import Group, Tell

GROUP = Group("Text")


@GROUP.shows("Label", size=(360, 230))
async def label(W: Any, tell: Tell) -> Any:
    title = await W.Label("<b>M 51</b>, the <i>Whirlpool</i>", halign="center")
    await title.set_font("serif", 18)
    target = await W.Label("press for a menu", halign="center", interactive=True)
    await target.set_color("neutral-soft", "text")
    await target.set_padding(14)
    menu = await W.Menu()
    for text in ("Slew here", "Show in the atlas"):
        action = await menu.add_name(text)
        await tell(action, "activated")
    await target.set_menu(menu)
    await tell(target, "click", "dblclick", "contextmenu")
    box = await W.VBox(spacing=12, padding=14)
    await box.add_widget(title, 0)
    await box.add_widget(target, 1)
    return box


@GROUP.shows("StatusBar", size=(380, 200))
async def status_bar(W: Any, tell: Tell) -> Any:
    bar = await W.StatusBar()
    await bar.set_message("Ready")
    say, brief, clear = (
        await W.Button("Message"),
        await W.Button("For 3 seconds"),
        await W.Button("Clear"),
    )

    async def message(text: str, duration: float | None) -> None:
        await bar.set_message(text, duration)

    await say.on("activated", message, "Reading out the chip", None)
    await brief.on("activated", message, "Saved", 3)
    await clear.on("activated", bar.clear)
    buttons = await W.HBox(spacing=6)
    for button in (say, brief, clear):
        await tell(button, "activated")
        await buttons.add_widget(button, 1)
    box = await W.VBox(spacing=10, padding=12)
    await box.add_widget(buttons, 0)
    await box.add_widget(await W.Label(""), 1)
    await box.add_widget(bar, 0)
    return box


@GROUP.shows("TextEntry", size=(360, 230))
async def text_entry(W: Any, tell: Tell) -> Any:
    target = await W.TextEntry("NGC 891", linehistory=10)
    code = await W.TextEntry("", password=True)
    slewing = await W.Label("Press Enter to slew; the arrow keys recall.")

    async def slew(text: str) -> None:
        await slewing.set_text(f"Slewing to {html.escape(text)}")

    await target.on("activated", slew)
    await tell(target, "activated", "modified")
    await tell(code, "activated")
    box = await W.VBox(spacing=8, padding=14)
    for child in (await W.Label("Target"), target, await W.Label("Access code"), code, slewing):
        await box.add_widget(child, 0)
    return box


@GROUP.shows("TextEntrySet", size=(360, 180))
async def text_entry_set(W: Any, tell: Tell) -> Any:
    observer = await W.TextEntrySet("C. Herschel", label="Set")
    await observer.set_accessible_name("Observer")
    shown = await W.Label("Observer: C. Herschel")

    async def show(text: str) -> None:
        await shown.set_text(f"Observer: {html.escape(text)}")

    await observer.on("activated", show)
    await tell(observer, "activated")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(observer, 0)
    await box.add_widget(shown, 0)
    return box


@GROUP.shows("TextArea", size=(400, 280))
async def text_area(W: Any, tell: Tell) -> Any:
    notes = await W.TextArea("20:14  dome open\n20:31  first light\n", wrap=True)
    await notes.set_accessible_name("Notes")
    stamp, end = await W.Button("Append a line"), await W.CheckBox("Editable")
    await end.set_state(True)

    async def append() -> None:
        await notes.append_text("21:02  clouds from the west\n")
        await notes.scroll_to_end()

    await stamp.on("activated", append)
    await end.on("activated", notes.set_editable)
    await tell(notes, "modified", "scrolled")
    row = await W.HBox(spacing=10)
    await row.add_widget(stamp, 0)
    await row.add_widget(end, 0)
    box = await W.VBox(spacing=8, padding=10)
    await box.add_widget(notes, 1)
    await box.add_widget(row, 0)
    return box
