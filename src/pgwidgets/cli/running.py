"""``pgwidgets run``: a program, served as the command line says, and anew when it changes.

Knows: the options, and which way of running they ask for. Must not know: how a program is found, or
what a child process does.
"""

import argparse
import os
from typing import Any

from .._launch import begin
from ..looks import THEMES
from . import ports
from .errors import CommandError
from .failures import tell_at_terminal
from .inspecting import Inspecting
from .native import show_window
from .orders import Order, tls_context
from .programs import run_program, target_of
from .supervising import Supervisor

SUMMARY = "run a program; with --reload, anew whenever it changes"

_EXAMPLES = """\
what may be named:
  app.py              the program, as Python runs it; if it does not serve, its `app` is served
  app.py:app          an Application that it has
  app.py:build        a function(session) that builds what a visitor gets
  package.module      a module in place of a file

what stands behind -- goes to the program:  pgwidgets run app.py --reload -- --simulate
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("program", metavar="PROGRAM", help="a file or a module; see below")
    add_serving_arguments(parser)
    parser.add_argument(
        "--reload",
        action="store_true",
        help="start it anew when a file of it changes: sessions, layout and typed text stay, and "
        "what it fails with is shown in the page; for development alone",
    )
    parser.add_argument(
        "--native",
        action="store_true",
        help='show it in a window of its own, without a browser (extra "native")',
    )


def add_serving_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what all commands take that serve something."""
    parser.add_argument("--host", help="the address to listen on; 0.0.0.0: that of every network")
    parser.add_argument(
        "--port",
        type=ports.port_argument,
        default=...,
        metavar="PORT",
        help=f"one port for all; auto: the first from {ports.DEFAULT} on that is free; 0: any",
    )
    parser.add_argument("--theme", choices=sorted(THEMES), help="the looks of its pages")
    parser.add_argument("--open", action="store_true", help="show the page in a browser")
    parser.add_argument(
        "--inspect",
        action="store_true",
        help="serve a page beside it that shows sessions, browsers, widgets and errors",
    )
    parser.add_argument(
        "--record",
        metavar="FILE",
        help="write down all that comes into it, to be replayed (pgwidgets replay)",
    )
    parser.add_argument("--tls", metavar="CERTIFICATE", help="speak TLS, with this file (PEM)")
    parser.add_argument(
        "--tls-key", metavar="KEY", help="the certificate's key, if it is in a file of its own"
    )


def order_of(arguments: argparse.Namespace, program: str) -> Order:
    """What was said, checked as far as it can be before a program runs.

    Raises:
        CommandError: it is not allowed.
    """
    if arguments.tls_key and not arguments.tls:
        raise CommandError("--tls-key is the key of a certificate: give --tls as well", 2)
    if arguments.tls:
        # Now: what is wrong with a file is no fault of the program.
        tls_context(arguments.tls, arguments.tls_key)
    if arguments.record is not None:
        _see_whether_writable(arguments.record)
    return Order(
        program=program,
        arguments=arguments.rest,
        host=arguments.host,
        theme=arguments.theme,
        certificate=arguments.tls,
        key_file=arguments.tls_key,
        opens_browser=arguments.open,
        inspects=arguments.inspect,
        record=arguments.record,
    )


def _see_whether_writable(path: str) -> None:
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))  # what it gets is secret
    except OSError as exc:
        raise CommandError(f"--record {path}: {exc.strerror or exc}", 2) from None


def run(arguments: argparse.Namespace) -> int:
    """Do it; see the module."""
    order = order_of(arguments, arguments.program)
    target = target_of(order.program)
    if arguments.native or arguments.reload:
        port = ports.DEFAULT if arguments.port is ... else arguments.port
        with ports.open_door(order.host or "127.0.0.1", port) as door:
            supervisor = Supervisor(order, door, reloads=arguments.reload)
            if arguments.native:
                return show_window(supervisor, target.title)
            return supervisor.run()
    return run_here(order, arguments.port)


def run_here(order: Order, port: Any) -> int:
    """Run a program in this process.

    Parameters:
        order: what was said.
        port: as :func:`~.ports.open_door` takes it; ``...``: the program's own.
    """
    door: dict[str, Any] = {}
    if port is not ...:
        door["ws_sock"] = ports.open_door(order.host or "127.0.0.1", port)
        door["http_port"] = None
    launch = order.launch(door)
    inspecting = Inspecting(launch)
    if order.inspects:
        launch.on_serving = inspecting.attend
    begin(launch)
    try:
        run_program(target_of(order.program), order.arguments)
    except (CommandError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as exc:
        tell_at_terminal(exc)
        return 1
    finally:
        begin(None)
        inspecting.close()
        if door:
            door["ws_sock"].close()
    return 0
