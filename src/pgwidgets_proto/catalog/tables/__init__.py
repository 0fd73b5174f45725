"""Our tables: what each class's methods do, in groups of classes that belong together.

Each module has ``TABLE``: a function for every class, which puts it together when it is needed.
"""

from collections.abc import Callable, Mapping

from ...widgets.widget import WidgetClass
from . import buttons, dialogs, layout, media, menus, source, text, trees, values, views, windows

TABLE: Mapping[str, Callable[[], WidgetClass]] = {
    **layout.TABLE,
    **views.TABLE,
    **windows.TABLE,
    **dialogs.TABLE,
    **buttons.TABLE,
    **text.TABLE,
    **source.TABLE,
    **values.TABLE,
    **media.TABLE,
    **trees.TABLE,
    **menus.TABLE,
}
"""How to put together each class."""
