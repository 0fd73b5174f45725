"""Scripts of widget classes that a page loads when it first needs one of them.

Knows: the files, which the page's own list names as well (web/pgwidgets/widgets/late.js).
Must not know: how they are made, or served.
"""

LATE = {
    "AnyWidget": "pgwidgets/widgets/anywidget/anywidget.js",
    "Figure": "pgwidgets/widgets/figure/figure.js",
    "PageAids": "pgwidgets/widgets/aids/aids.js",
    "Plot": "pgwidgets/widgets/plot/plot.js",
    "TableView": "pgwidgets/late/trees.js",
    "TextBufferRef": "pgwidgets/late/editor.js",
    "TextSource": "pgwidgets/late/editor.js",
    "TreeView": "pgwidgets/late/trees.js",
}
"""By class, the path below the page."""

OF_LIBRARY = ("TableView", "TextBufferRef", "TextSource", "TreeView")
"""Those that pgwidgets-js has from the beginning; a bundle leaves them out of it."""
