"""An editor whose text, tags and references are a model in Python.

Offsets count characters. A reference moves with the text around it, whoever edits.

There is one history for the program and all browsers, of up to 500 steps. Each call of the program
is a step. What one user types without a break is one, too, and so is what they delete letter by
letter. The next one begins with the next word, after the caret has been elsewhere, after an edit by
anybody else, an undo or a redo, and after `mark_clean()`. A line break is a step of its own; so is
what is pasted or composed, and what Ctrl-Backspace deletes.
"""

from typing import Any

from pgwidgets.looks.icons import icon

from .exhibit import PICTURES, Group, Tell

GROUP = Group("Source text")

SCRIPT = """\
# observe M 51 through three filters
target = "M 51"
for band in ("B", "V", "R"):
    set_filter(band)
    expose(seconds=300)
"""


@GROUP.shows("TextSource", size=(520, 340))
async def text_source(W: Any, tell: Tell) -> Any:
    editor = await W.TextSource(SCRIPT, line_numbers=True, icon_gutter=True)
    await editor.set_accessible_name("Script")
    await editor.create_tag("keyword", {"foreground": "code-keyword", "bold": True})
    await editor.create_tag("comment", {"foreground": "code-comment", "italic": True})
    for tag, word in (("keyword", "for "), ("keyword", " in "), ("comment", "# observe M 51")):
        for start, end in editor.find_all(word):
            await editor.apply_tag(tag, start, end)
    await editor.set_icon(editor.get_ref_line_start(4), PICTURES / "camera.svg")

    async def find(query: str) -> None:
        found = editor.find(query)
        if found is not None:
            await editor.set_selection_range(*found)
            await editor.scroll_to_ref(found[0])

    search = await W.TextEntrySet("expose", label="Find")
    await search.set_accessible_name("Text to find")
    await search.on("activated", find)
    tools = await W.ToolBar()
    for text, do in (("Undo", editor.undo), ("Redo", editor.redo)):
        action = await tools.add_action(text=text, icon_url=icon(text.lower()))
        await action.on("activated", do)
    await tell(editor, "changed", "line_clicked", "icon_clicked")
    inner = await W.VBox(spacing=6, padding=8)
    await inner.add_widget(editor, 1)
    await inner.add_widget(search, 0)
    box = await W.VBox()
    await box.add_widget(tools, 0)
    await box.add_widget(inner, 1)
    return box


@GROUP.shows("TextBufferRef", size=(460, 290))
async def text_buffer_ref(W: Any, tell: Tell) -> Any:
    editor = await W.TextSource("The shutter opened at 20:31, and closed at 20:36.")
    await editor.set_accessible_name("Log")
    start, end = editor.find("20:31")
    await editor.create_tag("time", {"background": "warning-soft"})
    await editor.apply_tag("time", start, end)
    place = await W.Label("")

    # The reference stays at its word while the text before it grows and shrinks.
    async def show() -> None:
        line, column = start.get_line_column()
        await place.set_text(f"the time stands at line {line}, column {column}")

    insert = await W.Button("Insert at the start")

    async def insert_text() -> None:
        await editor.insert_text(editor.get_ref_start(), "Then: ")
        await show()

    await insert.on("activated", insert_text)
    await editor.on("changed", show)
    await show()
    await tell(editor, "changed")
    await tell(start, "invalidated")
    box = await W.VBox(spacing=8, padding=8)
    await box.add_widget(editor, 1)
    await box.add_widget(place, 0)
    await box.add_widget(insert, 0)
    return box
