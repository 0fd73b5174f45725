"""What a session tells its browsers: which of them, in which order, and again from the beginning.

Knows: widgets, links, messages. Must not know: what browsers report, or who their users are.
"""
