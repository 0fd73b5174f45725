"""The user's browser, on the machine that the program runs on.

Knows: the webbrowser module. Must not know: what the page shows.
"""

import threading


def show_in_browser(url: str) -> None:
    """Show a page in the user's browser, if there is one; it is not waited for.

    Parameters:
        url: of the page.
    """

    def show() -> None:
        import webbrowser  # late: few programs need it

        if not webbrowser.open(url):
            print("pgwidgets: no browser could be opened here; open the address yourself")

    # A browser for the terminal keeps its caller until it is closed.
    threading.Thread(target=show, name="pgwidgets browser", daemon=True).start()
