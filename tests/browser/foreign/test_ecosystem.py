"""Anywidgets of other projects in a real browser: shown, changed by Python, shown again.

Each stands where the documentation says that it works: in the page itself, or in a frame.
"""

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from browser.gestures import comes_true

NUMBERS = [0.5, 0.25, 0.75, 1.0]


def altair(**options: Any) -> Any:
    alt = importlib.import_module("altair")
    alt.JupyterChart.enable_offline()  # else it loads its library from a server of others
    data = alt.Data(values=[{"x": i, "y": y} for i, y in enumerate(NUMBERS)])
    return alt.JupyterChart(alt.Chart(data).mark_point().encode(x="x:Q", y="y:Q"), **options)


def plotly(kind: str) -> Any:
    go = importlib.import_module("plotly.graph_objects")
    return go.FigureWidget(data=[getattr(go, kind)(x=[0, 1, 2, 3], y=NUMBERS)])


def quak() -> Any:
    pyarrow = importlib.import_module("pyarrow")
    return importlib.import_module("quak").Widget(pyarrow.table({"height": NUMBERS}))


def itables() -> Any:
    pandas = importlib.import_module("pandas")
    table = importlib.import_module("itables.widget").ITable
    return table(pandas.DataFrame({"height": NUMBERS}))


def scatter() -> Any:
    jscatter = importlib.import_module("jscatter")
    return jscatter.Scatter(x=NUMBERS, y=NUMBERS, height=200, width=200).widget


def frames() -> Any:
    numpy = importlib.import_module("numpy")

    class Noise(importlib.import_module("jupyter_rfb").RemoteFrameBuffer):  # type: ignore[misc]
        def get_frame(self) -> Any:
            return numpy.full((24, 32, 3), 120, "uint8")

    return Noise()


class Case(NamedTuple):
    """A widget.

    Attributes:
        make: makes it.
        sandbox: whether it needs a frame.
        sign: a selector of what is there when it is shown.
        change: changes it in Python, if that can be seen.
        changed: a selector of what is there then.
    """

    make: Callable[[], Any]
    sandbox: bool
    sign: str
    change: Callable[[Any], object] = lambda widget: None
    changed: str = ""


def title(widget: Any) -> None:
    widget.layout.title = "changed"


CASES = {
    "altair": Case(lambda: altair(embed_options={"ast": True}), False, ".vega-embed .marks"),
    "altair-sandbox": Case(altair, True, ".vega-embed .marks"),
    "plotly": Case(lambda: plotly("Scatter"), False, ".scatterlayer .trace", title, "text=changed"),
    "plotly-gl-sandbox": Case(
        lambda: plotly("Scattergl"), True, ".gl-canvas", title, "text=changed"
    ),
    "quak": Case(quak, False, "text=4 rows"),
    "itables-sandbox": Case(itables, True, "td:has-text('0.25')"),
    "jupyter-scatter-sandbox": Case(scatter, True, "canvas"),
    "jupyter_rfb": Case(frames, False, ".jupyter-rfb img[src], .anywidget-widget img[src]"),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("default")  # theirs are no business of ours
def test_a_widget_of_another_project(
    name: str,
    serve: Callable[..., Any],
    open_page: Callable[..., Page],
) -> None:
    case = CASES[name]
    widgets: list[Any] = []

    def setup(app: Any) -> None:
        @app.on_connect
        async def build(session: Any) -> None:
            widgets.append(case.make())
            W = session.get_widgets()
            top = await W.TopLevel(title=name)
            await top.set_widget(await W.AnyWidget(widgets[0], sandbox=case.sandbox))
            await top.resize(600, 450)
            await top.show()

    served = serve(setup, csp={"frame-src": "'self'"})
    page = open_page()
    for _ in range(2):  # and when the page is loaded again
        page.goto(served.url) if not widgets else page.reload()
        inside: Any = page
        if case.sandbox:
            page.wait_for_selector("iframe[sandbox='allow-scripts']")
            comes_true(page, lambda: len(page.frames), 2)
            inside = page.frames[1]
        expect(inside.locator(case.sign).first).to_be_attached()
    served.call(case.change, widgets[0])
    if case.changed:
        expect(inside.locator(case.changed).first).to_be_visible()
