"""Who may come to a session and what each may do there: tokens, shares, roles, control.

Knows: widgets, links. Must not know: what sessions tell browsers, or what browsers report.
"""
