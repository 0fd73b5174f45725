import logging

from pgwidgets.sync import Application

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger("pgwidgets")


def main():
    app = Application(max_sessions=4, logger=logger)

    @app.on_connect
    def on_session(session):
        Widgets = session.get_widgets()

        top = Widgets.TopLevel(title="Sync Demo", resizable=True)
        top.resize(400, 300)

        vbox = Widgets.VBox(spacing=8, padding=10)
        status = Widgets.Label("Click a button!")

        hbox = Widgets.HBox(spacing=6)
        btn = Widgets.Button("Hello")
        hbox.add_widget(btn, 0)

        entry = Widgets.TextEntry(text="Type here", linehistory=5)

        vbox.add_widget(hbox, 0)
        vbox.add_widget(entry, 0)
        vbox.add_widget(status, 1)

        top.set_widget(vbox)
        top.show()

        def on_hello():
            status.set_text("Hello!")

        def on_entry(text):
            status.set_text(f"Entered: {text}")

        btn.on("activated", on_hello)
        entry.on("activated", on_entry)

    app.run()


if __name__ == "__main__":
    main()
