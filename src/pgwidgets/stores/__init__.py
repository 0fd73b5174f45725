"""Where sessions are kept, so that they outlive the process.

Knows: which stores there are. Must not know: what a session is made of.

`Application(store="sessions.sqlite")` keeps them in a file, `store="redis://127.0.0.1:6379/0"` for
several servers; see docs/how-to/restarts.md.
"""

from typing import TYPE_CHECKING, Any

from .base import Store, StoreError
from .memory import MemoryStore
from .shared import SessionElsewhere, SharedStore, Superseded

if TYPE_CHECKING:
    from .redis import RedisStore
    from .sqlite import SQLiteStore

__all__ = [
    "MemoryStore",
    "RedisStore",
    "SQLiteStore",
    "SessionElsewhere",
    "SharedStore",
    "Store",
    "StoreError",
    "Superseded",
]


def __getattr__(name: str) -> Any:
    if name == "SQLiteStore":
        from .sqlite import SQLiteStore  # late: most programs do without sqlite3

        return SQLiteStore
    if name == "RedisStore":
        from .redis import RedisStore  # late: it is of an extra

        return RedisStore
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
