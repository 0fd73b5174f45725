"""What browsers report of the state of widgets, as mappings; for programs that walk them.

Knows: how to find it in the catalogue. Must not know: any widget class by name.
"""

from collections.abc import Mapping

from pgwidgets_proto.catalog import class_names, widget_class
from pgwidgets_proto.sessions import LAYOUT

__all__ = ["STATE_SYNC_CALLBACKS", "WIDGET_CALLBACK_SYNC"]

STATE_SYNC_CALLBACKS: Mapping[str, str] = dict(LAYOUT)
"""Actions of all that is visible, and the state that each tells."""

WIDGET_CALLBACK_SYNC: Mapping[str, tuple[str, ...]] = {
    name: actions for name in class_names() if (actions := widget_class(name).automatic)
}
"""Further actions that tell of the state, by class; the core listens to these by itself."""


def __getattr__(name: str) -> object:
    raise AttributeError(
        f"pgwidgets.method_types has no {name}: what a method does stands in the catalogue, as "
        f"pgwidgets_proto.catalog.widget_class('Button').methods['set_text'].effect"
    )
