"""What the command line says of the applications that a program makes, before it makes them.

Knows: settings, and where it goes before the program. Must not know: the command line itself
(cli/), files, processes.

A program that is started without the command has no launch, and its own settings count.
"""

import socket
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ._settings import Settings


class Launch(msgspec.Struct, kw_only=True, eq=False):
    """What was said, and what came of it.

    Attributes:
        settings: values for all applications, in place of the program's own.
        door: values for the application that is made first: where it listens, and with what.
        theme: the looks of all pages; None: the program's own.
        secret_key: signs the tokens of the first application, unless it has a key of its own.
        opens_browser: whether the first page is shown in a browser when it is served.
        is_again: whether it is a program that was started anew, whose page a browser has already.
        on_serving: called with the engine of an application each time that it begins to serve.
        signed_with: the key of the application that was made first; None: it has none.
        made: the public applications, in the order in which they were made.
        has_served: whether one of them has begun to serve.
    """

    settings: Mapping[str, Any] = {}
    door: Mapping[str, Any] = {}
    theme: str | None = None
    secret_key: bytes | None = None
    opens_browser: bool = False
    is_again: bool = False
    on_serving: Callable[[Any], None] | None = None
    signed_with: bytes | None = None
    made: list[Any] = msgspec.field(default_factory=list)
    has_served: bool = False

    def overrule(
        self, settings: Settings, secret_key: bytes | None
    ) -> tuple[Settings, bytes | None]:
        """What an application is made with, of what the program says.

        Raises:
            ValueError: both together are not allowed; the text names the setting.
        """
        said = dict(self.settings)
        if self.theme is not None:
            said["looks"] = msgspec.structs.replace(settings.looks, theme=self.theme)
        if not self.made:
            said.update(self.door)
            sock: socket.socket | None = said.get("ws_sock")
            if sock is not None:
                said["ws_sock"] = sock.dup()  # serving ends with its socket closed; ours stays
            self.signed_with = secret_key = secret_key or self.secret_key
        return (msgspec.structs.replace(settings, **said) if said else settings), secret_key

    def note_serving(self, engine: Any) -> None:
        """An application begins to serve; called by its engine, before anybody can come."""
        self.has_served = True
        if self.on_serving is not None:
            self.on_serving(engine)

    def takes_browser(self, is_wanted: bool) -> bool:
        """Whether a page that is served now is to be shown in a browser.

        Parameters:
            is_wanted: whether the program wants it to be.
        """
        takes, self.opens_browser = is_wanted or self.opens_browser, False
        return takes and not self.is_again


_current: Launch | None = None


def launching() -> Launch | None:
    """The launch that this process was begun with, or None."""
    return _current


def begin(launch: Launch | None) -> None:
    """Have applications that are made from now on be made as a launch says; None: by themselves."""
    global _current
    _current = launch
