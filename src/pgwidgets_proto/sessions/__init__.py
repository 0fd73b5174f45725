"""Sessions and their hub: what programs do, what browsers report, and who may see which session.

Knows: everything below. Must not know: bytes, HTTP, event loops, clocks.
"""
