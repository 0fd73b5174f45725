"""Each class as its user meets it by keys: where Tab goes, what keys do there, what is told of it.

Knows: the public API, keys by the WAI-ARIA Authoring Practices, and names of Chromium's tree of
what screen readers are told. Must not know: playwright.
"""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

ROWS = [{"name": name, "size": size} for name, size in (("M 31", 3), ("M 51", 5), ("M 81", 8))]
COLUMNS = [{"key": "name", "label": "Name", "editable": True}, {"key": "size", "label": "Size"}]
NAMES = [{"key": "name", "label": "Part"}]
LONG = "".join(f"<p>Line {number}</p>" for number in range(60))

type Note = Callable[..., Awaitable[None]]


class Case(NamedTuple):
    """One class.

    Attributes:
        build: makes it: ``await build(W, note)``; ``await note(widget, *actions)`` notes reports.
        stop: role and name of where Tab goes in it.
        state: some of what is told of that at first.
        keys: what is pressed there.
        heard: what is reported: the action, then what goes with it.
        after: some of what is told then of what has the keys.
        to: role and name of what has the keys then; None: as before.
    """

    build: Callable[[Any, Note], Awaitable[Any]]
    stop: tuple[str, str]
    state: dict[str, Any]
    keys: tuple[str, ...]
    heard: list[tuple[Any, ...]]
    after: dict[str, Any]
    to: tuple[str, str] | None = None


def field(cls: str, *args: Any, action: str = "activated", **options: Any) -> Any:
    """Makes a widget of a class with a label before it, which names it."""

    async def build(W: Any, note: Note) -> Any:
        box, made = await W.HBox(), await getattr(W, cls)(*args, **options)
        await note(made, action)
        await box.add_widget(await W.Label(cls), 0)
        await box.add_widget(made, 1)
        return box

    return build


def plain(cls: str, *args: Any, actions: tuple[str, ...] = ("activated",), **options: Any) -> Any:
    """Makes a widget of a class whose text is its name."""

    async def build(W: Any, note: Note) -> Any:
        made = await getattr(W, cls)(*args, **options)
        await note(made, *actions)
        return made

    return build


async def radio(W: Any, note: Note) -> Any:
    box = await W.VBox()
    first = await W.RadioButton("RadioButton")
    await first.set_state(True)
    other = await W.RadioButton("the other", group=first)
    for one in (first, other):
        await note(one, "activated")
        await box.add_widget(one, 0)
    return box


async def combo(W: Any, note: Note) -> Any:
    box, made = await W.HBox(), await W.ComboBox()
    for name in ("Red", "Green"):
        await made.append_text(name)
    await note(made, "activated")
    await box.add_widget(await W.Label("ComboBox"), 0)
    await box.add_widget(made, 1)
    return box


async def table(W: Any, note: Note) -> Any:
    made = await W.TableView(columns=COLUMNS)
    await made.set_accessible_name("TableView")
    await made.set_data(ROWS)
    await made.resize(None, 120)
    await note(made, "cell_edited")
    return made


async def tree(W: Any, note: Note) -> Any:
    made = await W.TreeView(columns=NAMES, selection_mode="single")
    await made.set_accessible_name("TreeView")
    await made.set_tree({"Camera": {"Shutter": {}, "Cooler": {}}})
    await made.resize(None, 120)
    await note(made, "collapsed")
    return made


async def tabs(W: Any, note: Note) -> Any:
    made = await W.TabWidget(closable=True)
    for title in ("TabWidget", "Second"):
        await made.add_widget(await W.Label(f"in {title}"), title=title)
    await note(made, "page-close")
    return made


async def expander(W: Any, note: Note) -> Any:
    made = await W.Expander(title="Expander")
    await made.set_widget(await W.Label("inside"))
    await note(made, "toggled")
    return made


async def splitter(W: Any, note: Note) -> Any:
    made = await W.Splitter(orientation="horizontal")
    for text in ("left", "right"):
        await made.add_widget(await W.Label(text))
    await made.set_sizes([300, 300])
    await note(made, "sizing")
    return made


async def menu_bar(W: Any, note: Note) -> Any:
    bar = await W.MenuBar()
    menu = await bar.add_name("MenuBar")
    await note(await menu.add_name("Open"), "activated")
    grid = await menu.add_name("Grid", checkable=True)
    await note(grid, "activated")
    return bar


async def tool_bar(W: Any, note: Note) -> Any:
    bar = await W.ToolBar()
    for name in ("ToolBar", "Stop"):
        await note(await bar.add_action(text=name), "activated")
    await note(await bar.add_action(text="Guide", toggle=True), "activated")
    return bar


async def scroll_area(W: Any, note: Note) -> Any:
    area, content = await W.ScrollArea(), await W.VBox()
    await content.resize(300, 900)
    await note(area, "scrolled")
    await content.add_widget(await W.Label("long"), 0)
    await area.set_widget(content)
    await area.resize(None, 100)
    await area.set_accessible_name("ScrollArea")
    return area


async def abstract_scroll_area(W: Any, note: Note) -> Any:
    area = await W.AbstractScrollArea()
    await note(area, "scrolled")
    await area.set_widget(await W.Label("part"))
    await area.set_thumb_percent(1, 0.2)
    await area.resize(None, 100)
    await area.set_accessible_name("AbstractScrollArea")
    return area


async def html_view(W: Any, note: Note) -> Any:
    view = await W.HtmlView()
    await view.set_html(LONG)
    await view.resize(None, 100)
    await note(view, "scrolled")
    await view.set_accessible_name("HtmlView")
    return view


async def drawn(W: Any, note: Note) -> Any:
    canvas = await W.Canvas(interactive=True)
    await canvas.resize(80, 40)
    await canvas.set_accessible_name("Canvas")
    await note(canvas, "key-down")
    return canvas


async def picture(W: Any, note: Note) -> Any:
    image = await W.Image(interactive=True)
    await image.set_image("save")
    await image.resize(40, 40)
    await image.set_accessible_name("Image")
    await note(image, "key-down")
    return image


async def colors(W: Any, note: Note) -> Any:
    chooser = await W.ColorWidget(color="#ff0000")
    await chooser.set_accessible_name("ColorWidget")
    return chooser


async def label(W: Any, note: Note) -> Any:
    made, menu = await W.Label("Label"), await W.Menu()
    await note(await menu.add_name("Center"), "activated")
    await made.set_menu(menu)
    return made


CASES: dict[str, Case] = {
    "MenuBar": Case(
        menu_bar,
        ("menuitem", "MenuBar"),
        {"hasPopup": "menu", "expanded": False},
        ("ArrowDown", "ArrowDown", "Enter"),
        [("activated", True)],
        {"expanded": False},
    ),
    "ToolBar": Case(
        tool_bar,
        ("button", "ToolBar"),
        {},
        ("Enter", "ArrowRight", " ", "End", "Enter"),
        [("activated",), ("activated",), ("activated", True)],
        {"pressed": "true"},
        ("button", "Guide"),
    ),
    "Label": Case(
        label,
        ("button", "Label"),
        {"hasPopup": "menu", "expanded": False},
        ("Enter", "Enter"),
        [("activated",)],
        {},
    ),
    "Button": Case(
        plain("Button", "Button"),
        ("button", "Button"),
        {},
        ("Enter", " "),
        [("activated",), ("activated",)],
        {},
    ),
    "CheckBox": Case(
        plain("CheckBox", "CheckBox"),
        ("checkbox", "CheckBox"),
        {"checked": "false"},
        (" ",),
        [("activated", True)],
        {"checked": "true"},
    ),
    "ToggleButton": Case(
        plain("ToggleButton", "ToggleButton"),
        ("button", "ToggleButton"),
        {"pressed": "false"},
        (" ", "Enter", "Enter"),
        [("activated", True), ("activated", False), ("activated", True)],
        {"pressed": "true"},
    ),
    "RadioButton": Case(
        radio,
        ("radio", "RadioButton"),
        {"checked": "true"},
        ("ArrowDown", "ArrowUp", "ArrowRight"),
        [("activated", True)] * 3,
        {"checked": "true"},
        ("radio", "the other"),
    ),
    "ComboBox": Case(
        combo,
        ("combobox", "ComboBox"),
        {"hasPopup": "listbox", "expanded": False},
        ("ArrowDown", "ArrowDown", "Enter"),
        [("activated", 1, "Green")],
        {"expanded": False},
    ),
    "TextEntry": Case(
        field("TextEntry", "M 3"),
        ("textbox", "TextEntry"),
        {"value": "M 3"},
        ("End", "1", "Enter"),
        [("activated", "M 31")],
        {"value": "M 31"},
    ),
    "TextEntrySet": Case(
        field("TextEntrySet", "M 5"),
        ("textbox", "TextEntrySet"),
        {"value": "M 5"},
        ("End", "1", "Tab", "Enter"),
        [("activated", "M 51")],
        {},
        ("button", "Set"),
    ),
    "TextArea": Case(
        field("TextArea", "one", action="modified"),
        ("textbox", "TextArea"),
        {"multiline": True},
        ("Control+End", "Enter", "2"),
        [("modified", "one\n2")],
        {},
    ),
    "TextSource": Case(
        field("TextSource", "def", action="changed"),
        ("textbox", "TextSource"),
        {"multiline": True},
        ("Control+End", "x"),
        [("changed",)],
        {},
    ),
    "SpinBox": Case(
        field("SpinBox", min=1, max=50, value=3),
        ("spinbutton", "SpinBox"),
        {"valuemin": 1, "valuemax": 50, "value": 3},
        ("ArrowUp", "ArrowUp", "ArrowDown", "PageUp", "PageDown"),
        [("activated", value) for value in (4, 5, 4, 14, 4)],
        {"value": 4},
    ),
    "Slider": Case(
        field("Slider", min=0, max=100, value=40),
        ("slider", "Slider"),
        {"valuemin": 0, "valuemax": 100, "value": 40},
        ("ArrowRight", "ArrowUp", "ArrowLeft", "PageUp", "Home", "End"),
        [("activated", value) for value in (41, 42, 41, 51, 0, 100)],
        {"value": 100},
    ),
    "Dial": Case(
        field("Dial", min=0, max=100, value=40),
        ("slider", "Dial"),
        {"valuemin": 0, "valuemax": 100, "value": 40},
        ("ArrowRight", "ArrowUp", "ArrowLeft", "PageUp", "Home", "End"),
        [("activated", value) for value in (41, 42, 41, 51, 0, 100)],
        {"value": 100},
    ),
    "ScrollBar": Case(
        field("ScrollBar", "horizontal"),
        ("scrollbar", "ScrollBar"),
        {"valuemin": 0, "valuemax": 100, "value": 0},
        ("ArrowRight", "PageDown", "End", "Home"),
        [("activated", value) for value in (0.05, 0.55, 1, 0)],
        {"value": 0},
    ),
    "Expander": Case(
        expander,
        ("button", "Expander"),
        {"expanded": False},
        ("Enter", " ", "Enter"),
        [("toggled", False), ("toggled", True), ("toggled", False)],
        {"expanded": True},
    ),
    "Splitter": Case(
        splitter,
        ("separator", "Divider"),
        {"valuemin": 0, "valuemax": 100},
        ("Home",),
        [("sizing", ...)],
        {"value": 3},  # as narrow as a pane may be
    ),
    "TabWidget": Case(
        tabs,
        ("tab", "TabWidget"),
        {"selected": True},
        ("End", "Delete"),
        [("page-close", ...)],
        {"selected": True},
        ("tab", "Second"),
    ),
    "TableView": Case(
        table,
        ("grid", "TableView"),
        {},
        ("ArrowDown", "ArrowDown", "F2", "Control+A", "x", "Enter"),
        [("cell_edited", ["row1"], "name", "M 51", "x")],
        {},
    ),
    "TreeView": Case(
        tree,
        ("treegrid", "TreeView"),
        {},
        ("ArrowDown", "ArrowLeft"),
        [("collapsed", ..., ["Camera"])],
        {},
    ),
    "ScrollArea": Case(
        scroll_area, ("group", "ScrollArea"), {}, ("ArrowDown", "End"), [("scrolled", 0, 1)], {}
    ),
    "AbstractScrollArea": Case(
        abstract_scroll_area,
        ("group", "AbstractScrollArea"),
        {},
        ("ArrowDown", "PageDown", "End"),
        [("scrolled", 0, 1)],
        {},
    ),
    "HtmlView": Case(
        html_view, ("group", "HtmlView"), {}, ("PageDown", "End"), [("scrolled", 0, 1)], {}
    ),
    "Canvas": Case(drawn, ("Canvas", "Canvas"), {}, ("a",), [("key-down", ...)], {}),
    "Image": Case(picture, ("image", "Image"), {}, ("a",), [("key-down", ...)], {}),
    "ColorWidget": Case(
        colors,
        ("slider", "Saturation and brightness"),
        {"value": 100},
        ("ArrowLeft", "ArrowDown"),
        [],
        {"value": 99},
    ),
}
"""Those that Tab goes to, in the order of the page."""
