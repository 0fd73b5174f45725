"""All sessions of one application: who is let in to which, and which come back from a store.

Knows: everything below. Must not know: bytes, sockets, or event loops.
"""
