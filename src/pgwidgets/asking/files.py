"""Files that a user has chosen in a question.

Knows: how a browser tells of them. Must not know: sessions, widgets.
"""

import base64
from typing import Any, NamedTuple


class ChosenFile(NamedTuple):
    """A file that a user has chosen.

    Attributes:
        name: as it is called where it comes from, without its folder.
        type: the media type, as the browser knows it; may be ``""``.
        data: the content.
    """

    name: str
    type: str
    data: bytes


def chosen_files(event: Any) -> list[ChosenFile]:
    """The files that a ``FileDialog`` tells of.

    Raises:
        ValueError: one has not come whole.
    """
    found: list[ChosenFile] = []
    for file in event.get("files", ()):
        name = str(file.get("name", ""))
        data = file.get("data")
        if data is None:
            raise ValueError(f"{name}: {file.get('error') or 'it has not come'}")
        found.append(ChosenFile(name, str(file.get("type", "")), _bytes(data)))
    return found


def _bytes(data: Any) -> bytes:
    if not isinstance(data, str):
        return bytes(data)
    head, comma, rest = data.partition(",")
    if not comma:
        return data.encode()
    return base64.b64decode(rest) if head.endswith(";base64") else rest.encode()
