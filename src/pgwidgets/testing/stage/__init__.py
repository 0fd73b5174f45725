"""Where a program runs in a test: without sockets, and with a clock that the test has in hand."""

from .base import Stage, Stuck
from .program import Program, Setup, program_of

__all__ = ["Program", "Setup", "Stage", "Stuck", "program_of"]
