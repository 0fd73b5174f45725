"""What one browser shows of a session: its socket's greeting and end, its queue, what it knows.

Knows: channels, links, order and numbers of messages. Must not know: widgets, what a message does
to one, or which sessions there are.
"""
