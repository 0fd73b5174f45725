"""The terms in which the tables are written.

Knows: what can be said of a method or an action. Must not know: any class or method by name.

An entry of a table is a Method or an Action without its name; define() (build/define.py) adds the
name, and what the shared words say.
"""

from ...widgets.action import Action, Report
from ...widgets.params import Param
from ...widgets.widget import Effect, Method


def p(name: str, type_: str, doc: str, default: str | None = None) -> Param:
    """A parameter; without a default (Python source text) it is required."""
    return Param(name, type_, default, doc)


def binary(name: str, doc: str) -> Param:
    """A parameter that takes bytes, which go over the wire as they are."""
    return Param(name, "bytes | bytearray | memoryview", None, doc, is_binary=True)


def says(effect: Effect, doc: str, *params: Param, gives: str = "") -> Method:
    """An entry for a method.

    Parameters:
        effect: what the method does.
        doc: one line.
        params: its parameters that words.py does not explain.
        gives: the type of its result; empty: as results.py has it.
    """
    return Method("", params, effect, doc, gives)


def tells(
    doc: str,
    *params: Param,
    report: Report | None = None,
    progress: str | None = None,
    is_extended: bool = False,
) -> Action:
    """An entry for an action.

    Parameters:
        doc: one line.
        params: what handlers of the action are given.
        report: what it tells of the state.
        progress: the action that tells how much of the files that it brings is here.
        is_extended: only our own client tells it; the stock client is not asked to.
    """
    return Action("", report, params, doc, progress, is_extended)
