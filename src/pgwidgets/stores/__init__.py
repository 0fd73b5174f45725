"""Where sessions are kept, so that they outlive the process.

Knows: which stores there are. Must not know: what a session is made of.

`Application(store="sessions.sqlite")` keeps them in a file; see docs/how-to/restarts.md.
"""

from typing import TYPE_CHECKING, Any

from .base import Store, StoreError
from .memory import MemoryStore

if TYPE_CHECKING:
    from .sqlite import SQLiteStore

__all__ = ["MemoryStore", "SQLiteStore", "Store", "StoreError"]


def __getattr__(name: str) -> Any:
    if name == "SQLiteStore":
        from .sqlite import SQLiteStore  # late: most programs do without sqlite3

        return SQLiteStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
