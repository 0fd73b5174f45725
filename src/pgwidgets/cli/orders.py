"""How a program is to be served, as the command line says.

Knows: the options' meaning to an application. Must not know: argparse, processes, programs.
"""

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from .._launch import Launch
from .errors import CommandError


class Order(msgspec.Struct, kw_only=True):
    """What was said on the command line; a child process is given it as it is.

    Attributes:
        program: what was named.
        arguments: those of the program's own.
        host, theme, certificate, key_file: as said; None: as the program has it.
        opens_browser: whether to show the page in a browser.
        inspects: whether to serve the inspector beside it.
        record: the file in which to write down all that comes into the application; or None.
    """

    program: str
    arguments: list[str] = []
    host: str | None = None
    theme: str | None = None
    certificate: str | None = None
    key_file: str | None = None
    opens_browser: bool = False
    inspects: bool = False
    record: str | None = None

    def launch(self, door: Mapping[str, Any], secret_key: bytes | None = None) -> Launch:
        """What applications are to be told of it.

        Parameters:
            door: what is known besides of where to listen.
            secret_key: signs tokens; None: as the program has it.
        """
        said = dict(door)
        if self.host is not None:
            said["host"] = self.host
        if self.record is not None:
            said["record"] = Path(self.record)
        if self.certificate is not None:
            said["ssl_context"] = tls_context(self.certificate, self.key_file)
        return Launch(
            door=said,
            theme=self.theme,
            opens_browser=self.opens_browser,
            secret_key=secret_key,
        )


def tls_context(certificate: str, key_file: str | None) -> ssl.SSLContext:
    """A context that speaks TLS with a certificate.

    Raises:
        CommandError: a file can't be read, or is none.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key_file)
    except (OSError, ssl.SSLError) as exc:
        raise CommandError(f"--tls {certificate}: {exc.strerror or exc}", 2) from None
    return context
