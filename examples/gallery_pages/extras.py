"""Widgets made of widgets, in Python alone; and widgets of other projects.

The former are imported by themselves (`from pgwidgets.extras.file_browser import FileBrowser`), and
take the session as their first argument. An `AnyWidget` needs the extra `anywidget`;
[Anywidgets](../how-to/anywidget.md) says more.
"""

import html
import math
from typing import Annotated, Any, Literal

import msgspec

from pgwidgets.extras.file_browser import FileBrowser
from pgwidgets.extras.form import Form
from pgwidgets.extras.image_view import ImageView

from .exhibit import PICTURES, Group, Tell

GROUP = Group("Extras")


@GROUP.shows("FileBrowser", size=(400, 200))
async def file_browser(W: Any, tell: Tell) -> Any:
    choose = await W.Button("Choose a picture on the server …")
    chosen = await W.Label("nothing chosen yet")
    files = FileBrowser(choose.session, "Pictures", modal=False, root=PICTURES)
    for extension in (".svg", ".webm"):
        files.add_ext_filter("Pictures", extension)
    files.set_icon("Pictures", PICTURES / "camera.svg")

    async def popup() -> None:
        await files.popup(360, 160)  # reads the folder, in a thread

    async def show(path: str) -> None:
        await chosen.set_text(html.escape(path.rpartition("/")[2]))

    await choose.on("activated", popup)
    await files.on("activated", show)
    await tell(choose, "activated")
    box = await W.VBox(spacing=10, padding=14)
    await box.add_widget(choose, 0)
    await box.add_widget(chosen, 0)
    return box


class Sequence(msgspec.Struct):
    """What the form edits."""

    target: Annotated[str, msgspec.Meta(min_length=1)] = "M 31"
    exposure: Annotated[float, msgspec.Meta(gt=0, le=3600, title="Exposure (s)")] = 30.0
    count: Annotated[int, msgspec.Meta(ge=1, le=500, title="Images")] = 10
    band: Annotated[Literal["R", "G", "B"], msgspec.Meta(title="Filter")] = "G"
    cooled: bool = True


@GROUP.shows("Form", size=(520, 310))
async def form(W: Any, tell: Tell) -> Any:
    box = await W.VBox()
    edited = Form(box.session, Sequence)
    await tell(edited, "applied")
    await box.add_widget(edited.widget, 1)
    return box


@GROUP.shows("ImageView", size=(340, 270))
async def image_view(W: Any, tell: Tell) -> Any:
    box = await W.VBox(spacing=4, padding=6)
    view = ImageView(box.session, colormap="heat", cuts=(1, 99.7))

    def light(x: float, y: float) -> float:
        far = math.hypot(x, y)
        return math.exp(-far / 40) * (1.5 + math.cos(2 * math.atan2(y, x) - far / 9))

    await view.set_array([[light(x, y) for x in range(-160, 160)] for y in range(-120, 120)])
    await tell(view, "clicked")
    await box.add_widget(view.widget, 1)
    return box


_COUNTER = """
export default {
    render({ model, el }) {
        const button = document.createElement("button");
        const show = () => { button.textContent = `clicked ${model.get("count")} times`; };
        button.className = "counter";
        button.onclick = () => {
            model.set("count", model.get("count") + 1);
            model.save_changes();
        };
        model.on("change:count", show);
        show();
        el.style.padding = "16px";
        el.append(button);
    },
};
"""

_COUNTER_LOOKS = """
.counter {
    padding: 8px 16px;
    border: 1px solid var(--pgw-raised-line);
    border-radius: var(--pgw-radius-small);
    background: var(--pgw-raised);
    color: var(--pgw-text);
}
"""


@GROUP.shows("AnyWidget", size=(320, 180))
async def any_widget(W: Any, tell: Tell) -> Any:
    try:
        import anywidget
        import traitlets
    except ImportError:
        return await W.Label("Here is a widget of another project, if anywidget is installed.")

    class Counter(anywidget.AnyWidget):  # type: ignore[misc]
        _esm = _COUNTER
        _css = _COUNTER_LOOKS
        count = traitlets.Int(0).tag(sync=True)

    counter = Counter()
    box, told = await W.VBox(padding=6), await W.Label("Python knows of 0 clicks")
    counter.observe(lambda change: told.set_text(f"Python knows of {change.new} clicks"), "count")
    await box.add_widget(await W.AnyWidget(counter), 1)
    await box.add_widget(told, 0)
    return box
