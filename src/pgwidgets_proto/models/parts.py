"""Parts of the content of trees and tables, as calls, reports and what is kept name them.

Knows: the names. Must not know: what they stand for: whoever asks for a name loads no model.
"""

REPLACED = "rows"
"""All rows were replaced, or all of their values."""
SELECTED = "selected"
CELLS = "cells"
SORT = "sort"
UNSORTED = "unsorted"
"""Rows came, or columns changed, without the browser sorting anew: we had no order, but it may have
one that its user has just asked for."""
COLUMNS = "columns"
ALL_EXPANDED = "expanded"
WIDTHS = "widths"
"""The widths of all columns were set anew."""
