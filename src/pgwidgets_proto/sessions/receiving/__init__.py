"""What browsers report: values, actions, layout, files, and the rows that they look at.

Knows: links, the browsers of the session. Must not know: who keeps the session, or hubs.
"""
