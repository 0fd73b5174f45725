"""Asking users and telling them: questions, notices, busy widgets, shortcuts, forms, binding.

Every module is written once for both APIs, of widgets and by what both have. What a call gives, and
how a handler waits while others run, is for the session's engine to say.
"""
