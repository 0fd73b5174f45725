"""``--inspect``: the inspector beside the application that a command serves.

Knows: the inspector, and when an application begins to serve. Must not know: what is inspected.
"""

import contextlib
import hashlib
from typing import Any

from .._launch import Launch
from ..inspecting import Inspector


class Inspecting:
    """Serves the inspector of the first application of a launch, from its begin on.

    Parameters:
        launch: of the program.
        key: a token is made of it, so that the page's address is good in the next run; None: it is
            good in this one.
    """

    def __init__(self, launch: Launch, key: bytes | None = None) -> None:
        self._launch = launch
        self._token = None if key is None else hashlib.sha256(b"inspector" + key).hexdigest()
        self._inspector: Inspector | None = None

    def attend(self, engine: Any) -> None:
        """An application begins to serve."""
        if self._inspector is not None or engine.public is not self._launch.made[0]:
            return
        print(f"pgwidgets: inspect {self._beside(engine).url}", flush=True)

    def close(self) -> None:
        """End it, if it has begun."""
        if self._inspector is not None:
            self._inspector.close()

    def _beside(self, engine: Any) -> Inspector:
        """On the next port, if that is free."""
        address = engine.doors.address
        if address is not None:
            beside = Inspector(engine.public, port=address[1] + 1, token=self._token)
            self._inspector = beside  # it begins to serve as applications do: see above
            with contextlib.suppress(OSError):
                beside.start()
                return beside
        anywhere = Inspector(engine.public, token=self._token)
        self._inspector = anywhere
        anywhere.start()
        return anywhere
