"""Who is let in, and what they may do: links to a session that are passed on.

Knows: shares, roles and control, as programs have them. Must not know: how a report is refused, or
how tokens are made (both are the core's), async or sync, pages.
"""

from typing import TYPE_CHECKING, Any

from .._browsers import current_browser
from .audit import Audit, user_name
from .control import Control, ControlNews
from .login import Entered, Login, ProxyLogin
from .roles import Roles
from .share import Share
from .terms import RoleName, share_terms

if TYPE_CHECKING:
    from .basic import BasicLogin

__all__ = [
    "Audit",
    "BasicLogin",
    "Entered",
    "Login",
    "ProxyLogin",
    "Control",
    "ControlNews",
    "RoleName",
    "Roles",
    "Share",
    "current_browser",
    "share_terms",
    "user_name",
]


def __getattr__(name: str) -> Any:
    if name == "BasicLogin":
        from .basic import BasicLogin  # late: most programs have no file of passwords

        return BasicLogin
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
