"""What the simulated browser says that one setter takes back of another, Chromium says too.

Each class's own setters, two at a time, by messages that go straight into the library's
RemoteInterface. If the page looks after both as after the second alone, the first is taken back.
"""

from itertools import permutations
from typing import Any

import pytest
from pgwidgets_js import defs
from playwright.sync_api import Page

from browser.library_page import open_library
from pgwidgets.testing.page import Page as SimulatedPage

APPLY = """async (runs) => {
    const {Widgets} = await import("/Widgets.js");
    const remote = new Widgets.RemoteInterface(Widgets);
    remote._send = () => {};
    const MEASURED = "[class*=scrollbar], [class*=corner]";
    const seen = (element, name) => {
        const copy = element.cloneNode(true);
        // How much there is to scroll was measured when something last changed.
        if (name !== "ScrollBar") for (const part of copy.querySelectorAll(MEASURED)) part.remove();
        const fields = [...element.querySelectorAll("input, textarea, select, video, canvas")];
        const values = [element, ...fields].map((field) =>
            [field.value, field.checked, field.disabled, field.width, field.height]);
        return [copy.outerHTML.replace(/\\d{7,}/g, "N"), values];
    };
    return runs.map(({name, calls}) => {
        remote._dispatch({type: "create", wid: 1, class: name, args: [], id: 0});
        const widget = Widgets.Callback._registry.get(1);
        document.body.append(widget.element);
        for (const [method, args] of calls) {
            const answer = remote._dispatch({type: "call", wid: 1, method, args, id: 1});
            if (answer?.type === "error") throw new Error(`${name}.${method}: ${answer.error}`);
        }
        const found = JSON.stringify(seen(widget.element, name));
        widget.element.remove();
        widget.destroy();
        return found;
    });
}"""

SAMPLES: dict[str, list[Any]] = {
    "accept": [".txt", ".png"],
    "bg": ["red", "blue"],
    "checked": [True, True],
    "collapsed": [False, False],
    "fg": ["white", "yellow"],
    "gap": [7, 8],
    "halign": ["center", "right"],
    "hex_string": ["#112233", "#445566"],
    "html": ["<b>one</b>", "<b>two</b>"],
    "len_px": [11, 12],
    "maxval": [40, 50],
    "minval": [-10, -20],
    "mode": ["files", "save"],
    "incrval": [2, 3],
    "num": [30, 35],
    "numchars": [9, 10],
    "orientation": ["vertical", "vertical"],
    "pct": [0.3, 0.4],
    "px": [7, 8],
    "text": ["one", "two"],
    "tf": [True, False],
    "title": ["one", "two"],
    "val": [30, 35],
    "value": [True, True],
    "x": [30, 40],
    "y": [50, 60],
}
"""Two arguments for each parameter, by its name."""

WITH_CONTENT = {"ComboBox", "TreeView", "TableView", "TextSource", "TextBufferRef", "MDIWidget"}
NO_ELEMENT = {"MDISubWindow", "Timer", "FileDialog", "AbstractScrollArea"}

type Call = tuple[str, list[Any]]
type Run = tuple[str, tuple[Call, ...]]


def calls_of(name: str) -> list[Call]:
    """What may be called of a class, with every sample."""
    found: list[Call] = []
    for method, params in defs.WIDGETS[name]["methods"].items():
        if not (method.startswith("set_") or method in ("clear", "stop")):
            continue
        if all(param in SAMPLES for param in params):
            versions = [[SAMPLES[param][number] for param in params] for number in range(2)]
            found += [(method, args) for args in (versions if params else versions[:1])]
    return found


def pairs() -> list[tuple[str, Call, Call]]:
    names = set(defs.WIDGETS) - WITH_CONTENT - NO_ELEMENT
    return [
        (name, one, other)
        for name in sorted(names)
        for one, other in permutations(calls_of(name), 2)
        if one[0] != other[0]
    ]


def simulated(name: str, calls: tuple[Call, ...]) -> str:
    """What the simulated browser says of a widget after these calls."""
    page = SimulatedPage(is_stock=True)
    widget = page.create(1, name, [])
    for method, args in calls:
        page.call(1, method, list(args))
    return repr(sorted(widget.state.items()))


@pytest.fixture
def bare_page(page: Page) -> Page:
    """An empty page that can import pgwidgets-js."""
    return open_library(page)


def test_what_takes_back_what_another_has_set(bare_page: Page) -> None:
    tried = pairs()
    runs: dict[str, Any] = {}
    for name, one, other in tried:
        for calls in ((), (one,), (other,), (one, other)):
            runs[repr((name, calls))] = {"name": name, "calls": calls}
    told = bare_page.evaluate(APPLY, list(runs.values()))
    real = dict(zip(runs, told, strict=True))
    wrong, taken_back = [], 0
    for name, one, other in tried:
        nothing, first, second, both = (
            real[repr((name, calls))] for calls in ((), (one,), (other,), (one, other))
        )
        if first == nothing:
            continue  # it can't be seen, so nor can that it is taken back
        is_taken_back = both == second
        taken_back += is_taken_back
        if is_taken_back != (simulated(name, (one, other)) == simulated(name, (other,))):
            wrong.append((name, one, other, is_taken_back))
    assert len(tried) > 100
    assert taken_back >= 4
    assert wrong == []
