"""A program whose sessions are kept: a field, an editor, and presses that are counted.

Knows: the public async API. Must not know: where it is kept, which its driver says.
"""

import asyncio

from pgwidgets.async_ import Application, Session

app = Application(max_sessions=None)


@app.on_connect
async def build(session: Session) -> None:
    W = session.get_widgets()
    box = W.VBox()
    count = W.Label(f"pressed {session.data.get('count', 0)}", name="count")
    button = W.Button("Press", name="press")
    tabs = W.TabWidget(name="tabs")
    editor = W.TextSource(name="notes")
    await tabs.add_widget(W.TextEntry("", name="target"), title="Target")
    await tabs.add_widget(editor, title="Notes")
    await box.add_widget(count, 0)
    await box.add_widget(button, 0)
    await box.add_widget(tabs, 1)
    top = await W.TopLevel(title="Observations", name="top")
    await top.resize(400, 300)
    await top.set_widget(box)
    await top.show()

    async def press() -> None:
        session.data["count"] = session.data.get("count", 0) + 1
        await count.set_text(f"pressed {session.data['count']}")

    await button.on("activated", press)


if __name__ == "__main__":
    asyncio.run(app.run())
