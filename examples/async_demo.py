import asyncio
import logging

from pgwidgets.async_ import Application

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger("pgwidgets")


async def main():
    app = Application(max_sessions=4, logger=logger)

    @app.on_connect
    async def on_session(session):
        Widgets = session.get_widgets()

        top = await Widgets.TopLevel(title="Async Demo", resizable=True)
        await top.resize(400, 300)

        vbox = await Widgets.VBox(spacing=8, padding=10)
        status = await Widgets.Label("Click a button!")
        hbox = await Widgets.HBox(spacing=6)
        btn = await Widgets.Button("Hello")
        await hbox.add_widget(btn, 0)

        entry = await Widgets.TextEntry(text="Type here", linehistory=5)
        await vbox.add_widget(hbox, 0)
        await vbox.add_widget(entry, 0)
        await vbox.add_widget(status, 1)
        await top.set_widget(vbox)
        await top.show()

        async def on_hello():
            await status.set_text("Hello!")

        async def on_entry(text):
            await status.set_text(f"Entered: {text}")

        await btn.on("activated", on_hello)
        await entry.on("activated", on_entry)

    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
