"""A program with a bit of everything, and what it has heard: to be used by keys, or by fingers.

Knows: the public API. Must not know: keys, fingers, or playwright.
"""

from typing import Any

ROWS = [{"name": name, "exposure": seconds} for name, seconds in (("M 31", 30), ("M 51", 90))]
TREE = {"Camera": {"Shutter": {}, "Cooler": {}}, "Mount": {"Brake": {}}}


class Program:
    """One session's program.

    Attributes:
        heard: what has happened, in order.
        widgets: those that a test asks, by name.
    """

    def __init__(self, session: Any) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.widgets: dict[str, Any] = {}
        self._W = session.get_widgets()

    def hears(self, *what: Any) -> Any:
        """Gives a handler that notes it, with what it is told."""

        async def note(*told: Any) -> None:
            self.heard.append((*what, *told))

        return note

    async def build(self) -> None:
        """Make the page, and show it."""
        W = self._W
        box = await W.VBox()
        await box.add_widget(await self._menus(), 0)
        await box.add_widget(await self._tools(), 0)
        desk = self.widgets["desk"] = await W.MDIWidget()
        await desk.on("page-close", self.hears("closed"))
        await box.add_widget(desk, 1)
        await desk.add_widget(await self._tabs(), title="Night", width=460, height=400, x=10, y=10)
        await desk.add_widget(await self._form(), title="Form", width=380, height=400, x=490, y=10)
        status = self.widgets["status"] = await W.StatusBar()
        await status.set_message("Ready")
        await box.add_widget(status, 0)
        page = await W.Page()
        await page.set_widget(box)
        await page.show()

    async def _menus(self) -> Any:
        W = self._W
        bar = await W.MenuBar()
        file = await bar.add_name("File")
        for name in ("New", "Open", "Quit"):
            await (await file.add_name(name)).on("activated", self._chosen(name))
        recent = await file.add_menu("Recent")
        await (await recent.add_name("M 31.fits")).on("activated", self.hears("recent"))
        view = await bar.add_name("View")
        grid = await view.add_name("Grid", checkable=True)
        await grid.on("activated", self.hears("grid"))
        return bar

    def _chosen(self, name: str) -> Any:
        async def chosen() -> None:
            self.heard.append(("menu", name))
            if name == "Open":
                await self._ask()
            elif name == "New":
                await self._edit()

        return chosen

    async def _ask(self) -> None:
        W = self._W
        dialog = await W.Dialog("Open", [("Cancel", 0), ("OK", 1)], modal=True, autoclose=True)
        entry = self.widgets["entry"] = await W.TextEntry("")
        await dialog.add_widget(await W.Label("File"), 0)
        await dialog.add_widget(entry, 0)
        await dialog.set_default_button(1)
        await dialog.on("activated", self._answered)
        await dialog.popup()

    async def _edit(self) -> None:
        W = self._W
        dialog = await W.Dialog("Edit", [("Close", 0)], modal=True, autoclose=True)
        table = await W.TableView(
            columns=[{"key": "name", "label": "Name", "editable": True}], cell_cursor=True
        )
        await table.set_data(ROWS[:1])
        await table.resize(300, 200)
        await dialog.add_widget(table, 1)
        await dialog.popup()

    async def _answered(self, value: int) -> None:
        self.heard.append(("dialog", value, self.widgets["entry"].get_text()))

    async def _tools(self) -> Any:
        W = self._W
        bar = await W.ToolBar()
        for name in ("Expose", "Stop"):
            await (await bar.add_action(text=name)).on("activated", self.hears("tool", name))
        guide = await bar.add_action(text="Guide", toggle=True)
        await guide.on("activated", self.hears("guide"))
        menu = await W.Menu()
        for name in ("Red", "Blue"):
            await (await menu.add_name(name)).on("activated", self.hears("filter", name))
        await bar.add_action(text="Filter", menu=menu)
        return bar

    async def _tabs(self) -> Any:
        W = self._W
        tabs = self.widgets["tabs"] = await W.TabWidget()
        table = self.widgets["table"] = await W.TableView(
            columns=[{"key": "name", "label": "Name"}, {"key": "exposure", "label": "Exposure"}],
            selection_mode="single",
        )
        await table.set_data(ROWS)
        await table.on("selected", self.hears("row"))
        tree = self.widgets["tree"] = await W.TreeView(
            columns=[{"key": "name", "label": "Part", "type": "string"}], selection_mode="single"
        )
        await tree.set_tree(TREE)
        await tree.on("collapsed", self.hears("collapsed"))
        for title, page in (("Table", table), ("Tree", tree)):
            await tabs.add_widget(page, title=title)
        return tabs

    async def _form(self) -> Any:
        W = self._W
        fields = {
            "Observer": await W.TextEntry("Caroline"),
            "Filter": await W.ComboBox(),
            "Frames": await W.SpinBox(min=1, max=50, value=3),
            "Gain": await W.Slider(min=0, max=100, value=40),
            "Focus": await W.Dial(min=0, max=10, value=5),
        }
        for name in ("Red", "Green", "Blue"):
            await fields["Filter"].append_text(name)
        form = await W.VBox(spacing=4, padding=8)
        grid = await W.GridBox(rows=len(fields), columns=2)
        for row, (name, field) in enumerate(fields.items()):
            await grid.add_widget(await W.Label(name), row, 0)
            await grid.add_widget(field, row, 1)
            await field.on("activated", self.hears(name))
        await form.add_widget(grid, 0)
        first = await W.RadioButton("Light")
        await first.set_state(True)
        for radio in (first, await W.RadioButton("Dark", group=first)):
            await radio.on("activated", self.hears("frame"))
            await form.add_widget(radio, 0)
        more = self.widgets["more"] = await W.Expander(title="More")
        dither = await W.CheckBox("Dither")
        await dither.on("activated", self.hears("dither"))
        await more.set_widget(dither)
        await form.add_widget(more, 0)
        self.widgets.update(fields)
        return form
