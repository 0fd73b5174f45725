"""Windows of a page, as programs make them: what is in them decides how big they are.

Knows: the public API. Must not know: engines.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from pgwidgets.extras.file_browser import FileBrowser

type Make = Callable[[Any], Awaitable[Any]]
"""Makes a window and shows it: `await make(session)`."""

_BUTTONS = [["Close", "closed"], ["Leave open", "open"]]


async def plain_dialog(session: Any) -> Any:
    W = session.get_widgets()
    dialog = await W.Dialog("Plain", _BUTTONS, modal=True)
    await dialog.add_widget(await W.Label("The exposure that is running will be lost."), 0)
    await dialog.popup()
    return dialog


async def empty_dialog(session: Any) -> Any:
    dialog = await session.get_widgets().Dialog("Empty", _BUTTONS)
    await dialog.popup()
    return dialog


async def dialog_of_widgets(session: Any) -> Any:
    W = session.get_widgets()
    dialog = await W.Dialog("Of widgets", _BUTTONS, autoclose=True, modal=True)
    box = await W.VBox(spacing=6, padding=8)
    await box.add_widget(await W.Label("Exposure"), 0)
    row = await W.HBox(spacing=4)
    await row.add_widget(await W.TextEntry("300"), 1)
    await row.add_widget(await W.Button("Longest"), 0)
    await box.add_widget(row, 0)
    await box.add_widget(await W.TextArea("notes"), 1)
    await dialog.add_widget(box, 1)
    await dialog.popup()
    return dialog


async def dialog_of_boxes(session: Any) -> Any:
    W = session.get_widgets()
    dialog = await W.Dialog("Of boxes", _BUTTONS)
    outer = await W.VBox()
    inner = await W.VBox(spacing=4)
    for text in ("U", "B", "V"):
        await inner.add_widget(await W.Button(text), 0)
    await outer.add_widget(inner, 1)
    await dialog.add_widget(outer, 1)
    await dialog.popup()
    return dialog


async def sized_dialog(session: Any) -> Any:
    W = session.get_widgets()
    dialog = await W.Dialog("Sized", _BUTTONS)
    table = await W.TableView(columns=["Frame", "Seconds"])
    await table.set_data([["0041", "300"], ["0042", "600"]])
    await dialog.add_widget(table, 1)
    await dialog.resize(420, 300)
    await dialog.popup()
    return dialog


async def file_browser(session: Any) -> Any:
    files = FileBrowser(session, "Files", root=Path(__file__).parent)
    await files.popup(60, 40)
    return files


async def color_dialog(session: Any) -> Any:
    chooser = await session.get_widgets().ColorDialog(color="#4caf50", title="Color of the grid")
    await chooser.popup(300, 100)
    return chooser


async def top_level(session: Any) -> Any:
    W = session.get_widgets()
    between = await W.TextArea("text")
    return await _top_level(W, "Window", between, size=(300, 240))


async def top_level_without_size(session: Any) -> Any:
    return await _top_level(session.get_widgets(), "As big as it likes")


async def _top_level(W: Any, title: str, *between: Any, size: tuple[int, int] | None = None) -> Any:
    top = await W.TopLevel(title=title, resizable=True)
    box = await W.VBox(padding=8)
    await box.add_widget(await W.Button("First"), 0)
    for widget in between:
        await box.add_widget(widget, 1)
    await box.add_widget(await W.Button("Last"), 0)
    await top.set_widget(box)
    if size:
        await top.resize(*size)
    await top.show()
    return top


async def desktop(session: Any) -> Any:
    W = session.get_widgets()
    page = await W.Page()
    desk = await W.MDIWidget()
    for at, title in enumerate(("Finder", "Guider")):
        box = await W.VBox()
        await box.add_widget(await W.Button(f"Expose {title}"), 0)
        await box.add_widget(await W.TextArea(title), 1)
        await box.add_widget(await W.Button(f"Stop {title}"), 0)
        await desk.add_widget(box, title=title, x=20 + 400 * at, y=20, width=300, height=200)
    await page.set_widget(desk)
    await page.show()
    return page


MAKERS: dict[str, Make] = {
    make.__name__: make
    for make in (
        plain_dialog,
        empty_dialog,
        dialog_of_widgets,
        dialog_of_boxes,
        sized_dialog,
        file_browser,
        color_dialog,
        top_level,
        top_level_without_size,
        desktop,
    )
}
