"""What methods do: to the widget's state, and to browsers.

Knows: the kinds of methods there are. Must not know: any widget class by name, which
method has which kind, reports, links, or time.
"""
