"""What a page shows: the widgets of a simulated browser, and what calls do to them.

Knows: how pgwidgets-js behaves, as far as a test can see it, from its own definitions.
Must not know: our catalogue and our state (it is there to be compared with them), or the wire.
"""

from collections.abc import Callable
from typing import Any

from pgwidgets_js import defs

from .fields import PageField
from .grids import PageGrid
from .items import PageItems
from .numbers import keeps_numbers, set_number
from .texts import PageRef, PageText
from .trees import PageTree
from .windows import PageWindow, PageWindows

_ADDING = frozenset({"add_widget", "add_menu", "add_button"})
_REMOVING = frozenset({"remove", "remove_widget", "close_widget", "close_child"})
_SHOWS_ONE = frozenset({"TabWidget", "StackWidget"})
_LINES = frozenset({"insert_row", "append_row", "insert_column", "append_column"})
_DELETED_LINES = frozenset({"delete_row", "delete_column"})
_SAME = {
    ("Frame", "set_text"): "title",
    ("MenuAction", "set_state"): "checked",
    ("ScrollArea", "set_scroll_position"): "scroll_percent",
}
"""Setters of what has another name elsewhere."""

_TAKES_BACK = {
    ("StatusBar", "clear"): ("message",),
    ("ExternalWidget", "clear"): ("content",),
    ("VideoWidget", "stop"): ("current_time",),
    ("VideoWidget", "set_url"): ("current_time",),  # it begins anew
    ("GridBox", "set_spacing"): ("row_spacing", "column_spacing"),
}
"""What a method takes back of what others have set."""

_OUR_CLASSES: dict[str, dict[str, list[str]]] = {
    "Figure": {"args": ["script", "icons", "toolbar"], "options": []},
    "Plot": {"args": [], "options": []},
    "PageAids": {"args": [], "options": []},
}
"""Classes that only our client has, and what their constructors take."""

_OF_THE_PROGRAM: dict[str, list[str]] = {"args": [], "options": []}
"""A class whose JavaScript is the program's: what it takes is not known here."""

_DIALOGS = frozenset({"Dialog", "ColorDialog"})
_HOLDS_ONE = "set_widget"
_FIELDS = frozenset({"TextEntry", "TextEntrySet", "TextArea"})
_FIRST_OWN = 1_000_000
_OURS = frozenset({("set_tab_order", "TabWidget"), ("set_window_state", "MDISubWindow")})
"""Methods that only our client has."""


class PageError(Exception):
    """A call that the page can't carry out; the text is what a browser would answer."""


class PageWidget:
    """One widget of a page.

    Attributes:
        wid, cls: its id and class.
        state: what has been set, by name, as tuples of arguments.
        children: the ids of its children, in order.
        buttons: those of them that end a dialog.
        said: what the call that added a child said of it besides, by the child's id: the title of
            its tab, the value of a dialog's button.
        parent: the id of the widget that it is in, or None.
        selected: the id of the child that is shown, or None.
        listeners: the actions that are reported.
        calls: all calls that changed nothing here, in order.
        content: the items of a combo box, the rows of a tree or a table, the text of an editor, a
            reference into one, windows and what holds them, the cells of a grid; None for others.
    """

    def __init__(self, wid: int, cls: str, args: list[Any], *, is_stock: bool = False) -> None:
        self.wid = wid
        self.cls = cls
        self.state: dict[str, tuple[Any, ...]] = {}
        self.children: list[int] = []
        self.buttons: set[int] = set()
        self.said: dict[int, list[Any]] = {}
        self.parent: int | None = None
        self.selected: int | None = None
        self.listeners: set[str] = set()
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.group: list[PageWidget] = []
        definition = _OUR_CLASSES.get(cls) or defs.WIDGETS.get(cls) or _OF_THE_PROGRAM
        for name, value in zip(definition["args"], args, strict=False):
            self.state[name] = (value,)
        if len(args) > len(definition["args"]) and isinstance(args[-1], dict):
            for name, value in args[-1].items():
                if name not in definition["options"] and definition is not _OF_THE_PROGRAM:
                    raise PageError(f"{cls} has no option {name}")
                self.state[name] = (value,)
        options = {name: value[0] for name, value in self.state.items()}
        self.content: (
            PageItems
            | PageTree
            | PageText
            | PageRef
            | PageWindow
            | PageWindows
            | PageGrid
            | PageField
            | None
        ) = None
        if cls == "ComboBox":
            self.content = PageItems(options)
        elif cls == "GridBox":
            self.content = PageGrid(options)
        elif cls in _FIELDS:
            is_line = cls != "TextArea"
            self.content = PageField(self.state, is_stock=is_stock, is_line=is_line)
        elif cls in ("TreeView", "TableView"):
            self.content = PageTree(options, is_table=cls == "TableView")

    def get(self, name: str, default: Any = None) -> Any:
        """The single value of something that was set."""
        return self.state.get(name, (default,))[0]

    def __repr__(self) -> str:
        return f"<PageWidget {self.cls} {self.wid} {self.state}>"


class Page:
    """All widgets of one simulated browser.

    Parameters:
        is_stock: behave as pgwidgets-js does by itself, without our client.
        takes_any: whether classes may be made that nobody has defined, as those of a program are.
    """

    def __init__(self, *, is_stock: bool = False, takes_any: bool = False) -> None:
        self.is_stock = is_stock
        self.takes_any = takes_any
        self.widgets: dict[int, PageWidget] = {}
        self.on_callback: Callable[[PageWidget, str, list[Any]], None] = lambda *_: None
        self.on_look: Callable[[int, int, int], None] = lambda *_: None
        self._next_own = _FIRST_OWN

    def clear(self) -> None:
        """Destroy everything."""
        self.widgets.clear()
        self._next_own = _FIRST_OWN

    def bind(self, value: Any, wid: int) -> None:
        """Give what a call has made the id that the call says."""
        made = self.widgets.pop(reference(value) or 0, None)
        if made is None or wid in self.widgets:
            raise PageError(f"nothing to bind to the id {wid}")
        made.wid = wid
        self.widgets[wid] = made

    def reports_postponed(self) -> None:
        """The calls of the moment are done: tell what is to be told of them."""
        for widget in list(self.widgets.values()):
            if isinstance(widget.content, PageWindows):
                postponed, widget.content.postponed = widget.content.postponed, []
                for tell in postponed:
                    tell()

    def find(self, wid: Any) -> PageWidget:
        """A widget by its id; PageError if there is none."""
        widget = self.widgets.get(wid)
        if widget is None:
            raise PageError(f"Unknown widget id: {wid}")
        return widget

    def create(self, wid: int, cls: str, args: list[Any]) -> PageWidget:
        """Make a widget."""
        is_known = cls in defs.WIDGETS or (cls in _OUR_CLASSES and not self.is_stock)
        if not is_known and not self.takes_any:
            raise PageError(f"Unknown widget class: {cls}")
        if wid in self.widgets:
            raise PageError(f"the widget {wid} is there already")
        self._check_references(args)
        widget = self.widgets[wid] = PageWidget(wid, cls, args, is_stock=self.is_stock)
        if cls == "TextSource":
            text = widget.get("text") or ""
            widget.content = PageText(text, is_stock=self.is_stock, find=self._find_ref)
        elif cls == "TextBufferRef":
            source = self.find(reference(args[0])).content
            if not isinstance(source, PageText):
                raise PageError("a TextBufferRef needs a TextSource")
            widget.content = PageRef(source, *args[1:])
        elif cls == "MDIWidget":
            widget.content = PageWindows(self._id_of_content, is_stock=self.is_stock)
        if widget.content is not None:
            widget.content.fire = lambda action, *told: self.on_callback(widget, action, list(told))
        if isinstance(widget.content, PageTree) and not self.is_stock:
            widget.content.ask = lambda start, stop: self.on_look(wid, start, stop)
        owner = reference(widget.get("group"))
        if owner is not None:
            other = self.find(owner)
            if not other.group:
                other.group.append(other)
            other.group.append(widget)
            widget.group = other.group
        return widget

    def call(self, wid: int, method: str, args: list[Any]) -> Any:
        """Call a method, as a browser does; gives what it answers."""
        widget = self.find(wid)
        self._check_references(args)
        if widget.content is not None and widget.content.has(method):
            return widget.content.call(method, args)
        if method in _ADDING or method == "insert_widget":
            self._add(widget, method, args)
            if isinstance(widget.content, PageWindows):
                return self._add_window(widget.content, *args)
        elif method == _HOLDS_ONE:
            for child in list(widget.children):
                self._take_out(widget, child)
            self._add(widget, method, args)
        elif method in _REMOVING:
            self._remove(widget, reference(args[0]), destroy=len(args) > 1 and bool(args[1]))
        elif method == "remove_all":
            for child in list(widget.children):
                self._remove(widget, child, destroy=bool(args and args[0]))
        elif isinstance(widget.content, PageGrid) and method in _LINES:
            for added in widget.content.make_line(method, args):
                self._add(widget, "add_widget", added)
        elif isinstance(widget.content, PageGrid) and method in _DELETED_LINES:
            for child in widget.content.line(method, args[0]):
                self._take_out(widget, child)
            widget.content.drop_line(method, args[0])
        elif method in ("set_index", "show_widget"):
            shown = widget.children[args[0]] if method == "set_index" else reference(args[0])
            self._show(widget, shown)
        elif method == "destroy":
            self._destroy(widget)
        else:
            return self._set(widget, method, args)
        return None

    def _add_window(
        self, windows: PageWindows, child: Any, options: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        wid = self._next_own
        self._next_own += 1
        made = self.widgets[wid] = PageWidget(wid, "MDISubWindow", [])
        content = made.content = windows.add(reference(child) or 0, options or {})
        content.fire = lambda action, *told: self.on_callback(made, action, list(told))
        return {"__wid__": wid, "__class__": "MDISubWindow"}

    def _id_of_content(self, content: Any) -> int:
        return next(wid for wid, widget in self.widgets.items() if widget.content is content)

    def _set(self, widget: PageWidget, method: str, args: list[Any]) -> Any:
        for name in _TAKES_BACK.get((widget.cls, method), ()):
            widget.state.pop(name, None)
        if method == "set_state" and widget.group:
            self.switch(widget, bool(args[0]))
        elif method == "set_tab_order" and not self.is_stock:
            widget.children = [reference(child) or 0 for child in args[0]]
        elif self.is_stock and (method, widget.cls) in _OURS:
            raise PageError(f"Unknown method: {method} on {widget.cls}")
        elif method == "raise_" and args and not self.is_stock:
            widget.state["level"] = (args[0],)
        elif (widget.cls, method) in _SAME:
            widget.state[_SAME[widget.cls, method]] = tuple(args)
        elif keeps_numbers(widget.cls, method):
            set_number(widget.cls, widget.state, method, args)
        elif method.startswith("set_"):
            widget.state[method.removeprefix("set_")] = tuple(args)
        elif method in ("show", "hide"):
            widget.state["visible"] = (method == "show",)
        elif method == "popup" and widget.cls in _DIALOGS:
            widget.state["visible"] = (True,)
            if len(args) > 1 and None not in args:
                widget.state["position"] = tuple(args)
        elif method == "resize":
            widget.state["size"] = tuple(args)
        elif method == "clear" and widget.cls == "HtmlView":
            widget.state["html"] = ("",)
        elif method == "append_html":
            widget.state["html"] = ((widget.get("html") or "") + args[0],)
        elif method.startswith("get_"):
            return widget.get(method.removeprefix("get_"))
        elif method == "has_callback":
            return True
        elif (widget.cls, method) not in _TAKES_BACK:
            widget.calls.append((method, tuple(args)))
        return None

    def switch(self, widget: PageWidget, is_on: bool) -> None:
        """Put a switch on or off; of its group the others go off."""
        if is_on:
            for other in widget.group:
                other.state["state"] = (False,)
        widget.state["state"] = (is_on,)

    def _add(self, widget: PageWidget, method: str, args: list[Any]) -> None:
        child = next((found for arg in args if (found := reference(arg)) is not None), None)
        if child is None:
            raise PageError(f"{method} on {widget.cls} without a widget")
        if child in widget.children:
            return
        at = len(widget.children)
        if method == "insert_widget":  # a dialog counts its content, not its buttons
            content = [other for other in widget.children if other not in widget.buttons]
            at = widget.children.index(content[args[0]]) if args[0] < len(content) else at
        elif method == "add_button":
            widget.buttons.add(child)
        widget.children.insert(at, child)
        widget.said[child] = [arg for arg in args if reference(arg) != child]
        self.find(child).parent = widget.wid
        if isinstance(widget.content, PageGrid):
            widget.content.put(child, *args[1:3])
        if widget.cls in _SHOWS_ONE and widget.selected is None:
            self._show(widget, child)

    def _remove(self, widget: PageWidget, child: int | None, *, destroy: bool) -> None:
        if child not in widget.children or child is None:
            return
        self._take_out(widget, child)
        if destroy:
            self._destroy(self.find(child))

    def _take_out(self, widget: PageWidget, child: int) -> None:
        index = widget.children.index(child)
        widget.children.remove(child)
        widget.buttons.discard(child)
        widget.said.pop(child, None)
        if isinstance(widget.content, PageGrid):
            widget.content.cells.pop(child, None)
        self.find(child).parent = None
        if isinstance(widget.content, PageWindows):
            window = widget.content.remove(child)
            if window is not None:
                del self.widgets[self._id_of_content(window)]
        if widget.selected == child:
            widget.selected = None
            if widget.children:
                self._show(widget, widget.children[min(index, len(widget.children) - 1)])

    def _show(self, widget: PageWidget, child: int | None) -> None:
        if child is not None and child != widget.selected:
            widget.selected = child
            index = widget.children.index(child)
            self.on_callback(widget, "page-switch", [{"__wid__": child}, index])

    def _destroy(self, widget: PageWidget) -> None:
        for child in list(widget.children):
            self._destroy(self.find(child))
        if widget.parent is not None and widget.parent in self.widgets:
            parent = self.widgets[widget.parent]
            if widget.wid in parent.children:
                parent.children.remove(widget.wid)
                if isinstance(parent.content, PageGrid):
                    parent.content.cells.pop(widget.wid, None)
        if widget in widget.group:
            widget.group.remove(widget)
        if isinstance(widget.content, PageWindows):
            for window in widget.content.windows.values():
                del self.widgets[self._id_of_content(window)]
        if isinstance(widget.content, PageRef):
            widget.content.end()
        self.widgets.pop(widget.wid, None)

    def _find_ref(self, value: Any) -> PageRef:
        content = self.find(reference(value)).content
        if not isinstance(content, PageRef) or not content.is_valid:
            raise PageError("TextBufferRef has been invalidated")
        return content

    def _check_references(self, value: Any) -> None:
        wid = reference(value)
        if wid is not None:
            self.find(wid)
        elif isinstance(value, dict):
            for item in value.values():
                self._check_references(item)
        elif isinstance(value, list):
            for item in value:
                self._check_references(item)


def reference(value: Any) -> int | None:
    """The id that stands for a widget on the wire, or None."""
    return value.get("__wid__") if isinstance(value, dict) else None
