"""Keys by name: how a program writes a shortcut.

Knows: which keys there are, and which of them browsers keep for themselves. Must not know: widgets.
"""

import re

MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")
_SPOKEN = {
    "control": "Ctrl",
    "cmd": "Ctrl",
    "command": "Ctrl",
    "option": "Alt",
    "super": "Meta",
    "win": "Meta",
    **{name.lower(): name for name in MODIFIERS},
}
_NAMED = (
    *("Enter", "Escape", "Space", "Tab", "Backspace", "Delete", "Insert", "Home", "End"),
    *("PageUp", "PageDown", "Up", "Down", "Left", "Right", "Plus"),
)
_KEYS = {
    "esc": "Escape",
    "return": "Enter",
    "del": "Delete",
    "ins": "Insert",
    "pgup": "PageUp",
    "pgdown": "PageDown",
    **{name.lower(): name for name in _NAMED},
}
_KEPT = frozenset(
    {
        *("Ctrl+W", "Ctrl+Shift+W", "Ctrl+N", "Ctrl+Shift+N", "Ctrl+T", "Ctrl+Shift+T"),
        *("Ctrl+Tab", "Ctrl+Shift+Tab", "Ctrl+PageUp", "Ctrl+PageDown", "Ctrl+Q", "Ctrl+Shift+Q"),
        *("Alt+F4", "Ctrl+F4", "Alt+Tab", "Ctrl+Alt+Delete", "Tab", "Shift+Tab"),
    }
)
"""What no page is told of, or, of the last two, what takes users from widget to widget."""


def shortcut(text: object, where: str) -> str:
    """A shortcut in the one form that pages have it in, such as ``"Ctrl+Shift+S"``.

    Parameters:
        text: modifiers and a key, parted by ``+``, in any case and order.
        where: the call, for errors.

    Raises:
        TypeError: it is no text.
        ValueError: there is no such key, or browsers keep it.
    """
    if not isinstance(text, str):
        raise TypeError(f"{where}: keys is {text!r}; it must be a text such as 'Ctrl+S'")
    parts = [part.strip() for part in re.split(r"\+(?=.)", text.strip())]
    *leading, last = parts
    modifiers = [_SPOKEN.get(part.lower()) for part in leading]
    key = _key(last)
    if key is None or None in modifiers or len(set(modifiers)) < len(modifiers):
        raise ValueError(
            f"{where}: keys is {text!r}; it must be a key, such as A, 7, ?, F5, Enter, Escape, "
            f"Delete, Up or PageDown, behind any of Ctrl+, Alt+, Shift+ and Meta+"
        )
    found = "+".join([*(name for name in MODIFIERS if name in modifiers), key])
    if found in _KEPT:
        raise ValueError(
            f"{where}: keys is {text!r}, which browsers keep for themselves; take another one"
        )
    return found


def _key(text: str) -> str | None:
    if text.lower() in _KEYS:
        return _KEYS[text.lower()]
    if re.fullmatch(r"[Ff]([1-9]|1[0-2])", text):
        return text.upper()
    if text == "+":
        return "Plus"
    if len(text) == 1 and text.isprintable() and not text.isspace():
        return text.upper() if len(text.upper()) == 1 else text
    return None
