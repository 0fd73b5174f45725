"""Sessions' secrets, hidden in a recording: each has a name in place, of the same length.

Knows: how a secret is named, in which forms it may stand in a text, and where one stands that
nobody knows. Must not know: steps, files, what a token opens.
"""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

_SAID = re.compile(r'("token"\s*:\s*")((?:[^"\\]|\\.)*)"')
_FILL = "-"
_SHORTEST = 8
"""Characters of a secret, at least, that is looked for in all texts. A shorter one is hardly one,
and could stand in any word."""


class Blinds:
    """The names of secrets."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._forms: dict[str, str] = {}  # each form that a secret has in texts, with its name

    def name(self, secret: str) -> str:
        """The name of a secret; another secret has another name, if it is not very short."""
        if secret not in self._names:
            number = len(self._names) + 1
            name = f"token{number}".ljust(len(secret), _FILL)[: len(secret)]
            self._names[secret] = name
            if len(secret) >= _SHORTEST:
                self._forms.update(dict.fromkeys(_forms_of(secret), name))
        return self._names[secret]

    def hide(self, text: str) -> str:
        """A text of JSON without secrets: those that are known, and what it calls a token."""
        return self.hide_known(_SAID.sub(self._hide_said, text))

    def hide_known(self, text: str) -> str:
        """A text without the secrets that are known."""
        for form, name in self._forms.items():
            if form in text:
                text = text.replace(form, name)
        return text

    def _hide_said(self, found: re.Match[str]) -> str:
        try:
            secret = json.loads(f'"{found[2]}"')
        except ValueError:
            secret = found[2]  # a browser may send anything
        is_name = not secret or secret in self._names.values()
        return found[0] if is_name else f'{found[1]}{self.name(secret)}"'


def _forms_of(secret: str) -> Iterator[str]:
    """A secret as it may stand in texts, in JSON, in addresses; the longest forms first."""
    forms = {secret, quote(secret, safe=""), quote(secret)}
    for form in tuple(forms):
        for is_ascii in (True, False):
            once = json.dumps(form, ensure_ascii=is_ascii)[1:-1]
            forms |= {once, json.dumps(once, ensure_ascii=is_ascii)[1:-1]}
    yield from sorted(forms, key=len, reverse=True)
