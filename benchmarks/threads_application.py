"""What of the measured application a click needs, by the API of threads; of this project alone.

Run as ``python -m benchmarks.threads_application --ws-port N --http-port N``.
"""

from benchmarks import workload
from benchmarks.ports import parse_ports
from pgwidgets.sync import Application, Session


def show(session: Session) -> None:
    """Build the page of one new session: a button, and the label that it changes."""
    widgets = session.get_widgets()
    top = widgets.TopLevel(title="Benchmark", resizable=True)
    page = widgets.VBox()
    status = widgets.Label(workload.IDLE)
    echoes = 0

    def echo() -> None:
        nonlocal echoes
        echoes += 1
        status.set_text(workload.echo_text(echoes))

    button = widgets.Button(workload.ECHO_BUTTON)
    button.on("activated", echo)
    page.add_widget(button, 0)
    page.add_widget(status, 0)
    top.set_widget(page)
    top.resize(900, 700)
    top.show()


def main() -> None:
    """Serve on the two ports of the command line until the process is ended."""
    options = parse_ports(__doc__)
    app = Application(ws_port=options.ws_port, http_port=options.http_port, max_sessions=250)
    app.on_connect(show)
    app.run()


if __name__ == "__main__":
    main()
