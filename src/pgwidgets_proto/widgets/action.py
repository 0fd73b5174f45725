"""What a class of widgets reports.

Knows: the shape of actions. Must not know: what a report does (reporting.py), or any
action by name.
"""

from typing import ClassVar, NamedTuple

import msgspec

from .params import Param
from .whom import By


class Report(msgspec.Struct, eq=False):
    """What an action tells of the state. Bare base; the kinds of reports are in reporting.py.

    Attributes:
        is_of_state: it tells of the state, so that the core itself listens to it.
    """

    is_of_state: ClassVar[bool] = True


class Action(NamedTuple):
    """One thing that a widget reports.

    Attributes:
        name: as it goes over the wire.
        report: what it tells of the state, or None.
        params: what a handler is given.
        doc: one line.
        progress: the action that tells how much of its files is here, if it brings files.
        is_extended: whether only our own client tells it.
        by: whether it tells of a state, a user or a page.
        is_view: whether what it tells is a page's own: another may show it otherwise.
        is_order: whether it has the program do something: none of a widget that is switched off.
        is_merged: whether only the newest counts while the program is busy.
    """

    name: str
    report: Report | None = None
    params: tuple[Param, ...] = ()
    doc: str = ""
    progress: str | None = None
    is_extended: bool = False
    by: By = By.PAGE
    is_view: bool = False
    is_order: bool = False
    is_merged: bool = False
