"""What browsers' reports tell of the state, by kind.

Knows: how an action's arguments become a change. Must not know: which class has which action.
"""
