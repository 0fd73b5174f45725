"""Sessions' secrets, hidden in a recording: each has a name in place, of the same length.

Knows: how a secret is named, and where one stands. Must not know: steps, files, what a token opens.
"""

import re

_SAID = re.compile(r'"token"\s*:\s*"((?:[^"\\]|\\.)*)"')
_FILL = "-"


class Blinds:
    """The names of secrets."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def name(self, secret: str) -> str:
        """The name of a secret; another secret has another name, if it is not very short."""
        if secret not in self._names:
            number = len(self._names) + 1
            name = f"token{number}".ljust(len(secret), _FILL)[: len(secret)]
            self._names[secret] = name
        return self._names[secret]

    def hide(self, text: str) -> str:
        """A text without secrets: those that are known, and what it calls a token."""
        for secret in _SAID.findall(text):
            if secret and secret not in self._names.values():
                self.name(secret)
        for secret, name in self._names.items():
            if secret in text:
                text = text.replace(secret, name)
        return text
