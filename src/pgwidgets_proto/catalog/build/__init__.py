"""How a class is put together from the names and the tables.

Knows: what a class is made of. Must not know: any class, method or action by name.
"""
