"""Programs for the tests of the kit: one with every kind of thing that users handle.

Knows: the public API. Must not know: the kit.
"""

from typing import Any


async def counter(session: Any) -> None:
    """A button that counts."""
    W = session.get_widgets()
    window = await W.TopLevel(title="Counter")
    box = await W.VBox()
    button = await W.Button("Count")
    label = await W.Label("0 clicks")
    await box.add_widget(button)
    await box.add_widget(label)
    await window.set_widget(box)
    await window.show()
    clicks = 0

    async def count() -> None:
        nonlocal clicks
        clicks += 1
        await label.set_text(f"{clicks} clicks")

    await button.on("activated", count)


def plain_counter(session: Any) -> None:
    """The same, of the sync API."""
    W = session.get_widgets()
    window = W.TopLevel(title="Counter")
    box = W.VBox()
    button = W.Button("Count")
    label = W.Label("0 clicks")
    box.add_widget(button)
    box.add_widget(label)
    window.set_widget(box)
    window.show()
    clicks = 0

    def count() -> None:
        nonlocal clicks
        clicks += 1
        label.set_text(f"{clicks} clicks")

    button.on("activated", count)


async def desk(session: Any) -> None:
    """One of everything; whatever is told stands in the label Told."""
    W = session.get_widgets()
    window = await W.TopLevel(title="Desk", resizable=True)
    page = await W.VBox()
    await window.set_widget(page)
    told = await W.Label("nothing")

    def tell(what: str) -> Any:
        return lambda *args: told.set_text(f"{what}: {args}")

    bar = await W.MenuBar()
    file = await bar.add_name("File")
    opening = await file.add_name("Open")
    await opening.on("activated", tell("open"))
    recent = await file.add_menu("Recent")
    await (await recent.add_name("a.fits")).on("activated", tell("recent"))
    await (await file.add_name("Grid", checkable=True)).on("activated", tell("grid"))

    form = await W.GridBox(rows=2, columns=2)
    for row, (text, field) in enumerate(
        {
            "Name:": await W.TextEntry("Ann"),
            "Age:": await W.SpinBox(min=0, max=120, step=2, value=30),
        }.items()
    ):
        await form.add_widget(await W.Label(text), row, 0)
        await form.add_widget(field, row, 1)
        await field.on("activated", tell(text))
    notes = await W.TextArea("")
    await notes.on("modified", tell("notes"))
    combo = await W.ComboBox(editable=True)
    for text in ("red", "green"):
        await combo.append_text(text)
    await combo.on("activated", tell("combo"))
    slider = await W.Slider(min=0, max=10, step=1, value=5)
    await slider.on("activated", tell("slider"))
    check = await W.CheckBox("Cool")
    await check.on("activated", tell("cool"))
    first = await W.RadioButton("Fast")
    second = await W.RadioButton("Slow", group=first)
    for radio in (first, second):
        await radio.on("activated", tell("speed"))
    tabs = await W.TabWidget(closable=True, reorderable=True)
    for title in ("One", "Two"):
        await tabs.add_widget(await W.Label(f"page {title}"), {"title": title})
    for action in ("page-switch", "page-close", "reordered"):
        await tabs.on(action, lambda *args, action=action: told.set_text(action))
    table = await W.TableView(
        columns=[{"key": "who", "label": "Who"}, {"key": "n", "label": "N", "editable": True}]
    )
    await table.set_data([["Ann", 1], ["Bob", 2]])
    tree = await W.TreeView(columns=[{"key": "name", "label": "Name"}])
    await tree.set_tree({"sky": {"moon": {"name": "Moon"}}, "sea": {"name": "Sea"}})
    for rows in (table, tree):
        for action in ("selected", "activated", "cell_edited", "sorted"):
            await rows.on(action, tell(action))
    image = await W.Image(interactive=True)
    session.heard = []
    pointed = ("pointer-down", "pointer-move", "pointer-up", "click", "contextmenu")
    for action in (*pointed, "drop-end", "key-down"):

        def hear(event: dict[str, Any], action: str = action) -> None:
            session.heard.append((action, event.get("x"), event.get("y")))
            told.set_text(f"{action} {seen(event)}")

        await image.on(action, hear)
    files = await W.FileDialog()
    await files.on("activated", lambda event: told.set_text(f"chosen {seen(event)}"))
    buttons = await W.HBox()
    for text, press in {
        "Choose": lambda: files.open(),
        "Save": lambda: files.save("a.txt", b"hello", "text/plain"),
        "Ask": lambda: dialog.popup(),
        "Fail": lambda: 1 / 0,
        "Visit": lambda: session.open_url("https://example.org/"),
    }.items():
        await buttons.add_widget(button := await W.Button(text))
        await button.on("activated", press)
    dialog = await W.Dialog("Sure?", [["Yes", 1], ["No", 0]], autoclose=True, modal=True)
    await dialog.on("activated", tell("answer"))
    off = await W.Button("Off")
    await off.set_enabled(False)
    hidden = await W.Button("Hidden")
    await hidden.hide()
    for widget in (
        bar, told, form, notes, combo, slider, check, first, second, tabs, table, tree, image,
        buttons, off, hidden,
    ):  # fmt: skip
        await page.add_widget(widget)
    for action in ("close", "move", "resize"):
        await window.on(action, tell(action))
    await window.show()


def seen(event: dict[str, Any]) -> str:
    """Of an event, what tests look at."""
    files = [(file["name"], file["data"]) for file in event.get("files") or ()]
    return f"{event.get('text') or event.get('key') or ''}{files or ''}"
