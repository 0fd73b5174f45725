"""The command line: ``pgwidgets run``, ``demo``, ``new``, ``doctor``, ``inspect`` and ``replay``.

Knows: the public API, files, processes, and how a launch changes what a program says
(``_launch.py``). Nothing else imports this package, so that programs do without it. It is made with
argparse: ``uvx pgwidgets demo`` needs nothing but the package itself.
"""
