"""What waits for browsers: answers to calls, queues that empty, decisions of users.

Knows: links, the browsers of the session. Must not know: what browsers report by themselves.
"""
