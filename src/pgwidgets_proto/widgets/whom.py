"""Which browsers carry out a call, and whether an action tells of a state, a user or a page.

Knows: the choices. Must not know: any call, action or browser.
"""

import enum


class Target(enum.Enum):
    """Which browsers carry out a call.

    Attributes:
        ALL: all of them, so that state is the same in each.
        ASKER: the one whose event is being handled, else the one that was active last.
    """

    ALL = "all"
    ASKER = "asker"


class By(enum.Enum):
    """What an action tells of.

    Attributes:
        STATE: a state that changed, whoever changed it.
        USER: what a user did.
        PAGE: what a page lays out or plays.
    """

    STATE = "state"
    USER = "user"
    PAGE = "page"
