"""The stubs of widgets that are ours, and drawn by JavaScript of others: figures, anywidgets.

Knows: what their constructors and methods take. Must not know: the catalogue, which has none of
them.
"""

from typing import NamedTuple

from .api import Api
from .signatures import docstring


class Ready(NamedTuple):
    """A class.

    Attributes:
        name: its name.
        doc: its docstring.
        params: the parameters of its constructor, as source text.
        members: its properties (name, type, docstring).
        methods: its methods (name, parameters, type of the result, docstring).
    """

    name: str
    doc: str
    params: str
    members: tuple[tuple[str, str, str], ...] = ()
    methods: tuple[tuple[str, str, str, str], ...] = ()


READY = (
    Ready(
        "Figure",
        "A figure of matplotlib, drawn as large as the widget is (extra matplotlib).\n\n"
        "Parameters:\n"
        "    figure: a matplotlib.figure.Figure; it is shown by one widget at a time.\n"
        "    toolbar: whether there is matplotlib's tool bar.",
        "figure: Any, toolbar: bool = True, **keywords: Any",
        (
            ("figure", "Any", "The figure of matplotlib."),
            (
                "lock",
                "AbstractContextManager[bool]",
                "A lock, held while any figure is drawn or handles an event.",
            ),
        ),
        (("draw", "", "None", "Has it drawn anew, when it can be."),),
    ),
    Ready(
        "AnyWidget",
        "Hosts a widget of the anywidget ecosystem (extra anywidget).\n\n"
        "Parameters:\n"
        "    widget: an anywidget.AnyWidget.\n"
        "    sandbox: its script runs in a frame of its own, and may use eval() there.",
        "widget: Any, sandbox: bool = False, **keywords: Any",
        (("widget", "Any", "The widget that it hosts."),),
    ),
)
"""All of them."""


def classes(api: Api) -> str:
    """The text of the classes, for ``Widgets.pyi``."""
    return "".join(_class(ready, api) for ready in READY)


def _class(ready: Ready, api: Api) -> str:
    text = f"class {ready.name}(_JavaScriptWidget, _Visible):\n{docstring(ready.doc, '    ')}\n"
    text += f"    def __init__(self, session: Session, {ready.params}) -> None: ...\n"
    for name, type_, doc in ready.members:
        head = f"    @property\n    def {name}(self) -> {type_}:\n"
        text += head + docstring(doc, " " * 8) + "\n"
    for name, params, gives, doc in ready.methods:
        given = f"self, {params}" if params else "self"
        result = api.result(gives, is_local=False)
        text += f"    def {name}({given}) -> {result}:\n" + docstring(doc, " " * 8) + "\n"
    return text + "\n"


def calls() -> str:
    """How they are called, for ``_bound.pyi``."""
    text = "".join(f'{ready.name} = TypeVar("{ready.name}")\n' for ready in READY) + "\n"
    for ready in READY:
        text += (
            f"@type_check_only\nclass {ready.name}Type(WidgetType, Generic[{ready.name}]):\n"
            f"    def __call__(self, {ready.params}) -> {ready.name}:\n"
            f"{docstring(ready.doc, ' ' * 8)}\n"
        )
    return text


def bound() -> str:
    """The classes of one session, for each ``bound.pyi``."""
    return "".join(
        f"    {ready.name}: _bound.{ready.name}Type[Widgets.{ready.name}]\n"
        + docstring(ready.doc.splitlines()[0], "    ")
        for ready in READY
    )
