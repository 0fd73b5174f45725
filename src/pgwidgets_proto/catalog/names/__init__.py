"""The names of classes, methods, parameters and actions, and the types of what they take and give.

Knows: names, and what is said of each in words. Must not know: what any method does, or any
widget class by name outside of the list of names.
"""
