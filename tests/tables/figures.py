"""Numbers and how they are shown without a format, whoever shows them.

Knows: the numbers. Must not know: who shows them.
"""

FIGURES = [
    (1e-7, "1e-7"),
    (0.00001, "0.00001"),
    (-4.56e-6, "-0.00000456"),
    (1.23456789012345e-9, "1.23456789012e-9"),
    (123456789012345.5, "123456789012000"),
    (1e16, "10000000000000000"),
    (-1e20, "-100000000000000000000"),
    (1e21, "1e+21"),
    (1.5e300, "1.5e+300"),
    (-0.0, "0"),
]
