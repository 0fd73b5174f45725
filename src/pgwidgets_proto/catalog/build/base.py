"""The methods that every widget and every container has."""

from ...widgets.whom import Target
from ...widgets.widget import Method
from ..effects.base import Act, Do, Get, Impossible, Query, Set, SetConstant, destroy
from ..effects.containers import RemoveAll, RemoveChild
from ..effects.lookup import child_count, children
from ..effects.values import SetNamed, filled_in
from ..names.terms import p, says
from ..names.types import COLOR, ICON, LENGTH, SIZE

CALLBACK: dict[str, Method] = {
    "destroy": says(Do(destroy), "Ends it; it can't be used any more."),
    "is_container": says(Query(lambda node: False), "Gives whether it can hold other widgets."),
    "num_children": says(Query(lambda node: 0), "Gives how many children it has."),
}
"""What has no place on the page."""


def text_or_empty(value: object) -> str:
    """A text as getters give it: None becomes empty."""
    return "" if value is None else str(value)


def border(*keys: str) -> dict[str, Method]:
    """The methods of the border; the keys are those of others that draw it, too."""
    return {
        "set_border_width": says(
            Set("border_width", depends=keys),
            "Sets the width of the border.",
            p("width", LENGTH, "pixels; 0: none"),
        ),
        "set_border_color": says(
            Set("border_color", depends=keys),
            "Sets the color of the border.",
            p("color", COLOR, "a CSS color"),
        ),
    }


def background(*keys: str) -> Method:
    """What ``set_bg`` is; the keys are those of other methods that paint it, too."""
    return says(
        Set("bg", depends=keys),
        "Sets the background.",
        p("color", COLOR, "a CSS color; None: as by default"),
    )


WIDGET: dict[str, Method] = {
    **CALLBACK,
    "get_element": says(
        Impossible("the element is the browser's; use methods and events, or set_html()"),
        "Not possible here: the element lives in the browser.",
    ),
    **border(),
    "set_bg": background(),
    "set_min_size": says(
        Set("min_size", depends=("expanding",), is_layout=True),
        "Sets how small it may become.",
        p("width", "float | None", "pixels; None: no limit"),
        p("height", "float | None", "pixels; None: no limit"),
    ),
    "set_max_size": says(
        Set("max_size", is_layout=True),
        "Sets how large it may become.",
        p("width", "float | None", "pixels; None: no limit"),
        p("height", "float | None", "pixels; None: no limit"),
    ),
    "set_expanding": says(
        # It lets the widget become as small as need be, in directions without a smallest size; and
        # as wide or high as there is room, which a size overrules that is set afterwards.
        Set(
            "expanding",
            depends=("min_size", "size"),
            cast=lambda pair: (bool(pair[0]), bool(pair[1])),
            is_layout=True,
        ),
        "Sets in which directions it takes the room that is left.",
        p("horizontal", "bool", "whether it grows in width", "False"),
        p("vertical", "bool", "whether it grows in height", "False"),
    ),
    "get_expanding": says(
        Get("expanding", (False, False)), "Gives whether it grows in width, and in height."
    ),
    "resize": says(
        Set("size", complete=filled_in, depends=("expanding",), is_layout=True), "Sets its size."
    ),
    "get_size": says(
        Get("size", (0, 0)), "Gives width and height in pixels, (0, 0) before they are known."
    ),
    "get_position": says(
        Get("position", (0, 0)),
        "Gives its pixels in the page (a window: as it was put), (0, 0) before they are known.",
    ),
    "set_padding": says(
        Set("padding"),
        "Sets the room between its edge and its content.",
        p("padding", "float | Sequence[float]", "pixels, or (left, top, right, bottom)"),
    ),
    "set_font": says(
        Set("font", complete=filled_in),
        "Sets the font; what is None stays as it is.",
        p("font", "str | None", "the family", "None"),
        p("size", "float | None", "points", "None"),
        p("weight", "str | None", "such as 'normal', 'bold' or '600'", "None"),
        p("style", "str | None", "such as 'normal' or 'italic'", "None"),
    ),
    "set_enabled": says(
        Set("enabled", cast=bool), "Has it take input, or shows it dimmed and takes none."
    ),
    "get_enabled": says(Get("enabled", True), "Gives whether it takes input."),
    "set_tooltip": says(
        Set("tooltip", cast=text_or_empty),
        "Sets the text that is shown when the pointer rests on it.",
        p("msg", "str | None", "the text; None: none"),
    ),
    "get_tooltip": says(Get("tooltip", ""), "Gives the text that set_tooltip() set."),
    "set_allow_text_selection": says(
        Set("allow_text_selection", cast=bool), "Sets whether its text can be marked."
    ),
    "set_accessible_name": says(
        Set("accessible_name"),
        "Sets what screen readers call it, where no text on the page does.",
        p("name", "str | None", "the name; None: that of the label before it, if there is one"),
    ),
    "show": says(SetConstant("visible", True), "Shows it."),
    "hide": says(SetConstant("visible", False), "Hides it."),
    "is_visible": says(Get("visible", True), "Gives whether it is shown, or would be."),
    "set_focus": says(Act(Target.ASKER), "Gives it the keyboard focus."),
    "add_cursor": says(
        SetNamed("cursor_image", used_by="cursor"),
        "Makes an image known as a pointer, for set_cursor().",
        p("name", "str", "the name that it gets"),
        p("url", ICON, "the image: a URL, a data URI or a local file"),
        p("hotspot_x", LENGTH, "the point that points, from the image's left"),
        p("hotspot_y", LENGTH, "the point that points, from the image's top"),
        p("size", SIZE, "width and height in pixels; None: the image's own", "None"),
    ),
    "set_cursor": says(
        Set("cursor", rank=1),
        "Sets how the pointer looks over it.",
        p("name", "str | None", "a name of add_cursor() or of CSS; None: as by default"),
    ),
}
"""What can be seen."""

CONTAINER: dict[str, Method] = {
    **WIDGET,
    "is_container": says(Query(lambda node: True), "Gives whether it can hold other widgets."),
    "get_children": says(Query(children), "Gives its children, in order."),
    "num_children": says(Query(child_count), "Gives how many children it has."),
    "remove": says(RemoveChild(), "Takes a child out."),
    "remove_widget": says(RemoveChild(), "Takes a child out."),
    "remove_all": says(RemoveAll(), "Takes all children out."),
}
"""What holds other widgets."""

EVERY = {"callback": CALLBACK, "widget": WIDGET, "container": CONTAINER}
"""The methods of every class, by its base."""
