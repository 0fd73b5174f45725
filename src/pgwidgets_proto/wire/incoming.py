"""A frame from a browser, as the limit on waiting events counts it.

Knows: a frame's size. Must not know: what its messages say, or where their events wait.
"""


class FrameCharge:
    """The bytes of one frame. They count once, for as long as a report out of the frame waits.

    Attributes:
        size: the bytes of the frame.
        waiting: how many reports of the frame wait.
    """

    __slots__ = ("size", "waiting")

    def __init__(self, size: int) -> None:
        self.size = size
        self.waiting = 0
