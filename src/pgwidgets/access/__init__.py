"""Who is let in, and what they may do: links to a session that are passed on.

Knows: shares and roles, as programs have them. Must not know: how a report is refused, or how
tokens are made (both are the core's), async or sync, pages.
"""

from .share import Share
from .terms import RoleName, share_terms

__all__ = ["RoleName", "Share", "share_terms"]
