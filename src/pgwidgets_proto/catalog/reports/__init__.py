"""The kinds of reports: how what a browser reports changes the state.

Knows: how an action's arguments become a change. Must not know: any widget class by
name, which action has which kind, links, bytes, time, or whether a report is stale.
"""
