"""What methods do: to the widget's state, and to browsers.

Knows: the kinds of methods there are. Must not know: which class has which method, or reports.
"""
