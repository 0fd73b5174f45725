"""Chapters about what a program does, and what users do to it.

Knows: a recorder, and what is worth a recording. Must not know: what the core answers.
"""

import random
from collections.abc import Callable
from typing import Any

from pgwidgets_proto.catalog import widget_class

from .recorder import Recorder, ack, program

GROUPS: tuple[tuple[str, ...], ...] = (
    ("Box", "VBox", "HBox", "ButtonBox", "FixedLayout", "GridBox", "Splitter", "Frame"),
    ("Separator", "Expander", "AbstractScrollArea", "ScrollArea", "TabWidget", "StackWidget"),
    ("MDIWidget", "TopLevel", "Page", "Dialog", "ColorWidget", "ColorDialog"),
    ("Button", "CheckBox", "RadioButton", "ToggleButton", "Label", "StatusBar"),
    ("TextEntry", "TextEntrySet", "TextArea", "TextSource"),
    ("ComboBox", "SpinBox", "Slider", "Dial", "ScrollBar", "ProgressBar", "Image"),
    ("TreeView", "TableView"),
    ("Timer", "Canvas", "HtmlView", "VideoWidget", "ExternalWidget", "FileDialog"),
    ("MenuBar", "Menu", "MenuAction", "ToolBar", "ToolBarAction"),
)
"""All classes that programs make, a few to an application."""

REPORTS: tuple[list[Any], ...] = (
    [],
    [True],
    [1],
    [0.25],
    ["a"],
    [["row0"], "a"],
    [[["row1"]]],
    [{"x": 3, "y": 4}],
    [{"__wid__": 1}, 0],
    [30, 40],
)
"""What browsers say of any action; for each there is one form that can be true."""


def classes(names: tuple[str, ...]) -> Callable[[Recorder], None]:
    """Every method and every report of some classes, before our client and the stock one."""

    def chapter(recorder: Recorder) -> None:
        recorder.begin(", ".join(names))
        recorder.do("session")
        ours = recorder.browser("ours", session_id=1, token=recorder.token)
        stock = recorder.browser("stock", stock=True, session_id=1, token=recorder.token)
        recorder.settle(ours, stock)
        recorder.create("Label", "something to put in")
        anything = program(recorder, *names)
        choose = random.Random(len(names))
        for name in names:
            while not recorder.has(name):  # not all arguments are taken
                program(recorder, name).step("create", choose.randrange(2**16))
            wid = max(recorder.world.hub.sessions[1].nodes)
            recorder.listen(wid, *sorted(widget_class(name).actions))
            recorder.settle(ours, stock)
        for node in list(recorder.world.hub.sessions[1].nodes.values()):
            anything.call_each(node, choose)
            recorder.settle(ours, stock)
            for action, about in node.cls.actions.items():
                for args in REPORTS[: None if about.report else 1]:
                    if node.wid in ours.page.widgets:
                        ours.report(node.wid, action, *args)
            recorder.settle(ours, stock)
        for number in range(60):
            anything.step(("call", "add")[number % 2], choose.randrange(2**16))
        recorder.settle(ours, stock)
        ours.come_back(is_new_page=True)
        stock.come_back()
        recorder.settle(ours, stock)

    return chapter


def use(recorder: Recorder) -> None:
    """Two users at one session: what each does reaches the other, and the handlers."""
    recorder.begin("use")
    ours = recorder.browser("ours")
    recorder.settle(ours)
    stock = recorder.browser("stock", stock=True, session_id=1, token=ours.token)
    recorder.settle(ours, stock)
    for browser, size in ((ours, (1280, 800)), (stock, (640, 480.5))):
        browser.send({"type": "viewport", "width": size[0], "height": size[1]})
    window = recorder.create("TopLevel", title="Übersicht 🔭")
    box = recorder.create("VBox", spacing=4)
    button = recorder.create("Button", "Click")
    entry = recorder.create("TextEntry", "")
    check = recorder.create("CheckBox", "on")
    slider = recorder.create("Slider", min=0, max=10)
    tabs = recorder.create("TabWidget")
    editor = recorder.create("TextSource", "one\ntwo\n")
    pages = [recorder.create("Label", text) for text in ("first", "second")]
    recorder.listen(button, "activated")
    recorder.listen(entry, "modified", "activated")
    recorder.listen(check, "activated")
    recorder.listen(slider, "activated")
    recorder.listen(tabs, "page-switch")
    recorder.listen(editor, "changed", "cursor_moved")
    recorder.listen(window, "move", "resize", "close")
    for index, page in enumerate(pages):
        recorder.call(tabs, "add_widget", {"node": page}, title=f"tab {index}")
    for child in (button, entry, check, slider, tabs, editor):
        recorder.call(box, "add_widget", {"node": child}, 1)
    recorder.call(window, "set_widget", {"node": box})
    recorder.call(window, "show")
    recorder.settle(ours, stock)
    for browser, other in ((ours, stock), (stock, ours)):
        browser.click(button)
        browser.type_text(entry, f"typed {browser.now} ä")
        browser.toggle(check)
        browser.slide(slider, 3.5)
        browser.show_page(tabs, 1)
        browser.move(window, 20, 30)
        browser.resize(window, 400, 300)
        recorder.settle(browser)
        recorder.settle(other, browser)
        browser.show_page(tabs, 0)
    # Both change one value at once, and the program does too: who is newer is told by the counts.
    ours.type_text(entry, "ours")
    stock.type_text(entry, "stock")
    recorder.call(entry, "set_text", "the program's")
    recorder.settle(ours, stock)
    ours.report(editor, "changed", {"start": 0, "end": 3, "text": "1", "revision": 0, "number": 1})
    end = recorder.call(editor, "create_ref", 5)["node"]
    recorder.call(editor, "insert_text", {"node": end}, "added")
    recorder.settle(ours, stock)
    ours.report(editor, "cursor_moved", {"start": 1, "end": 1, "revision": 1})
    ours.report(editor, "changed", {"step": "undo"})
    recorder.settle(ours, stock)
    recorder.do("for", 1, 1, ["open_url", 1, "https://example.org/"])
    recorder.do("open_url", 1, "/help")
    recorder.do("fonts", "Mono", 13)
    recorder.do("set_looks", 1, "dark", "touch")
    recorder.do("unlisten", 1, button, "activated")
    recorder.settle(ours, stock)
    recorder.do("rebuild", 1)
    recorder.settle(ours, stock)
    ours.report(window, "close")
    recorder.call(window, "destroy")
    recorder.call(window, "set_title", "gone")
    recorder.settle(ours, stock)
    stock.leave()
    ours.say_goodbye()
    recorder.settle(ours)


def batches(recorder: Recorder) -> None:
    """Calls drawn as one, questions, and errors that browsers answer."""
    recorder.begin("batches")
    ours = recorder.browser("ours")
    recorder.settle(ours)
    stock = recorder.browser("stock", stock=True, session_id=1, token=ours.token)
    recorder.settle(ours, stock)
    label, other = recorder.create("Label", "a"), recorder.create("Label", "b")
    table = recorder.create("TableView", columns=["A", "B"])
    mdi = recorder.create("MDIWidget")
    recorder.settle(ours, stock)

    def call(wid: int, method: str, *args: Any) -> list[Any]:
        return ["call", 1, wid, method, list(args), {}]

    rows = [call(table, "append_row", [number, f"row {number}"]) for number in range(5)]
    recorder.do("batch", 1, [call(label, "set_text", "x"), *rows, call(label, "set_text", "y")])
    recorder.settle(ours, stock)
    window = call(mdi, "add_widget", {"node": other})
    recorder.do("batch", 1, [call(label, "set_text", "z"), window, call(label, "hide")])
    recorder.settle(ours, stock)
    recorder.do("batch", 1, [call(label, "set_text", "alone")])
    recorder.do("batch", 1, [call(label, "nonsense"), call(label, "set_text", "after")])
    recorder.settle(ours, stock)
    video = recorder.create("VideoWidget")
    button = recorder.create("Button", "b")
    recorder.settle(ours, stock)
    recorder.call(video, "get_duration")
    recorder.call(table, "get_column_widths")
    recorder.call(button, "get_icon")
    recorder.do("flush", 1)
    recorder.settle(ours, stock)
    for browser in (ours, stock):
        browser.fail_next("set_text", "the page's own error")
        browser.fail_next("get_paused", "no film")
    recorder.call(label, "set_text", "fails")
    recorder.call(video, "get_paused")
    recorder.do("flush", 1)
    recorder.settle(ours, stock)
    recorder.call(video, "get_duration")
    ours.drop()
    stock.drop()
    recorder.turn()
    recorder.call(video, "get_paused")
    recorder.do("flush", 1, 5.0)
    recorder.do("time", 31.0)
    recorder.turn()
    timer = recorder.create("Timer", 2.0)
    recorder.listen(timer, "expired")
    recorder.call(timer, "start")
    for _ in range(2):
        recorder.do("time", 1.5)
        recorder.turn()


def data(recorder: Recorder) -> None:
    """Pictures to browsers, in one frame and in chunks; files from them, whole and broken."""
    recorder.begin("data", transfer_bytes=100, transfer_files=3, transfer_time=30.0)
    ours = recorder.browser("ours")
    recorder.settle(ours)
    stock = recorder.browser("stock", stock=True, session_id=1, token=ours.token)
    recorder.settle(ours, stock)
    image, canvas = recorder.create("Image"), recorder.create("Canvas", 10, 10)
    recorder.call(image, "set_binary_image", {"bytes": "\x89PNG one"}, "png")
    recorder.call(image, "set_binary_image", {"bytes": "\x89PNG two"}, "png")
    recorder.call(canvas, "set_enabled", {"buffer": ["12345678", "uint8"]})
    recorder.settle(ours, stock)
    ours.come_back(is_new_page=True)
    recorder.settle(ours, stock)
    label, dialog = recorder.create("Label", "drop here"), recorder.create("FileDialog")
    recorder.listen(label, "drop-start", "drop-progress", "drop-end")
    recorder.listen(dialog, "activated", "progress")
    recorder.settle(ours, stock)
    files = [("a.txt", b"hello there"), ("empty", b"")]
    for browser in (ours, stock):
        for wid, action in ((label, "drop-end"), (dialog, "activated")):
            for _ in browser.bring_files(wid, action, *files, chunk_bytes=4):
                recorder.settle(ours, stock)
    list(ours.bring_files(label, "drop-end", ("big", b"x" * 101), chunk_bytes=50))
    list(ours.bring_files(label, "drop-end", *[(f"{n}", b"x") for n in range(4)]))
    recorder.settle(ours, stock)
    steps = ours.bring_files(label, "drop-end", ("cut.txt", b"0123456789"), chunk_bytes=3)
    next(steps)
    recorder.settle(ours, stock)
    next(steps)
    ours.drop()
    list(steps)
    ours.come_back()
    recorder.settle(ours, stock)
    next(ours.bring_files(label, "drop-end", ("silent.txt", b"01234567"), chunk_bytes=4))
    recorder.settle(ours, stock)
    recorder.do("time", 31.0)
    recorder.settle(ours, stock)
    late = {"type": "binary-chunk", "wid": label, "transfer_id": 99, "file_index": 0}
    late |= {"file_count": 1, "chunk_index": 0, "num_chunks": 1}
    ours.post({**late, "encoding": "base64", "data": "aGVsbG8="})
    recorder.settle(ours, stock)


def big_pictures(recorder: Recorder) -> None:
    """Bytes that go in chunks, as the socket takes them, and what waits behind them."""
    recorder.begin("big pictures", link_bytes=400_000)
    recorder.do("session")
    recorder.open("client").send(recorder.hello())
    recorder.do("turn")
    image, label = recorder.create("Image"), recorder.create("Label", "")
    for text, count in (("a", 1_300_000), ("b", 1_400_000), ("c", 70_000)):
        recorder.call(image, "set_binary_image", {"many": [text, count]}, "png")
    recorder.call(image, "set_binary_image", {"many": ["d", 1_100_000]}, "jpeg")
    recorder.call(label, "set_text", "behind the picture")
    for seen in (2, 4, 6, 8, 10, 12):
        recorder.do("turn")
        recorder.send("client", ack(seen))
    recorder.call(image, "set_binary_image", {"many": ["e", 1_100_000]}, "png")
    recorder.do("turn", ["client"])
    recorder.call(image, "set_binary_image", {"many": ["f", 1_100_000]}, "png")
    recorder.do("turn")
