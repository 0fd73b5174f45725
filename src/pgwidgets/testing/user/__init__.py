"""Users of a program: what they see, find and do."""

from .acts.handling import Download
from .acts.refusing import CannotAct
from .element import Element
from .finding import NotFound
from .user import AsyncUser, BaseUser, User

__all__ = ["AsyncUser", "BaseUser", "CannotAct", "Download", "Element", "NotFound", "User"]
