"""Pictures as an instrument sees them; `pgwidgets demo images` runs it (pictures, plots).

The wheel zooms, dragging pans, a double click shows all. A click marks a place: below are the
values of its row and its column. Files of arrays (.npy) and of pictures can be opened.
"""

import asyncio
import io
from typing import Any

import numpy as np
from PIL import Image

from pgwidgets.async_ import Application, Session
from pgwidgets.extras.image_view import ImageView

COLORMAPS = ("gray", "viridis", "magma", "inferno", "plasma")
CUTS = {"99 %": (0.5, 99.5), "95 %": (2.5, 97.5), "all values": (0.0, 100.0)}


def made_up_sky(size: int = 800) -> Any:
    """A galaxy among stars."""
    made = np.random.default_rng(4)
    down, across = np.mgrid[0:size, 0:size]
    x, y = across - 0.55 * size, down - 0.45 * size
    far, turn = np.hypot(x, 1.7 * y), np.arctan2(1.7 * y, x)
    sky = 200 + 900 * np.exp(-far / 70) * (1.3 + np.cos(2 * turn - far / 26))
    for _ in range(250):
        (row, column), light = made.uniform(8, size - 9, 2), made.pareto(1.2) * 60
        part = np.s_[int(row) - 8 : int(row) + 9, int(column) - 8 : int(column) + 9]
        sky[part] += light * np.exp(-((down[part] - row) ** 2 + (across[part] - column) ** 2) / 4.5)
    return made.normal(sky, np.sqrt(sky)).astype(np.float32)


def opened(name: str, data: bytes) -> Any:
    """The array in a file; ValueError: there is none."""
    if name.endswith(".npy"):
        array = np.load(io.BytesIO(data), allow_pickle=False)
    else:
        try:
            array = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
        except OSError as exc:
            raise ValueError("it is no picture") from exc
    if array.ndim != 2 or array.dtype.kind not in "iuf" or not array.size:
        raise ValueError(f"it is no picture, but {array.dtype} of the shape {array.shape}")
    return array


async def build(session: Session) -> None:
    W, array = session.get_widgets(), made_up_sky()
    view = ImageView(session, colormap="gray", cuts=CUTS["99 %"])
    colors, cuts = await W.ComboBox(), await W.ComboBox()
    load, fit, whole = (
        await W.Button("Open …", icon="open"),
        await W.Button("All", icon="fit"),
        await W.Button("1 : 1", icon="zoom-in"),
    )
    plot = await W.Plot(x_label="pixel", y_label="value")
    lines = [await plot.add_line(name) for name in ("row", "column")]
    marked = await W.Label("")

    async def mark(row: int | None, column: int | None, value: Any) -> None:
        if row is None or column is None:
            return
        await marked.set_text(f"row {row}, column {column}: {value:.4g}")
        for line, values in zip(lines, (array[row], array[:, column]), strict=True):
            line.set_data(np.arange(values.size), values)

    async def take() -> None:
        nonlocal array
        file = await session.ask_file("A picture, or an array", accept=".npy,image/*")
        if file is None:
            return
        try:
            array = await asyncio.to_thread(opened, file.name, file.data)
        except ValueError as exc:
            await session.notify(f"{file.name}: {exc}", "error")
            return
        await view.set_array(array)
        await view.fit()
        await marked.set_text(f"{file.name}: {array.shape[1]} x {array.shape[0]}")

    for combo, texts in ((colors, COLORMAPS), (cuts, CUTS)):
        for text in texts:
            await combo.append_text(text)
        await combo.set_index(0)
    await colors.on("activated", lambda index, text: view.set_colormap(text))
    await cuts.on("activated", lambda index, text: view.set_cuts(*CUTS[text]))
    await load.on("activated", take)
    await fit.on("activated", view.fit)
    await whole.on("activated", lambda: view.set_zoom(1))
    view.on("clicked", mark)

    bar, page = await W.HBox(spacing=8), await W.VBox(spacing=8, padding=8)
    panes = await W.Splitter(orientation="vertical")
    names = [await W.Label(word) for word in ("Colours", "Range")]
    await bar.set_align("center")
    for widget in (load, fit, whole, names[0], colors, names[1], cuts):
        await bar.add_widget(widget, 0)
    for pane in (view.widget, plot):
        await panes.add_widget(pane)
    await panes.set_sizes([420, 180])
    for part, stretch in ((bar, 0), (panes, 1), (marked, 0)):
        await page.add_widget(part, stretch)
    window = await W.TopLevel(title="Images", resizable=True)
    await window.set_widget(page)
    await window.resize(760, 720)
    await window.show()
    await view.set_array(array)
    middle = array.shape[0] // 2, array.shape[1] // 2
    await mark(*middle, array[middle])


async def main() -> None:
    app = Application(max_sessions=None, title="Images", theme="auto")
    app.on_connect(build)
    await app.run()


if __name__ == "__main__":
    asyncio.run(main())
