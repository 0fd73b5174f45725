"""The terms in which the tables are written.

Knows: what can be said of a method or an action. Must not know: any class or method by name.
"""

from typing import NamedTuple

from ..widgets.params import Param
from ..widgets.widget import Effect, Report


class Says(NamedTuple):
    """What a table says of one method."""

    effect: Effect
    doc: str
    params: tuple[Param, ...]
    gives: str | None = None


class Tells(NamedTuple):
    """What a table says of one action."""

    doc: str
    params: tuple[Param, ...]
    report: Report | None
    progress: str | None = None
    is_extended: bool = False


def p(name: str, type_: str, doc: str, default: str | None = None) -> Param:
    """A parameter; without a default (Python source text) it is required."""
    return Param(name, type_, default, doc)


def says(effect: Effect, doc: str, *params: Param, gives: str | None = None) -> Says:
    """An entry for a method; what is not said here is in words.py and results.py.

    Parameters:
        effect: what it does.
        doc: one line.
        params: its parameters.
        gives: the type of its result.
    """
    return Says(effect, doc, params, gives)


def binary(name: str, doc: str) -> Param:
    """A parameter that takes bytes, which go over the wire as they are."""
    return Param(name, "bytes | bytearray | memoryview", None, doc, is_binary=True)


def tells(
    doc: str,
    *params: Param,
    report: Report | None = None,
    progress: str | None = None,
    is_extended: bool = False,
) -> Tells:
    """An entry for an action, with what its handlers are given.

    Parameters:
        doc: one line.
        params: what its handlers are given.
        report: what it tells of the state.
        progress: the action that tells how much of the files that it brings is here.
        is_extended: only our own client tells it; the stock client is not asked to.
    """
    return Tells(doc, params, report, progress, is_extended)
