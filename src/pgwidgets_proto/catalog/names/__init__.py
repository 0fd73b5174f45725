"""What there is, by name: classes, methods, parameters, actions, results, types.

Knows: names, and what is said of each in words. Must not know: what any method does, or any
widget class by name outside of the list of names.
"""
