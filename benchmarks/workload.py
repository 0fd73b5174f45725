"""What the measured application shows: the facts that both it and its observers rely on.

Knows texts, colours and button names. Must not know any widget library, socket or clock: the
application imports it in the server's environment, the driver in its own.
"""

STAGE = "stage"
"""Text of the first label in the box that receives the built labels; an observer finds it by it."""

IDLE = "idle"
"""First text of the label that the update and echo handlers write to."""

UPDATES = 1000
"""Successive texts that one click on ``UPDATE_BUTTON`` gives to the status label."""

BUILD_SIZES = (100, 1000)
"""Numbers of labels for which the application has a build button."""

UPDATE_BUTTON = "update"
ECHO_BUTTON = "echo"


def build_button(count: int) -> str:
    """Return the text of the button that builds ``count`` labels."""
    return f"build {count}"


def label_text(number: int) -> str:
    """Return the text of the built label ``number``, counted from 0 over the whole session."""
    return f"label {number}"


def label_color(number: int) -> str:
    """Return the background of the built label ``number``: neighbours differ, all are light."""
    return f"#{0x808080 | (number * 0x9E3779 & 0x7F7F7F):06x}"


def update_text(number: int) -> str:
    """Return text ``number`` (1 to ``UPDATES``) of the update handler."""
    return f"update {number}"


def echo_text(number: int) -> str:
    """Return the text that click ``number`` (from 1) on the echo button leads to."""
    return str(number)
