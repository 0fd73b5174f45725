"""Scripts of widget classes that a page loads when it first needs one of them.

Knows: the files, which the page's own list names as well (web/pgwidgets/widgets/late.js).
Must not know: how they are made, or served.
"""

LATE = {
    "AnyWidget": "pgwidgets/widgets/anywidget/anywidget.js",
    "Figure": "pgwidgets/widgets/figure/figure.js",
    "PageAids": "pgwidgets/widgets/aids/aids.js",
    "Plot": "pgwidgets/widgets/plot/plot.js",
}
"""By class, the path below the page."""
