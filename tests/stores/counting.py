"""The program of the tests of stores: a button, and how often it was pressed."""

from typing import Any

from pgwidgets import async_


def program(app: Any) -> None:
    """One that counts presses."""

    @app.on_connect
    async def build(session: async_.Session) -> None:
        W = session.get_widgets()
        box = W.VBox()
        button = W.Button("press", name="press")
        await box.add_widget(button, 0)

        async def press() -> None:
            session.data["count"] = session.data.get("count", 0) + 1

        await button.on("activated", press)
