"""What tests of tables stand in: the world that the tests of the sync API have."""

from sync_api.conftest import world

__all__ = ["world"]
