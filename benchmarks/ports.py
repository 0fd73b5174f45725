"""The command line of the measured applications.

Knows only the standard library: it runs in the environments of all peers.
"""

import argparse


def parse_ports(description: str | None) -> argparse.Namespace:
    """Parse ``--ws-port N --http-port N``.

    Parameters:
        description: what ``--help`` says of the application.

    Returns:
        ``ws_port`` and ``http_port``.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--ws-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    return parser.parse_args()
