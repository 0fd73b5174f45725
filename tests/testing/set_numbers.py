"""Numbers that users set, and what their programs hear of them.

Knows: what Chromium makes of them (tests/browser/test_kit_values.py). Must not know: how they are
set.
"""

from typing import Any

CASES: list[tuple[str, dict[str, Any], tuple[Any, ...] | None, str, list[Any], list[float]]] = [
    ("Slider", {"max": 1, "step": 0.1, "dtype": "float"}, None, "slide", [0.3, 0.7], [0.3, 0.7]),
    ("Slider", {"max": 0.3, "step": 0.1, "dtype": "float"}, None, "slide", [0.3], [0.3]),
    ("Slider", {"max": 10, "step": 4}, None, "slide", [10, 5.9, 6], [8, 4, 8]),
    ("Slider", {}, (0, 100, 25), "slide", [30, 40], [25, 50]),
    ("Slider", {"max": 10, "step": 4, "value": 4}, None, "press", ["ArrowUp", "ArrowUp"], [8]),
    ("Slider", {"value": 0}, (0, 100, 25), "press", ["ArrowUp", "ArrowRight"], [25, 50]),
    ("Slider", {"max": 1, "step": 0.1, "value": 0.2, "dtype": "float"}, None, "press",
     ["ArrowUp", "ArrowDown"], [0.3, 0.2]),
    ("SpinBox", {}, None, "slide", [7.6, 100], [7, 99]),
    ("SpinBox", {"min": -9}, None, "type", ["7.6", "-2.5", "12 km", "1e3"], [7, -2, 12, 1]),
    ("SpinBox", {"dtype": "float"}, None, "type", ["7.6", "1.5 km", "1e1", ".5."],
     [7.6, 1.5, 10, 0.5]),
    ("SpinBox", {}, None, "type", ["inf", "nan", "", "km", "3"], [3]),
    ("SpinBox", {"dtype": "float"}, None, "type", ["inf", "Infinity", "1_0"], [99, 1]),
    ("SpinBox", {}, (0, 100, 25), "press", ["ArrowUp", "ArrowUp", "ArrowDown"], [25, 50, 25]),
    ("SpinBox", {"dtype": "float", "step": 0.1, "value": 0.2}, None, "press",
     ["ArrowUp"], [0.30000000000000004]),
    ("Dial", {"max": 1, "step": 0.1, "value": 0.2, "dtype": "float"}, None, "press",
     ["ArrowUp", "ArrowDown"], [0.3, 0.2]),
    ("Dial", {"value": 2.25, "dtype": "float"}, None, "press", ["ArrowUp"], [3.25]),
    ("Dial", {"value": 0}, (0, 100, 25), "press", ["ArrowUp", "ArrowRight"], [25, 50]),
    ("Dial", {"max": 1, "step": 0.1, "dtype": "float"}, None, "slide",
     [0.3], [0.30000000000000004]),
    ("Dial", {"min": 1, "max": 10, "step": 2}, None, "slide", [4.1, 8.3], [4, 8]),
]  # fmt: skip
"""Each: a class, its options, limits, what the user does, with what, and what is told."""


def program(cls: str, options: dict[str, Any], limits: tuple[Any, ...] | None) -> Any:
    """A program of one widget, whose list ``told`` has what it is told."""

    async def build(session: Any) -> None:
        W = session.get_widgets()
        window, page = await W.TopLevel(title="Numbers"), await W.VBox()
        widget = await getattr(W, cls)(**options)
        if limits is not None:
            await widget.set_limits(*limits)
        build.told = []  # type: ignore[attr-defined]
        await widget.on("activated", build.told.append)  # type: ignore[attr-defined]
        await page.add_widget(widget)
        await window.set_widget(page)
        await window.show()

    return build
