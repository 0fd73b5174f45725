"""The terms in which the tables are written.

Knows: what can be said of a method or an action. Must not know: any class or method by name.
"""

from typing import NamedTuple

from .effects import Effect
from .reports import Report
from .spec import Param


class Says(NamedTuple):
    """What a table says of one method."""

    effect: Effect
    doc: str
    params: tuple[Param, ...]


class Tells(NamedTuple):
    """What a table says of one action."""

    doc: str
    params: tuple[Param, ...]
    report: Report | None


def p(name: str, type_: str, doc: str, default: str | None = None) -> Param:
    """A parameter; without a default (Python source text) it is required."""
    return Param(name, type_, default, doc)


def says(effect: Effect, doc: str, *params: Param) -> Says:
    """An entry for a method; parameters that are not given here are in words.py."""
    return Says(effect, doc, params)


def tells(doc: str, *params: Param, report: Report | None = None) -> Tells:
    """An entry for an action, with what its handlers are given."""
    return Tells(doc, params, report)
