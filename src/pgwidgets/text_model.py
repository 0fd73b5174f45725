"""The type of references into a text, whichever API they are of.

Knows: how to tell one. Must not know: what it does (each API has a class of its own, made from the
catalogue).
"""

from typing import Any

from pgwidgets_proto.catalog import REF

__all__ = ["TextBufferRef"]


class _AnyApi(type):
    """The type of a class whose instances are the widgets of one class, of both APIs."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return cls.__subclasscheck__(type(instance))

    def __subclasscheck__(cls, subclass: Any) -> bool:
        spec = getattr(subclass, "_pgwidgets_spec", None)
        return subclass is cls or getattr(spec, "name", None) == REF


class TextBufferRef(metaclass=_AnyApi):
    """What ``isinstance(x, TextBufferRef)`` asks for; references are made by their texts."""

    def __new__(cls) -> Any:
        """Raise: references are made by their texts."""
        raise TypeError("a TextBufferRef is made by its text: use TextSource.create_ref()")
