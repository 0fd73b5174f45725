"""What is recorded: the chapters, in their order.

Knows: which there are. Must not know: what happens in one.
"""

from collections.abc import Callable

from . import lines, programs
from .recorder import Recorder

CHAPTERS: tuple[Callable[[Recorder], None], ...] = (
    lines.http,
    programs.use,
    lines.lines,
    programs.batches,
    programs.data,
    programs.big_pictures,
    lines.rooms,
    lines.faults,
    *(programs.classes(group) for group in programs.GROUPS),
)


def record() -> Recorder:
    """The whole recording."""
    recorder = Recorder()
    for chapter in CHAPTERS:
        chapter(recorder)
    return recorder
