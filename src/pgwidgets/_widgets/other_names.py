"""What programs call widgets and their methods who come from another toolkit: did you mean?

Knows: names of Qt, GTK, Tk and NiceGUI, and ours in their place. Must not know: what any does.
"""

from collections.abc import Collection, Iterable

_METHODS: dict[str, str] = {
    # what holds others
    "add append pack packstart packend addlayout addchild addwidget attach place": (
        "add_widget set_widget add_menu"
    ),
    "grid setlayout setcentralwidget setchild setcontent setwidgets": "set_widget add_widget",
    "addtab appendpage": "add_widget",
    "addaction additem insertitem": "add_name add_action append_text",
    "additems addrow": "append_text append_row",
    "children winfochildren": "get_children",
    "removeall": "remove_all",
    # values
    "value get": "get_value get_text get_state",
    "text gettext cget toplaintext": "get_text get_value",
    "insert": "insert_text set_text",
    "setlabel setmarkuptext setplaintext setcontenttext": "set_text",
    "setchecked setactive select": "set_state set_index",
    "ischecked checked getactive isactive": "get_state get_index",
    "setcurrentindex setcurrentpage setactiveindex": "set_index",
    "currentindex current index": "get_index",
    "currenttext getactivetext": "get_text",
    "setrange setminimum setmaximum setadjustment": "set_limits",
    "setmodel": "set_source set_rows",
    # looks
    "setdisabled enable disable setsensitive": "set_enabled",
    "isenabled getsensitive": "get_enabled",
    "setvisible": "show hide",
    "isvisible getvisible": "is_visible",
    "showall": "show",
    "setwindowtitle title": "set_title",
    "setfixedsize setsize setsizerequest setdefaultsize geometry setgeometry": "resize",
    "move": "set_position",
    "setfocus grabfocus focus": "set_focus",
    "setbackground setbackgroundcolor": "set_bg set_color",
    "setforeground setforegroundcolor setfg settextcolor setfontcolor": "set_color",
    "setcontentsmargins setmargin setmargins": "set_padding",
    # its end
    "deletelater delete close quit": "destroy",
}
"""Names of others, in small letters and without ``_``, and ours: the first that a class has."""

_FOREGROUND = "set_color(None, color)"
"""How the colour of a text is set: the first parameter of ``set_color()`` is the background."""

_ACTIONS: dict[str, str] = {
    "clicked pressed onclick onclicked": "activated click",
    "doubleclicked": "dblclick",
    "textchanged textedited onchange onvaluechange": "modified changed activated pick",
    "valuechanged triggered returnpressed": "activated",
    "toggled statechanged": "toggled activated",
    "currentchanged switchpage": "page-switch activated selected",
}
"""The same of what happens, and our actions: all that a class has."""

_LISTENING = ("connect", "addlistener")
"""What others call our ``on``."""

_CLASSES: dict[str, str] = {
    "pushbutton": "Button",
    "lineedit entry input textinput textfield": "TextEntry",
    "text textedit plaintextedit textview textbox editor": "TextArea",
    "checkbutton": "CheckBox",
    "switch": "ToggleButton",
    "select dropdown optionmenu comboboxtext": "ComboBox",
    "spinbutton doublespinbox number": "SpinBox",
    "scale": "Slider",
    "column vlayout vboxlayout": "VBox",
    "row hlayout hboxlayout": "HBox",
    "grid gridlayout": "GridBox",
    "notebook tabs tab": "TabWidget",
    "stack stackedwidget": "StackWidget",
    "mainwindow window tk applicationwindow": "TopLevel",
    "mdiarea": "MDIWidget",
    "mdisubwindow": "MDIWidget",
    "tablewidget table treetable aggrid": "TableView",
    "tree treewidget": "TreeView",
    "paned panedwindow": "Splitter",
    "groupbox labelframe card": "Frame",
    "scrolledwindow scrolledarea": "ScrollArea",
    "html webview webengineview markdown": "HtmlView",
    "messagebox messagedialog": "Dialog",
    "action": "MenuAction",
    "picture pixmap": "Image",
    "drawingarea graphicsview": "Canvas",
    "video": "VideoWidget",
}


def _table(words: dict[str, str]) -> dict[str, list[str]]:
    return {_plain(key): ours.split() for keys, ours in words.items() for key in keys.split()}


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()


def method_meant(name: str, known: Collection[str], actions: Collection[str]) -> str | None:
    """What of ours somebody means by another name: a method, or how an action is listened to.

    Parameters:
        name: what was asked for.
        known: the public names of the class.
        actions: what can happen to its widgets, as :meth:`on` takes it.

    Returns:
        It, as it is called; None: nothing comes near.
    """
    plain = _plain(name)
    by_spelling = {_plain(one): one for one in known}
    for candidate in (plain, f"get{plain}"):
        if candidate in by_spelling:  # setText, tooltip()
            return by_spelling[candidate]
    if plain in _LISTENING:
        return 'on("activated", handler)' if "activated" in actions else "on(action, handler)"
    told = [one for one in _table(_ACTIONS).get(plain, ()) if one in actions]
    if told:
        return " or ".join(f'on("{one}", handler)' for one in told)
    ours = _table(_METHODS).get(plain, ())
    found = next((one for one in ours if one in known), None)
    if found == "set_color" and "background" not in plain:
        return _FOREGROUND
    return found or _close(name, known)


def class_meant(name: str, known: Iterable[str]) -> str | None:
    """The class of ours that somebody means by another name; None: nothing comes near."""
    by_spelling = {_plain(one): one for one in known}
    plain = _plain(name)
    for candidate in (plain, plain.removeprefix("q"), plain.removeprefix("gtk")):
        ours = _table(_CLASSES).get(candidate)
        if candidate in by_spelling:
            return by_spelling[candidate]
        if ours is not None:
            return ours[0]
    return _close(name, by_spelling.values())


def _close(name: str, known: Iterable[str]) -> str | None:
    from difflib import get_close_matches  # late: it is for mistakes

    return next(iter(get_close_matches(name, known, 1, 0.75)), None)
