"""One window with a widget of nearly every kind, for tests that use them all.

Knows: the public async API. Must not know: the page, or how it is used.
"""

from types import SimpleNamespace
from typing import Any


async def kitchen_sink(session: Any) -> SimpleNamespace:
    """Build the window.

    Returns:
        The widgets that a user can use, by name, and `log`, the label that tells the last use.
    """
    W = session.get_widgets()
    top = await W.TopLevel(title="Kitchen sink")
    await top.resize(1100, 640)
    box = await W.VBox(spacing=6, padding=6)
    log = await W.Label("nothing yet")
    bar = await _menu_bar(W)
    tools = await _tool_bar(W)
    panes = await W.Splitter(orientation="horizontal")
    tabs = await W.TabWidget()
    form = await _form(W)
    views = await _views(W)
    await tabs.add_widget(form.box, title="Form")
    await tabs.add_widget(views.tree, title="Tree")
    await tabs.add_widget(views.table, title="Table")
    mdi = await _mdi(W)
    await panes.add_widget(tabs)
    await panes.add_widget(mdi)
    await panes.set_sizes([600, 480])
    for child, stretch in ((bar.menus, 0), (tools.tools, 0), (log, 0), (panes, 1)):
        await box.add_widget(child, stretch)
    await top.set_widget(box)
    await top.show()
    dialog = await W.Dialog("Really?", [["Yes", 1], ["No", 0]], autoclose=True)
    await dialog.add_widget(await W.Label("Shall it be?"))

    async def popup(*_: object) -> None:
        await dialog.popup(300, 200)

    own = SimpleNamespace(log=log, tabs=tabs, panes=panes, mdi=mdi, dialog=dialog)
    parts = SimpleNamespace(
        **{name: w for part in (bar, tools, form, views, own) for name, w in vars(part).items()}
    )

    async def tell(*args: object) -> None:
        *values, name = args
        await log.set_text(f"{name} {values[-1] if values else ''}".strip())

    await parts.ask.on("activated", popup)
    for name in ("open", "wrap", "bold", "check", "red", "green", "toggle", "slider", "spin"):
        await getattr(parts, name).on("activated", tell, name)
    for name in ("combo", "entry", "dialog"):
        await getattr(parts, name).on("activated", tell, name)
    return parts


async def _menu_bar(W: Any) -> SimpleNamespace:
    menus = await W.MenuBar()
    menu = await W.Menu()
    await menus.add_menu(menu, "File")
    open_ = await menu.add_name("Open")
    await menu.add_separator()
    wrap = await menu.add_name("Wrap", checkable=True)
    return SimpleNamespace(menus=menus, open=open_, wrap=wrap)


async def _tool_bar(W: Any) -> SimpleNamespace:
    tools = await W.ToolBar()
    bold = await tools.add_action(text="Bold", toggle=True)
    await tools.add_separator()
    ask = await tools.add_action(text="Ask")
    return SimpleNamespace(tools=tools, bold=bold, ask=ask)


async def _form(W: Any) -> SimpleNamespace:
    row = await W.HBox(spacing=6)
    check = await W.CheckBox("check me")
    red = await W.RadioButton("red")
    green = await W.RadioButton("green", group=red)
    await red.set_state(True)
    toggle = await W.ToggleButton("toggle")
    for child in (check, red, green, toggle):
        await row.add_widget(child, 0)
    slider = await W.Slider(min=0, max=10, value=3, show_value=True)
    spin = await W.SpinBox(min=0, max=10, value=3)
    combo = await W.ComboBox()
    for text in ("one", "two", "three"):
        await combo.append_text(text)
    entry = await W.TextEntry("a line")
    expander = await W.Expander(title="More")
    await expander.set_widget(await W.Label("hidden at first"))
    area = await W.TextArea("first\nsecond")
    box = await W.VBox(spacing=6, padding=6)
    for child in (row, slider, spin, combo, entry, expander):
        await box.add_widget(child, 0)
    await box.add_widget(area, 1)
    return SimpleNamespace(
        box=box,
        check=check,
        red=red,
        green=green,
        toggle=toggle,
        slider=slider,
        spin=spin,
        combo=combo,
        entry=entry,
        expander=expander,
        area=area,
    )


async def _views(W: Any) -> SimpleNamespace:
    columns = [{"label": "Name", "key": "name"}, {"label": "Size", "key": "size"}]
    tree = await W.TreeView(columns=columns)
    await tree.set_tree(
        {
            "src": {
                "a": {"name": "a.py", "size": 1},
                "b": {"name": "b.py", "size": 2},
            },
            "readme": {"name": "README", "size": 3},
        }
    )
    table = await W.TableView(columns=columns, sortable=True)
    await table.set_rows([["beta", 2], ["alpha", 1], ["gamma", 3]])
    return SimpleNamespace(tree=tree, table=table)


async def _mdi(W: Any) -> Any:
    mdi = await W.MDIWidget()
    await mdi.add_widget(await W.Label("first child"), title="First", x=10, y=10, width=200)
    await mdi.add_widget(await W.Label("second child"), title="Second", x=60, y=60, width=200)
    return mdi
