"""What of a session outlives its process: how it is kept, and how it is put back.

Knows: widgets, what was received. Must not know: where it is kept, or hubs.
"""
