"""pgwidgets-js's list of names, read from the form in which it stands in _defs.py.

Knows: how names are written there. Must not know: what one of them means.
"""

import re
from typing import NamedTuple

from ._defs import CLASSES, METHODS

type Signature = tuple[str, ...]
"""A method: its name, and those of its parameters."""

_SIGNATURE = re.compile(r"(\w+)\((.*?)\)")


class Names(NamedTuple):
    """The names of one class."""

    base: str
    args: tuple[str, ...]
    options: tuple[str, ...]
    methods: tuple[Signature, ...]
    actions: tuple[str, ...]


def names_of(name: str) -> Names:
    """The names of a class, beside the methods of its base."""
    base, args, options, methods, actions = CLASSES[name]
    return Names(
        base,
        tuple(args.split()),
        tuple(options.split()),
        _signatures(methods),
        tuple(actions.split()),
    )


def methods_of(base: str) -> tuple[Signature, ...]:
    """The methods that every class of a base has."""
    return _signatures(METHODS[base])


def _signatures(text: str) -> tuple[Signature, ...]:
    return tuple(
        (name, *(params.split(", ") if params else ())) for name, params in _SIGNATURE.findall(text)
    )
