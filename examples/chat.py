"""A chat: what anybody writes, all read. Open it in two browsers; `pgwidgets demo chat` runs it."""

from pgwidgets.extras import Chat
from pgwidgets.sync import Application


def main() -> None:
    app = Application(max_sessions=None, title="Chat", theme="auto")
    app.on_connect(Chat().visit)
    app.run()


if __name__ == "__main__":
    main()
