"""Content that is more than a value: the items of a combo box, the rows of trees and tables.

Knows: what the content is, how it is edited, and with which calls a browser follows. Must not
know: widgets, browsers, messages, sessions, encoding, or time.

Every model has the same shape:

* a method for each of the widget's: an edit checks its arguments, changes the model and gives the
  :class:`~.models.changes.Step` s that bring a browser from the old content to the new one; a
  getter reads;
* ``replay()`` gives the calls that bring an empty widget to the content of today;
* ``tell(part)`` gives the steps that bring a browser to today's value of one part;
* ``..._reported()`` says what a browser's report changes, as a
  :class:`~.models.changes.ReportedChange`.

A call that can't be obeyed raises ValueError or TypeError before anything has changed. What a
model holds is plain JSON, so that sending it can't fail.
"""

from .columns import is_made_up
from .number_text import number_text
from .numbers import MOMENT, SI
from .range_input import nearest_step
from .rounding import nearest_whole
from .window import Block, Order

__all__ = [
    "Block",
    "Order",
    "MOMENT",
    "SI",
    "is_made_up",
    "nearest_step",
    "nearest_whole",
    "number_text",
]
