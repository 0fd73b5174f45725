"""How a browser rounds a number to a whole one.

Knows: ECMAScript's ``Math.round``. Must not know: any widget, or which numbers are whole.

To add a half and cut is another thing: the sum of the largest number below a half and a half is 1,
and so is a sum even that should be odd where numbers have no halves.
"""

import math


def nearest_whole(number: float) -> int:
    """The nearest whole number (ECMAScript 2025, section 21.3.2.28, ``Math.round``).

    Parameters:
        number: any finite number; between two whole ones the higher is taken.
    """
    number = float(number)  # as a browser has it, also where it is a whole one of many digits
    below = math.floor(number)
    return below + (number - below >= 0.5)
