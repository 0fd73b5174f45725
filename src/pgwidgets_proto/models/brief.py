"""Values as errors show them: short, however long, deep, large or endless they are.

Knows: how Python writes values. Must not know: what any value is for.
"""

import reprlib
from typing import override

MOST_BITS = 4096
"""Of a whole number that is written out; Python itself refuses to write one of some 14,000."""


class _Brief(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__(maxstring=100, maxother=100)

    @override
    def repr_int(self, x: int, level: int) -> str:
        if x.bit_length() > MOST_BITS:
            return f"a whole number of {x.bit_length()} bits"
        return super().repr_int(x, level)


brief = _Brief().repr
"""A value as an error shows it."""
