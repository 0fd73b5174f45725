"""Effects on windows within a widget: one around each child, made by the browser with the child.

Knows: that such a window is a slot's ``made`` widget, the order in which windows lie one on
another, and where a new one is put.

Python gives the window its id when the child is added; a browser binds its own window to that id.
Place, size, state and order are state like any other, the same in every browser. So nothing is
left to a browser's chance or to its own size: a window without a place is put on a diagonal, and
where windows were arranged, a browser tells where they came to stand
(:class:`~.catalog.reports.windows.ReportsArranged`).
"""

from typing import Any, ClassVar, override

from ...models.conversions import as_number
from ...widgets.entry import EncodedEntry, Entry
from ...widgets.nodes import as_node, call_name, run_method
from ...widgets.slots import SlotOfWindow
from ...widgets.widget import Effect, Method, Node, Operations
from ...wire.outgoing import Touch
from ..names.types import ICON
from .arguments import child_argument, known_options, own_child
from .base import Complete, Do, Query, Set
from .containers import PARENT, RemoveChild, remove_from_parent
from .stacking import STACK, restack, stack_of
from .values import filled_in, is_left_out
from .windows import ATTACHED

ARRANGEMENT = "arrangement"
"""The key of an arrangement of all windows that no browser has carried out yet."""

STATE = "window_state"
STATES = ("normal", "shaded", "minimized", "maximized")
_NUMBERS = ("width", "height", "x", "y")
_OPTIONS = {
    "title": "str",
    "icon_url": ICON,
    "shadeable": "bool",
    **dict.fromkeys(_NUMBERS, "Any"),  # they are looked at where they are used
}
_PLACES = {"position": ("set_position", 0), "size": ("resize", 2)}
"""The setter, and its rank in a rebuild."""

_DEFAULT_LENGTH = 300
_STEP = 24
_STEPS = 12


def find_window(node: Node, child: Any) -> Node | None:
    """The window around a child; None for anything else, such as a window itself."""
    for slot in node.slots:
        if slot.child is not None and slot.child is as_node(child):
            return slot.window
    return None


def child_of(window: Node) -> Node:
    """The child in a window."""
    child: Node = window.argument("child")
    return child


def toggle(state: str) -> str:
    """The method that brings a window to a state, or back from it: ``toggle_shade``."""
    return f"toggle_{state.removesuffix('d')}"


def holder_of(window: Node) -> Node:
    """The widget that a window is in."""
    assert window.parent is not None, window
    return window.parent


def windows_of(node: Node) -> list[Node]:
    """All windows, in the order in which they were added."""
    return [slot.window for slot in node.slots if slot.window is not None]


def place_entry(key: str, value: tuple[float, float]) -> Entry:
    """The entry of a window's place or size."""
    method, rank = _PLACES[key]
    return Entry(value, method, value, rank=rank)


def refuse_alone(node: Node) -> None:
    """Refuse the constructor of a class whose widgets are made with a child.

    Raises:
        TypeError: always.
    """
    raise TypeError(
        f"{node.cls.name}() can't be called: MDIWidget.add_widget() makes and gives one"
    )


class AddWindow(Effect):
    """Adds a child in a window of its own, on top of the others, and gives the window.

    Parameters:
        window: the class of the window.
    """

    window: str

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> Node:
        child = child_argument(node, method, args, 0)
        args = known_options(node, method, args, _OPTIONS)
        options = self._options(node, method, args[1] if len(args) > 1 else None, child)
        size = (options["width"], options["height"])
        position = (options["x"], options["y"])
        window = ops.make_bound(
            self.window, node, {"title": options.get("title", ""), "child": child}
        )
        try:
            outgoing = ops.encode_call(
                node,
                method.name,
                (child, options),
                keys=("children", STACK),
                also=(Touch(child.wid, PARENT),),
                bind=window.wid,
            )
        except (TypeError, ValueError):
            window.parent = None
            ops.forget(window)
            raise
        remove_from_parent(ops, child)
        window.set_entry("size", place_entry("size", size))
        window.set_entry("position", place_entry("position", position))
        node.hold(SlotOfWindow(child, method.name, (child, options), outgoing, window))
        child.put_into(node)
        ops.send(outgoing)
        ops.begin_listening(window)
        ops.raise_event(node, "child-added", child)
        restack(ops, node, [*stack_of(node), child], is_known=True)
        return window

    @override
    def in_vain(self, ops: Operations, node: Node) -> Node:
        """A window that is destroyed as well, so that a handler may go on with it."""
        window = ops.make_bound(self.window, node, {"title": ""})
        window.parent = None
        ops.forget(window)
        return window

    def _options(self, node: Node, method: Method, given: Any, child: Node) -> dict[str, Any]:
        options = {name: value for name, value in (given or {}).items() if not is_left_out(value)}
        for name in _NUMBERS:
            if name in options and as_number(options[name]) is None:
                raise TypeError(
                    f"{call_name(node, method)}: {name!r} must be a number of pixels, "
                    f"not {options[name]!r}"
                )
        x, y = _free_place(node, child)
        defaults = {"width": _DEFAULT_LENGTH, "height": _DEFAULT_LENGTH, "x": x, "y": y}
        return {**defaults, **options}


def _free_place(node: Node, child: Node) -> tuple[int, int]:
    taken = {
        tuple(slot.window.value("position"))
        for slot in node.slots
        if slot.window is not None and slot.child is not child
    }
    for step in range(_STEPS):
        if (step * _STEP, step * _STEP) not in taken:
            return step * _STEP, step * _STEP
    step = len(taken) % _STEPS
    return step * _STEP, step * _STEP


class RemoveWindow(RemoveChild):
    """Takes a child out, with its window; either of them may be named."""

    destroys: bool = False  # the browser's own remove() does not destroy what it should

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        named = as_node(args[0]) if args else None
        if named is not None and named in windows_of(node):
            args = (child_of(named), *args[1:])
        super().apply(ops, node, method, args)


def close_window(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Take the child of this window out of what it is in; ``destroy`` ends the child as well."""
    destroys = method.name == "destroy"
    run_method(ops, holder_of(node), "remove", (child_of(node), destroys))


class PlaceWindow(Set):
    """Moves or resizes this window.

    Parameters:
        key: ``"position"`` or ``"size"``.
    """

    complete: Complete | None = filled_in

    def __post_init__(self) -> None:
        self.rank = _PLACES[self.key][1]

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        super().apply(ops, node, method, args)
        entry = node.entry(self.key)
        if entry is not None and holder_of(node).entry(ARRANGEMENT) is not None:
            # A rebuild arranges first, and then does this.
            entry.how = entry.how._replace(late=True, rank=ATTACHED)


def of_window(name: str) -> Do:
    """An effect that calls a method of a child's window: move_child is set_position.

    Parameters:
        name: the window's method.
    """

    def act(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        window = find_window(node, own_child(node, method, args))
        assert window is not None, args[0]
        run_method(ops, window, name, args[1:])

    return Do(act)


def window_value(key: str, default: Any) -> Query:
    """A query that reads a value of a child's window; the default if there is no such child."""

    def answer(node: Node, child: Any) -> Any:
        window = find_window(node, child)
        return default if window is None else window.value(key, default)

    return Query(answer)


def window_configuration(node: Node, child: Any) -> dict[str, Any] | None:
    """Place, size and title of a child's window; None if there is no such child."""
    window = find_window(node, child)
    if window is None:
        return None
    (x, y), (width, height) = window.value("position"), window.value("size")
    title = window.value("title", "")
    return {"x": x, "y": y, "width": width, "height": height, "title": title}


def raise_in_stack(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Bring this window to the top."""
    holder, child = holder_of(node), child_of(node)
    restack(ops, holder, [*_others(holder, child), child])


def lower_in_stack(ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
    """Put this window below all others."""
    holder, child = holder_of(node), child_of(node)
    restack(ops, holder, [child, *_others(holder, child)])


def _others(holder: Node, child: Node) -> list[Node]:
    return [other for other in stack_of(holder) if other is not child]


class SetState(Effect):
    """Brings this window to a state, and to the top, as the browser does.

    Parameters:
        toggles: a method without arguments goes to this state, or back from it; None: the state
            is the argument.
    """

    toggles: str | None = None

    key: ClassVar[str] = STATE

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        before = node.value(STATE, "normal")
        state = args[0] if self.toggles is None else self.toggles
        if state is None:
            raise TypeError(f"{call_name(node, method)}: {method.params[0].name!r} can't be None")
        if self.toggles is not None and before == state:
            state = "normal"
        if state != before:
            outgoing = ops.encode_call(node, "set_window_state", (state,), keys=(STATE,))
            outgoing.is_extended = True
            toggled = before if state == "normal" else state
            outgoing.for_stock = ops.encode_call(node, toggle(toggled), ())
            node.set_entry(STATE, state_entry(ops, node, state))
            ops.send(outgoing)
            ops.raise_event(node, "window-state", state)
        raise_in_stack(ops, node, method, args)


def state_entry(ops: Operations, node: Node, state: str) -> Entry:
    """The entry of a window's state; the stock client has toggles only, and is sent these."""
    outgoing = ops.encode_call(node, "set_window_state", (state,), keys=(STATE,))
    outgoing.is_extended = True
    if state != "normal":
        outgoing.for_stock = ops.encode_call(node, toggle(state), ())
    return EncodedEntry(state, "set_window_state", (state,), outgoing, rank=ATTACHED, late=True)


class Arrange(Set, kw_only=True):
    """Has the browsers arrange all windows; one of them reports the places.

    Parameters:
        in_order: the windows lie one on another in the order in which they were added.
    """

    key: str = ARRANGEMENT
    rank: int = ATTACHED + 1
    late: bool = True
    in_order: bool = False

    @override
    def apply(self, ops: Operations, node: Node, method: Method, args: tuple[Any, ...]) -> None:
        windows = windows_of(node)
        touches = tuple(Touch(window.wid, STATE) for window in windows)
        keys = (ARRANGEMENT, STACK) if self.in_order else (ARRANGEMENT,)
        outgoing = ops.encode_call(node, method.name, (), keys=keys, also=touches)
        for window in windows:
            if window.value(STATE, "normal") != "normal":
                window.set_entry(STATE, state_entry(ops, window, "normal"))
                ops.raise_event(window, "window-state", "normal")
            for key in _PLACES:  # what was to follow an older arrangement
                # The entry: what was observed may be a size in another state, or hidden.
                window.set_entry(key, place_entry(key, window.entries[key].value))
        entry = Entry(method.name, method.name, (), rank=self.rank, late=True)
        node.set_entry(ARRANGEMENT, entry)
        ops.send(outgoing)
        if self.in_order:
            restack(ops, node, node.children, is_known=True)

    @override
    def merging(self) -> tuple[str, ...] | None:
        return None
